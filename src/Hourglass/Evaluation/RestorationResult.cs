using System.Text.Json;

namespace Hourglass.Evaluation;

/// <summary>How well a network restores pictures that it never saw.</summary>
public sealed record RestorationResult
{
    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>How many pictures were looked at.</summary>
    public required int Pictures { get; init; }

    /// <summary>One row for each strength.</summary>
    public required IReadOnlyList<RestorationRow> Rows { get; init; }

    /// <summary>This result as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Default.RestorationResult);
}

/// <summary>The figures of one strength, each the mean over pictures.</summary>
/// <param name="Strength">For example <c>sigma 25</c>.</param>
/// <param name="PlainPsnr">PSNR in dB of what there is without a network; see <see cref="Tasks.RestorationTask.Plain"/>.</param>
/// <param name="PlainSsim">The structural similarity of that.</param>
/// <param name="Psnr">PSNR in dB of the restored picture.</param>
/// <param name="Ssim">The structural similarity of that.</param>
public sealed record RestorationRow(string Strength, double PlainPsnr, double PlainSsim, double Psnr, double Ssim);
