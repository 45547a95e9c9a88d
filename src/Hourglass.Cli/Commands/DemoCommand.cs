using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass demo</c>: the main job with no choice to make.</summary>
internal sealed class DemoCommand
{
    private const string Preferred = "mnist";
    private const string Drawn = "digits";

    private readonly Option<string?> _data = new("--data") { Description = "Other data: a known name or a path.", HelpName = "DATA" };
    private readonly Option<int?> _epochs = Choices.Number("--epochs", "Passes over the training data.", 1, int.MaxValue, "-e");
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Folder of the run; by default the first free runs/demo-DATA-N.",
        HelpName = "RUN",
    };

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new DemoCommand();
        var verb = new Verb(
            shell, "demo", "Train on handwritten digits and see what comes of it: real ones (mnist) if they are found or can be downloaded, else drawn ones.", command.Run)
        {
            Examples =
            [
                ("hourglass demo", "From nothing to a report in about a minute."),
                ("hourglass demo --data digits --epochs 2", "Offline, and quicker."),
            ],
        };
        verb.Add(command._data);
        verb.Add(command._epochs);
        verb.Add(command._output);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var data = invocation.Get(_data) ?? ChooseData(invocation);
        var plan = new TrainingPlan { Data = PlanOptions.Rooted(data), Threads = invocation.Threads };
        if (invocation.Get(_epochs) is { } epochs)
            plan = plan with { Epochs = epochs };
        var folder = RunNames.Choose(invocation.Get(_output), "demo", data);
        var (result, _, figures) = TrainingJob.Run(invocation, plan, folder, resume: false);
        TrainCommand.Print(invocation.Output, Comparison.Of(result!, folder.Path, folder.Report, figures), folder);
        if (!invocation.Output.Json)
            Suggest(invocation.Output, folder, data);
        return ExitCode.Done;
    }

    private static string ChooseData(Invocation invocation)
    {
        var place = KnownDataSets.Locate(Preferred);
        if (place.Place != KnownPlace.Download)
        {
            invocation.Output.Note($"data: {Preferred}, real handwritten digits, found in {place.Where}");
            return Preferred;
        }

        invocation.Output.Note($"data: {Preferred} is not on this computer; asking {place.Where} for it");
        try
        {
            using var view = invocation.Output.Progress("downloading");
            place = KnownDataSets.Fetch(Preferred, view, invocation.Cancellation);
        }
        catch (Exception missed) when (missed is DataException or IOException or UnauthorizedAccessException)
        {
            invocation.Output.Note($"data: {Drawn}, drawn by this program; {Failure.Of(missed).Line}");
            return Drawn;
        }

        invocation.Output.Note($"data: {Preferred}, real handwritten digits, downloaded to {place.Where}");
        return Preferred;
    }

    private static void Suggest(Output output, RunFolder folder, string data)
    {
        output.Hint("");
        output.Hint("Next:");
        output.Hint($"  open {folder.Report} in a browser");
        output.Hint($"  hourglass encode {Format.Argument(folder.Path)} {Format.Argument(data)} -o codes.npy");
        output.Hint($"  hourglass map {Format.Argument(folder.Path)} {Format.Argument(data)} -o map.html");
        output.Hint("  hourglass train PATH-TO-YOUR-PICTURES");
    }
}
