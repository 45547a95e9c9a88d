using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Inference;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass restore</c>: pictures as the model was trained to make them.</summary>
internal sealed class RestoreCommand
{
    private readonly Argument<string> _model = Arguments.Model();
    private readonly Argument<string[]> _inputs = new("IN")
    {
        Description = "Pictures, folders of pictures, or tar archives of pictures.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _output = Arguments.Output("A folder, where names and sub-folders stay; or a file for one picture.", "FOLDER|FILE.png|jpg");
    private readonly Option<RestoredFormat?> _format = Choices.OneOf<RestoredFormat>(
        "--format", "The format of the results; by default png, which keeps 16 bits and transparency.");

    private readonly Option<int?> _quality = Choices.Number("--quality", "The quality of jpeg; by default 95.", 1, 100);
    private readonly Option<string?> _mask = new("--mask")
    {
        Description = "White where pixels are missing: a picture, or a folder with the same names; by default what is transparent is missing.",
        HelpName = "FILE|FOLDER",
    };

    private readonly Option<string?> _against = new("--against")
    {
        Description = "Clean pictures of the same names: also print PSNR and SSIM before and after.",
        HelpName = "FILE|FOLDER",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace results that are there already." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Stop at the first picture that cannot be restored instead of leaving it out." };

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new RestoreCommand();
        var verb = new Verb(shell, "restore", "Clean, color or enlarge pictures.", command.Run)
        {
            Examples =
            [
                ("hourglass restore runs/denoise photos/ -o clean/", "Every picture of a folder, at any size."),
                ("hourglass restore runs/inpaint scan.png -o whole.png --mask holes.png", "One picture, where the white of another says what is missing."),
            ],
        };
        verb.Add(command._model);
        verb.Add(command._inputs);
        verb.Add(command._output);
        verb.Add(command._format);
        verb.Add(command._quality);
        verb.Add(command._mask);
        verb.Add(command._against);
        verb.Add(command._force);
        verb.Add(command._strict);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var plan = new RestorePlan
        {
            Inputs = invocation.Require(_inputs),
            Output = invocation.Require(_output),
            Format = invocation.Get(_format),
            Quality = invocation.Get(_quality) ?? 95,
            Mask = invocation.Get(_mask),
            Against = invocation.Get(_against),
            Force = invocation.Get(_force),
            Strict = invocation.Get(_strict),
        };
        RestoreReport report;
        using (var view = invocation.Output.Progress("restoring"))
        {
            using var model = Restorer.Open(invocation.Require(_model), new InferenceOptions { Threads = invocation.Threads });
            report = RestoreJob.Run(model, plan, view, invocation.Cancellation);
        }

        var restored = new Restored(plan.Output, report);
        invocation.Output.Result(restored, CliJson.Default.Restored, () => restored.Print(invocation.Output));
        return report.Problems.Count > 0 ? ExitCode.BadData : ExitCode.Done;
    }
}

/// <summary>What was restored.</summary>
/// <param name="Output">The folder or file.</param>
/// <param name="Report">What was written and what could not be.</param>
internal sealed record Restored(string Output, RestoreReport Report)
{
    /// <summary>Prints it: the result on stdout, and on stderr what was left out.</summary>
    public void Print(Output output)
    {
        foreach (var note in Report.Notes)
            output.Note(note);
        foreach (var problem in Report.Problems)
            output.Problem($"{problem.Name} {problem.Reason}");
        var left = Report.Problems.Count == 0 ? "" : $"; {Format.Count(Report.Problems.Count)} could not be restored";
        output.Line(FormattableString.Invariant(
            $"{Format.Count(Report.Pictures)} {(Report.Pictures == 1 ? "picture" : "pictures")} in {Output}: {Report.Megapixels:0.##} megapixels in {Report.Seconds:0.0} s, {Report.MegapixelsPerSecond:0.00} a second{left}"));
        if (Report.Quality is { } quality)
        {
            output.Table(["", "PSNR", "SSIM"],
            [
                ["before", Format.Decibel(quality.PsnrBefore), Similarity(quality.SsimBefore)],
                ["after", Format.Decibel(quality.PsnrAfter), Similarity(quality.SsimAfter)],
            ]);
        }

        static string Similarity(double value) => FormattableString.Invariant($"{value:F4}");
    }
}
