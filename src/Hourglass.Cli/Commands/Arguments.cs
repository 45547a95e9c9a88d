using System.CommandLine;

namespace Hourglass.Cli.Commands;

/// <summary>Arguments that several commands take.</summary>
internal static class Arguments
{
    /// <summary>A model folder or a run folder.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = "A model folder, or the folder of a run." };

    /// <summary>A data set.</summary>
    public static Argument<string> Data() => new("DATA")
    {
        Description = "A known name (hourglass data lists them) or a path.",
    };

    /// <summary>Where the result goes.</summary>
    public static Option<string> Output(string description, string value) =>
        new("--output", "-o") { Description = description, HelpName = value, Required = true };
}
