using System.Globalization;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>The top of a report: the result in one sentence, and the waist that the data went through, drawn to scale.</summary>
internal static class ReportHeader
{
    private const double Side = 112;
    private const double Middle = 68;
    private const double LeastCell = 2.5;
    private const int MostCells = 400;

    /// <summary>The header.</summary>
    public static Markup Draw(ReportContent content)
    {
        var result = content.Result;
        var (samples, epochs, seconds) = content.Training;
        var trained = $"{ReportText.Count(samples, "sample")} of {ReportText.WithoutFolder(content.TrainingData)} for {(epochs == 1 ? "one epoch" : $"{ReportText.Count(epochs)} epochs")}";
        return Markup.Of($"""
            <header>
            <div>
            <p class="kicker">Hourglass · report of {(content.History.Count > 0 ? "a training run" : "an evaluation")}</p>
            <h1>{ReportText.WithoutFolder(result.Data)}: {ReportText.Count(result.Shape.Size, "value")} 
            <span class="arrow">→</span> {ReportText.Count(result.CodeLength)}</h1>
            <p class="headline">{Headline(result)}</p>
            <p class="facts">Model {content.Model}, trained on {trained} in {ReportText.Duration(seconds)}.</p>
            </div>
            {Funnel(content)}
            </header>
            """);
    }

    /// <summary>What came out, in one sentence, with the linear baseline beside it where there is one.</summary>
    public static string Headline(EvaluationResult result)
    {
        var model = result.Methods[0];
        var things = ReportPictures.ArePictures(result.Shape) ? ("picture", "pictures") : ("sample", "samples");
        var what = result.Samples == 1 ? $"one held-out {things.Item1}" : $"{ReportText.Count(result.Samples)} held-out {things.Item2}";
        var sentence = $"Rebuilds {what} with a mean squared error of {ReportText.Number(model.Mse)} ({ReportText.Number(model.Psnr)}\u00A0dB)";
        if (Linear(result) is not { } linear || Comparison(model.Mse, linear.Mse) is not { } comparison)
            return $"{sentence}.";
        var same = linear.Method.EndsWith(string.Create(CultureInfo.InvariantCulture, $"-{result.CodeLength}"), StringComparison.Ordinal);
        return $"{sentence}: {comparison} {(same ? $"PCA at the same {ReportText.Count(result.CodeLength, "value")}" : linear.Method)}.";
    }

    /// <summary>The row of PCA, or null.</summary>
    public static MethodResult? Linear(EvaluationResult result) =>
        result.Methods.Skip(1).FirstOrDefault(method => method.Method.StartsWith("PCA", StringComparison.OrdinalIgnoreCase));

    private static string? Comparison(double mse, double linear) => (linear / mse) switch
    {
        _ when !double.IsFinite(mse) || !double.IsFinite(linear) || mse < 0 || linear <= 0 => null,
        > 1.05 and var times => double.IsInfinity(times) ? "nothing is lost, unlike with" : $"{ReportText.Ratio(times)} times smaller than",
        < 0.95 and var times => $"{ReportText.Ratio(1 / times)} times larger than",
        _ => "about the same as",
    };

    /// <summary>A square of as many cells as the sample has values, the square of the code at the same scale, and the sample again.</summary>
    private static Markup Funnel(ReportContent content)
    {
        var (values, code) = (content.Result.Shape.Size, content.Result.CodeLength);
        var columns = (int)Math.Ceiling(Math.Sqrt(code));
        var waist = Math.Clamp(Side * columns / Math.Sqrt(values), Math.Min(LeastCell * columns, Side / 4), 1.15 * Side);
        var center = content.Shown.Count > 0 ? Typical(content) : null;
        var (top, bottom) = (Middle - waist / 2 - 2, Middle + waist / 2 + 2);
        var (left, right) = (210 - waist / 2 - 5, 210 + waist / 2 + 5);
        var end = ReportPictures.ArePictures(content.Drawn) ? Side * content.Drawn.Height / Math.Max(content.Drawn.Width, content.Drawn.Height) : Side;
        var (upper, lower) = (Middle - end / 2, Middle + end / 2);
        return Markup.Of($"""
            <figure class="funnel"><svg viewBox="0 0 420 158" role="img"
            aria-label="{ReportText.Count(values)} values pass through {ReportText.Count(code)} and become {ReportText.Count(values)} again.">
            <path class="glass" d="M{Side + 6} {upper}L{left} {top}V{bottom}L{Side + 6} {lower}Z"/><path class="glass"
            d="M{414 - Side} {upper}L{right} {top}V{bottom}L{414 - Side} {lower}Z"/>
            {End(content, center?.Original, 0)}{End(content, center?.Rebuilt, 420 - Side)}{Cells("cell", center?.Code, code, 210, waist)}
            <text x="0" y="150">{Sides(content.Result.Shape)}</text><text class="middle strong" x="210"
            y="150">{ReportText.Count(code)}</text><text class="end" x="420" y="150">{ReportText.Count(values)}</text>
            </svg></figure>
            """);
    }

    /// <summary>A shown sample whose error is the middle one: neither a lucky nor an unlucky one.</summary>
    private static ReportSample Typical(ReportContent content) => content.Shown.OrderBy(sample => sample.Error).ElementAt(content.Shown.Count / 2);

    private static Markup End(ReportContent content, float[]? values, double x)
    {
        if (values is null || !ReportPictures.ArePictures(content.Result.Shape))
            return Cells("end", values, content.Result.Shape.Size, x + Side / 2, Side);
        var zoom = Side / Math.Max(content.Drawn.Width, content.Drawn.Height);
        var (width, height) = (zoom * content.Drawn.Width, zoom * content.Drawn.Height);
        return Markup.Of($"""
            <image class="{(zoom >= 2 ? "pixels" : "smooth")}" x="{x + (Side - width) / 2}" y="{Middle - height / 2}" width="{width}"
            height="{height}" href="{ReportPictures.Uri(values, content.Drawn)}"/>
            """);
    }

    /// <summary>A square of cells, darker for larger values; a plain square where there are too many of them.</summary>
    private static Markup Cells(string name, float[]? values, int length, double center, double side)
    {
        if (values is null || length > MostCells)
            return Markup.Of($"""<rect class="{name}" x="{center - side / 2}" y="{Middle - side / 2}" width="{side}" height="{side}"/>""");
        var columns = (int)Math.Ceiling(Math.Sqrt(length));
        var (cell, rows) = (side / columns, (length + columns - 1) / columns);
        var (low, high) = (values.Min(), values.Max());
        return Markup.Join(values.Select((value, i) => Markup.Of(
            $"""
                <rect class="{name}" x="{center - side / 2 + i % columns * cell}" y="{Middle - rows * cell / 2 + i / columns * cell}"
                width="{cell}" height="{cell}" fill-opacity="{(high > low ? 0.15 + 0.85 * (value - low) / (high - low) : 1)}"/>
                """)));
    }

    private static string Sides(SampleShape shape) => shape.IsVector
        ? ReportText.Count(shape.Size)
        : $"{(shape.Channels > 1 ? $"{shape.Channels} × " : "")}{shape.Height} × {shape.Width}{(shape.Size < 1_000_000 ? $" = {ReportText.Count(shape.Size)}" : "")}";
}
