using System.Text.Json;

namespace Hourglass.Evaluation;

/// <summary>How well a network restores pictures that it never saw.</summary>
public sealed record RestorationResult
{
    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>How many pictures were looked at.</summary>
    public required int Pictures { get; init; }

    /// <summary>What stands in the place of the network in the first figures, such as <c>input</c> or <c>bicubic</c>.</summary>
    public string PlainName { get; init; } = "input";

    /// <summary>The classical method measured beside it, such as <c>best blur</c>; null for none.</summary>
    public string? BaselineName { get; init; }

    /// <summary>One row for each strength.</summary>
    public required IReadOnlyList<RestorationRow> Rows { get; init; }

    /// <summary>This result as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Default.RestorationResult);

    /// <summary>
    /// The figures by name, for a model folder: <c>sigma 25: psnr</c> of the network, <c>input.sigma 25: psnr</c> of what there is without it, and
    /// <c>best blur.sigma 25: psnr</c> of the classical method.
    /// </summary>
    public IReadOnlyDictionary<string, double> Figures()
    {
        var figures = new Dictionary<string, double>();
        foreach (var row in Rows)
        {
            Add("", row, row.Psnr, row.Ssim);
            Add(PlainName + ".", row, row.PlainPsnr, row.PlainSsim);
            if (row is { BaselinePsnr: { } psnr, BaselineSsim: { } ssim })
                Add(BaselineName + ".", row, psnr, ssim);
        }

        return figures;

        void Add(string method, RestorationRow row, double psnr, double ssim)
        {
            figures[$"{method}{row.Strength}: psnr"] = psnr;
            figures[$"{method}{row.Strength}: ssim"] = ssim;
        }
    }
}

/// <summary>The figures of one strength, each the mean over pictures.</summary>
/// <param name="Strength">For example <c>sigma 25</c>.</param>
/// <param name="PlainPsnr">PSNR in dB of what there is without a network; see <see cref="Tasks.RestorationTask.Plain"/>.</param>
/// <param name="PlainSsim">The structural similarity of that.</param>
/// <param name="Psnr">PSNR in dB of the restored picture; for missing pixels, of those only.</param>
/// <param name="Ssim">The structural similarity of that.</param>
public sealed record RestorationRow(string Strength, double PlainPsnr, double PlainSsim, double Psnr, double Ssim)
{
    /// <summary>PSNR in dB of the classical method; null without one.</summary>
    public double? BaselinePsnr { get; init; }

    /// <summary>The structural similarity of that.</summary>
    public double? BaselineSsim { get; init; }

    /// <summary>What was chosen for it on training pictures, such as <c>1.2 pixels</c>.</summary>
    public string? BaselineSetting { get; init; }
}
