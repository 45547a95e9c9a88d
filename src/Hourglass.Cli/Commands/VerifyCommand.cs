using System.CommandLine;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass verify</c>: reads every byte of an archive.</summary>
internal sealed class VerifyCommand
{
    private readonly ArchiveReading _reading = new();
    private readonly Option<string?> _against = new("--against")
    {
        Description = "The data it was made from: compare every byte, or every sample within the error that the archive promises.",
        HelpName = "DATA",
    };

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new VerifyCommand();
        var verb = new Verb(shell, "verify", "Read every byte of an archive and unpack every chunk; exit code 1 if anything is wrong.", command.Run)
        {
            Examples =
            [
                ("hourglass verify photos.hga", "Is it whole?"),
                ("hourglass verify photos.hga --against photos/", "Would everything come back?"),
            ],
        };
        command._reading.AddTo(verb);
        verb.Add(command._against);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var (path, output) = (invocation.Require(_reading.Path), invocation.Output);
        VerifyReport report;
        using (var view = output.Progress("verifying"))
        {
            var (against, options) = (invocation.Get(_against), _reading.Options(invocation));
            if (path == "-")
            {
                using var stdin = Console.OpenStandardInput();
                report = ArchiveVerifier.Verify(stdin, against, options, view, invocation.Cancellation);
            }
            else
            {
                report = ArchiveVerifier.Verify(path, against, options, view, invocation.Cancellation);
            }
        }

        if (report.Sections == 0)
            throw new Data.DataException($"{path} is no archive of Hourglass, or nothing of it is whole.");
        output.Result(report, CliJson.Default.VerifyReport, () => Print(output, path, report));
        return report.Passed ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static void Print(Output output, string path, VerifyReport report)
    {
        foreach (var problem in report.Problems)
            output.Line($"byte {problem.Offset}, {problem.Block}: {problem.What}");
        output.Line(report.Problems.Count == 0
            ? $"{path} is whole: {Format.Count(report.Bytes)} bytes, {Format.Count(report.Sections, "section")}, {Format.Count(report.Chunks, "chunk")} unpacked"
            : $"{path} is damaged in {Format.Count(report.Problems.Count, "place")}; {(report.Chunks > 0 ? $"{Format.Count(report.Chunks)} of its chunks are whole: hourglass unpack --salvage takes them out" : "no chunk is whole")}");
        if (report.Comparison is { } comparison)
            Print(output, comparison);
    }

    private static string Psnr(DataComparison comparison) => comparison.SquaredError > 0
        ? FormattableString.Invariant($", {-10 * Math.Log10(comparison.SquaredError):F2} dB")
        : "";

    private static void Print(Output output, DataComparison comparison)
    {
        const int Shown = 20;
        output.Line($"{Format.Count(comparison.Equal, "file")} the same, {comparison.Different.Count} differ, {comparison.Missing.Count} are not in the archive, {comparison.Extra.Count} only there");
        if (comparison.Samples > 0)
            output.Line($"{Format.Count(comparison.Samples)} samples, {Format.Count(comparison.Violations)} out of bounds, largest error {comparison.WorstError} levels{Psnr(comparison)}");
        if (comparison.Arrays is { } arrays)
            output.Line($"{Format.Count(arrays.Values)} numbers of arrays, {Format.Count(arrays.Violations)} out of bounds, largest error {Format.Figure(arrays.WorstShare)} of the bound");
        foreach (var different in comparison.Different.Take(Shown))
            output.Line($"  {different.Name}: {different.How}");
        foreach (var name in comparison.Missing.Take(Shown))
            output.Line($"  {name}: not in the archive");
        foreach (var name in comparison.Extra.Take(Shown))
            output.Line($"  {name}: only in the archive");
    }
}
