using Hourglass.Archives;
using Hourglass.Cli.Terminal;
using Hourglass.Outliers.Pictures;

namespace Hourglass.Cli.Commands;

/// <summary>Stands in the place of the other TrainingJob in the program that only uses models, which is built without Hourglass.Training.</summary>
internal static class TrainingJob
{
    /// <summary>Nothing is learnt: adaptive contexts alone come within a few percent.</summary>
    public static NetworkTrainer? LearnNetwork => null;

    /// <summary>Says that no network can be trained.</summary>
    public static PictureNetworkTrainer LearnPictures => throw CommandException.Usage(
        "cannot train a network on pictures: this program only uses models; leave --model out, or take the one from the package Hourglass.Cli");

    /// <summary>Says that codes cannot be searched for.</summary>
    public static CodeSearcher SearchCodes(string data, string? report) => (_, _, _, _) => throw CommandException.Usage(
        $"cannot keep codes of {data}: this program only uses models; the one from the package Hourglass.Cli learns them");
}
