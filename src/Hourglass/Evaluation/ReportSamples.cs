using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>Tables of samples: originals over reconstructions, and the worst cases.</summary>
internal static class ReportSamples
{
    private const int CaptionLength = 24;
    private const int LeastName = 12;
    private const int LabelLength = 12;
    private const int SmallSide = 64;
    private const int SmallBand = 15;
    private const int LargeBand = 10;
    private const int Charts = 12;
    private const double LeastScale = 0.05;

    /// <summary>How many samples are shown beside their reconstructions: two bands of pictures, or some charts.</summary>
    public static int ShownCount(SampleShape shape) => ReportPictures.ArePictures(shape) ? 2 * Band(shape) : Charts;

    /// <summary>The name of a label; its number where it has none.</summary>
    public static string LabelName(IReadOnlyList<string> names, int label) =>
        label >= 0 && label < names.Count ? names[label] : label < 0 ? "" : ReportText.Count(label);

    /// <summary>Originals, reconstructions and those of PCA under one another.</summary>
    public static Markup Shown(ReportContent content, string linear)
    {
        if (!ReportPictures.ArePictures(content.Result.Shape))
            return Markup.Of($"""<div class="charts">{Markup.Join(content.Shown.Select(sample => Chart(content, sample)))}</div>""");
        var bands = content.Shown.Chunk(Band(content.Result.Shape)).ToArray();
        if (bands.Length > 1 && bands[^1].Length < bands[0].Length / 2)
            bands = [.. bands[..^1]];
        return Markup.Join(bands.Select(band => BandOf(content, band, linear)));
    }

    /// <summary>The samples with the largest errors.</summary>
    public static Markup Worst(ReportContent content)
    {
        float[] sorted = [.. content.Result.SampleErrors.Where(float.IsFinite).Order()];
        var median = sorted.Length > 0 ? sorted[sorted.Length / 2] : double.NaN;
        if (!ReportPictures.ArePictures(content.Result.Shape))
        {
            var charts = Markup.Join(content.Worst.Select(sample => Markup.Of($"<li>{Chart(content, sample, median)}</li>")));
            return Markup.Of($"""<ol class="charts">{charts}</ol>""");
        }

        var scale = content.Worst.Max(LargestDifference);
        var cases = Markup.Join(content.Worst.Select(sample => WorstCase(content, sample, scale, median)));
        return Markup.Of($"""
            <ol class="worst">{cases}</ol>
            <p class="key"><span>too dark by {ReportText.Number(scale)}</span>
            <img class="difference" src="{ReportPictures.DivergingLegendUri()}" alt="from blue over white to red">
            <span>too bright by {ReportText.Number(scale)}</span></p>
            """);
    }

    /// <summary>The original at the size it is shown at.</summary>
    public static Markup Picture(float[] values, SampleShape shape, string description) => Image(ReportPictures.Uri(values, shape), shape, description);

    private static int Band(SampleShape shape) => Math.Max(shape.Width, shape.Height) <= SmallSide ? SmallBand : LargeBand;

