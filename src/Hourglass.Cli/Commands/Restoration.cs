using Hourglass.Cli.Terminal;
using Hourglass.Evaluation;

namespace Hourglass.Cli.Commands;

/// <summary>The figures of a restoring model, for people and for programs.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Pictures">How many pictures were looked at.</param>
/// <param name="PlainName">What stands in the network's place in the first figures.</param>
/// <param name="BaselineName">The classical method beside it, if there is one.</param>
/// <param name="Rows">One for each strength.</param>
/// <param name="Run">The run folder, if there is one.</param>
/// <param name="Report">The report, if one was written.</param>
/// <param name="Training">What training took, if there was any.</param>
internal sealed record Restoration(
    string Data, int Pictures, string PlainName, string? BaselineName, IReadOnlyList<RestorationRow> Rows, string? Run, string? Report, TrainingFigures? Training)
{
    /// <summary>The figures of a result.</summary>
    public static Restoration Of(RestorationResult result, string? run, string? report, TrainingFigures? training = null) =>
        new(result.Data, result.Pictures, result.PlainName, result.BaselineName, result.Rows, run, report, training);

    /// <summary>Prints the table, a row for every strength.</summary>
    public void Print(Output output)
    {
        output.Sentence($"{Data}: {Format.Count(Pictures)} {(Pictures == 1 ? "picture" : "pictures")} restored, compared with the clean ones");
        string[] baseline = BaselineName is null ? [] : [BaselineName];
        output.Table(
            ["strength", $"PSNR: {PlainName}", .. baseline, "restored", $"SSIM: {PlainName}", .. baseline, "restored"],
            [.. Rows.Select(row => (string[])
            [
                row.Strength, Format.Decibel(row.PlainPsnr), .. Cell(row.BaselinePsnr, Format.Decibel), Format.Decibel(row.Psnr),
                Format.Share(row.PlainSsim), .. Cell(row.BaselineSsim, Format.Share), Format.Share(row.Ssim),
            ])]);
        if (Training is { } training)
            output.Line(FormattableString.Invariant($"trained {training.Seconds:F0} s, {training.CpuSeconds:F0} s of processor time"));
    }

    private string[] Cell(double? value, Func<double, string> format) => BaselineName is null ? [] : [value is { } figure ? format(figure) : ""];
}
