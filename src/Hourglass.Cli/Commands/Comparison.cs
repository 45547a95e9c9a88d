using Hourglass.Cli.Terminal;
using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Cli.Commands;

/// <summary>The figures of an evaluation, for people and for programs.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Samples">How many samples were looked at.</param>
/// <param name="Shape">The shape of one.</param>
/// <param name="CodeLength">The length of the code.</param>
/// <param name="DeadCodes">How many values of the code say nothing.</param>
/// <param name="Methods">The model first, then the baselines.</param>
/// <param name="Run">The run folder, if there is one.</param>
/// <param name="Report">The report, if one was written.</param>
/// <param name="Training">What training took, if there was any.</param>
internal sealed record Comparison(
    string Data, int Samples, SampleShape Shape, int CodeLength, int DeadCodes, IReadOnlyList<MethodResult> Methods, string? Run, string? Report,
    TrainingFigures? Training)
{
    /// <summary>The figures of a result.</summary>
    public static Comparison Of(EvaluationResult result, string? run, string? report, TrainingFigures? training = null) => new(
        result.Data, result.Samples, result.Shape, result.CodeLength, result.Codes.Count(code => code.Dead), result.Methods, run, report, training);

    /// <summary>Prints the table, a row for every method; columns without figures are left out.</summary>
    public void Print(Output output)
    {
        output.Sentence($"{Data}: measured on {Format.Count(Samples, "sample")} of {Shape}, {Format.Count(Shape.Size)} values squeezed into {CodeLength}");
        var smallest = Methods.Min(method => method.Mse);
        (string Header, Func<MethodResult, string?> Cell)[] columns =
        [
            ("method", method => method.Method),
            ("MSE", method => Format.Error(method.Mse, smallest)),
            ("PSNR", method => Format.Decibel(method.Psnr)),
            ("SSIM", method => method.Ssim is { } ssim ? FormattableString.Invariant($"{ssim:F3}") : null),
            ("k-NN", method => method.KnnAccuracy is { } share ? Format.Percent(share) : null),
            ("linear", method => method.ProbeAccuracy is { } share ? Format.Percent(share) : null),
        ];
        var shown = columns.Where(column => Methods.Any(method => column.Cell(method) is not null)).ToList();
        output.Table(
            [.. shown.Select(column => column.Header)],
            [.. Methods.Select(method => shown.Select(column => column.Cell(method) ?? "").ToArray())]);
        if (DeadCodes > 0)
            output.Line($"{DeadCodes} of {CodeLength} code values are unused");
        if (Methods.Skip(1).FirstOrDefault(method => method.Mse < Methods[0].Mse) is { } better)
            output.Hint($"{better.Method} is better here: train longer (--epochs), or on more data");
    }
}