    private static Markup BandOf(ReportContent content, ReportSample[] band, string linear)
    {
        var heads = Markup.Join(band.Select(sample => Markup.Of($"""<th scope="col" title="{sample.Name}">{Head(content, sample)}</th>""")));
        var errors = Markup.Join(band.Select(sample => Markup.Of($"""
            <td class="figure">{ReportText.Number(sample.Error, ErrorDecimals(content))}</td>
            """)));
        var linearRow = band.All(sample => sample.Linear is null)
            ? Markup.None
            : Row(linear, sample => sample.Linear ?? sample.Original, $"{linear} reconstruction of");
        return Markup.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="Originals and reconstructions">
            <table class="samples" style="--n:{band.Length};--w:{Shown(content.Drawn).Width}px">
            <thead><tr><td></td>{heads}</tr></thead><tbody>
            {Row("original", sample => sample.Original, "original")}
            {Row("rebuilt", sample => sample.Rebuilt, "reconstruction of")}
            {linearRow}
            <tr><th scope="row">error</th>{errors}</tr></tbody>
            </table></div>
            """);

        Markup Row(string name, Func<ReportSample, float[]> values, string description)
        {
            var pictures = band.Select(sample => Picture(values(sample), content.Drawn, $"{description} {sample.Name}"));
            return Markup.Of($"""<tr><th scope="row">{name}</th>{Markup.Join(pictures.Select(picture => Markup.Of($"<td>{picture}</td>")))}</tr>""");
        }
    }

    private static Markup Head(ReportContent content, ReportSample sample) =>
        content.LabelNames.Count > 0 ? Markup.Text(ReportText.Cut(LabelName(content.LabelNames, sample.Label), LabelLength)) : Markup.None;

    private static Markup WorstCase(ReportContent content, ReportSample sample, double scale, double median) => Markup.Of($"""
        <li><figure style="--w:{Shown(content.Drawn).Width}px"><div class="trio">
        {Picture(sample.Original, content.Drawn, $"original {sample.Name}")}
        {Picture(sample.Rebuilt, content.Drawn, $"reconstruction of {sample.Name}")}
        {Difference(sample, content.Drawn, scale)}</div>
        <figcaption>{Caption(content, sample, median)}</figcaption></figure></li>
        """);

    private static Markup Difference(ReportSample sample, SampleShape shape, double scale) => Image(
        ReportPictures.DifferenceUri(sample.Original, sample.Rebuilt, shape, scale), shape, $"difference of both, for {sample.Name}", " difference");

    private static Markup Caption(ReportContent content, ReportSample sample, double median)
    {
        var name = ReportText.Cut(LabelName(content.LabelNames, sample.Label), LabelLength);
        var label = content.LabelNames.Count > 0
            ? Markup.Of($"""<b class="tag" title="{LabelName(content.LabelNames, sample.Label)}">{name}</b> """)
            : Markup.None;
        var file = sample.Name[(sample.Name.LastIndexOf('/') + 1)..];
        var times = median > 0 ? Markup.Of($""" <span class="times">{ReportText.Ratio(sample.Error / median)}×</span>""") : Markup.None;
        return Markup.Of($"""
            <span class="name">{label}<bdi title="{sample.Name}">{ReportText.Shorten(file, Math.Max(LeastName, CaptionLength - name.Length))}</bdi></span>
            <span class="figure">{ReportText.Number(sample.Error)}{times}</span>
            """);
    }

    private static Markup Chart(ReportContent content, ReportSample sample, double median = double.NaN) => Markup.Of(
        $"""<figure>{ReportVectors.Chart(sample)}<figcaption>{Caption(content, sample, median)}</figcaption></figure>""");

    private static Markup Image(string uri, SampleShape shape, string description, string kind = "")
    {
        var shown = Shown(shape);
        return Markup.Of($"""
            <img class="{(shown.Width > shape.Width ? "pixels" : "smooth")}{kind}" src="{uri}" width="{shown.Width}"
            height="{shown.Height}" alt="{description}">
            """);
    }

    /// <summary>Small pictures are enlarged by a whole factor, so that every pixel stays a square.</summary>
    private static SampleShape Shown(SampleShape shape)
    {
        var zoom = Math.Max(1, SmallSide / Math.Max(shape.Width, shape.Height));
        return shape with { Width = zoom * shape.Width, Height = zoom * shape.Height };
    }

    private static int ErrorDecimals(ReportContent content) => Math.Min(4, ReportText.Decimals(content.Shown.Select(sample => sample.Error)));

    private static double LargestDifference(ReportSample sample)
    {
        var largest = LeastScale;
        for (var i = 0; i < sample.Original.Length; i++)
            if (Math.Abs(sample.Rebuilt[i] - sample.Original[i]) is var difference && float.IsFinite(difference))
                largest = Math.Max(largest, Math.Min(1, difference));
        return largest;
    }
}
