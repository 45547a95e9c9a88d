using Hourglass.Cli.Terminal;
using Hourglass.Evaluation;

namespace Hourglass.Cli.Commands;

/// <summary>The figures of a restoring model, for people and for programs.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Pictures">How many pictures were looked at.</param>
/// <param name="Rows">One for each strength.</param>
/// <param name="Run">The run folder, if there is one.</param>
/// <param name="Training">What training took, if there was any.</param>
internal sealed record Restoration(string Data, int Pictures, IReadOnlyList<RestorationRow> Rows, string? Run, TrainingFigures? Training)
{
    /// <summary>Prints the table, a row for every strength.</summary>
    public void Print(Output output)
    {
        output.Sentence($"{Data}: {Format.Count(Pictures)} pictures never seen");
        output.Table(
            ["strength", "without PSNR", "restored", "without SSIM", "restored"],
            [.. Rows.Select(row => new[] { row.Strength, Format.Decibel(row.PlainPsnr), Format.Decibel(row.Psnr), Format.Share(row.PlainSsim), Format.Share(row.Ssim) })]);
        if (Training is { } training)
            output.Line(FormattableString.Invariant($"trained {training.Seconds:F0} s, {training.CpuSeconds:F0} s of processor time"));
    }
}
