using Hourglass.Archives;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>The page about codes: the curve beside those of other formats, how much less they take, and the worst pictures.</summary>
public static class CodesPage
{
    private const int WorstShown = 12;

    /// <summary>Draws the page about a search: the curve beside those of JPEG and WebP, the worst pictures beside their originals.</summary>
    /// <param name="path">The page, which appears whole or not at all.</param>
    /// <param name="data">The name of the data.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="pictures">The data.</param>
    /// <param name="found">What was found.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(
        string path, string data, PackOptions options, PictureSet pictures, CodeSearchResult found, CancellationToken cancellation) =>
        CodesReport.Gather(data, options.Codes.ToString() ?? "", found, pictures.Read(0, pictures.Count), [], WorstShown, cancellation).Write(path);

    private const int PlotHeight = 340;
    private const int ThumbSide = 112;

    private static readonly string[] Colors = ["#c2410c", "#2563eb", "#0f766e", "#7c3aed", "#a16207"];

    /// <summary>The page as HTML.</summary>
    internal static string Draw(CodesReport report, string version)
    {
        var chosen = report.Chosen;
        return HtmlPage.Draw(
            Markup.Of($"Codes of {ReportText.WithoutFolder(report.Data)}"),
            Markup.Of($"""
                <main>
                <section>
                <p class="kicker">Hourglass · codes</p>
                <h1>{ReportText.WithoutFolder(report.Data)}</h1>
                <p class="lead">Asked for: {report.Target}. Chosen: {chosen.Candidate}, {ReportText.Number(chosen.Psnr, 2)} dB
                at {ReportText.Number(chosen.BitsPerSample, 4)} bits per sample, {ReportText.Count(chosen.Bytes)} bytes
                of which {ReportText.Count(chosen.ModelBytes)} are the model. The worst picture has {ReportText.Number(chosen.WorstPsnr, 1)} dB.</p>
                </section>
                <section id="curve">
                <h2>Rate and quality</h2>
                <p class="lead">More quality for fewer bits lies up and to the left. All bytes are counted; every point was decoded and compared.</p>
                {Plot(report)}
                </section>
                <section id="formats">
                <h2>Beside other formats</h2>
                <p class="lead">The mean change of the rate at equal PSNR (Bjontegaard, 2001); less than zero is smaller.</p>
                {Formats(report)}
                </section>
                <section id="measured">
                <h2>What was measured</h2>
                {Measured(report)}
                </section>
                <section id="worst">
                <h2>The worst pictures</h2>
                <p class="lead">Original, what comes back, and their difference.</p>
                {Worst(report)}
                </section>
                </main>

                """),
            Markup.Of($"Written"), version, isScripted: false);
    }

    private static Markup Plot(CodesReport report)
    {
        RateCurve[] curves = [report.Curve, .. report.Others];
        var points = curves.SelectMany(curve => curve.Front()).ToArray();
        if (points.Length == 0)
            return Markup.Of($"<p>Every picture comes back exactly.</p>");
        var rates = ReportAxis.OfLosses(points.Select(point => point.BitsPerSample));
        var (low, high) = (points.Min(point => point.Psnr) - 1, Math.Min(60, points.Max(point => point.Psnr)) + 1);
        var quality = new ReportAxis(low, high);
        var lines = Markup.Join(curves.Select((curve, i) => Line(curve, Colors[i % Colors.Length], rates, quality)));
        var names = Markup.Join(curves.Select((curve, i) => Markup.Of($"""<b style="color:{Colors[i % Colors.Length]}">{curve.Name}</b> """)));
        return Markup.Of($"""
            <p>{names}</p>
            <svg class="plot" height="{PlotHeight}" role="img" aria-label="PSNR over bits per sample, {string.Join(", ", curves.Select(curve => curve.Name))}.">
            {ReportFigures.Rows(quality, 8)}
            {ReportFigures.Columns(rates, 8)}
            {lines}
            </svg>
            <p class="note">PSNR in dB over bits per sample.</p>
            """);
    }

    private static Markup Line(RateCurve curve, string color, ReportAxis rates, ReportAxis quality)
    {
        var places = curve.Front().Where(point => point.Psnr <= quality.High)
            .Select(point => (Point: point, X: rates.Place(point.BitsPerSample), Y: quality.Place(point.Psnr))).ToArray();
        var dots = Markup.Join(places.Select(place => Markup.Of(
            $"""
                <circle cx="{100 * place.X}%" cy="{100 - (100 * place.Y)}%" r="3.5" style="fill:{color}"><title>{curve.Name}, {place.Point.Setting}:
                {ReportText.Number(place.Point.Psnr, 2)} dB at {ReportText.Number(place.Point.BitsPerSample, 4)} bits</title></circle>
                """)));
        var lines = Markup.Join(places.Zip(places.Skip(1)).Select(pair => Markup.Of(
            $"""
                <line x1="{100 * pair.First.X}%" y1="{100 - (100 * pair.First.Y)}%" x2="{100 * pair.Second.X}%" y2="{100 - (100 * pair.Second.Y)}%"
                style="stroke:{color};stroke-width:1.5"/>
                """)));
        return Markup.Of($"{lines}{dots}");
    }

    private static Markup Formats(CodesReport report)
    {
        if (report.Others.Count == 0)
            return Markup.Of($"<p>No other format was measured: they take gray and RGB pictures of 8 bits.</p>");
        var rows = Markup.Join(report.Others.Select(other => Markup.Of($"""
            <tr><th scope="row">{other.Name}</th><td>{ReportText.Percent(Bjontegaard.Rate(report.Curve, other))}</td></tr>
            """)));
        return Markup.Of($"""
            <table><thead><tr><th scope="col">against</th><th scope="col">BD-rate</th></tr></thead><tbody>{rows}</tbody></table>
            """);
    }

    private static Markup Measured(CodesReport report)
    {
        var rows = Markup.Join(report.Measured.Select(point => Markup.Of($"""
            <tr{(point == report.Chosen ? new Markup(" class=\"best\"") : Markup.None)}><th scope="row">{point.Candidate}</th>
            <td>{ReportText.Count(point.Bytes)}</td><td>{ReportText.Count(point.ModelBytes)}</td><td>{ReportText.Number(point.BitsPerSample, 4)}</td>
            <td>{ReportText.Number(point.Psnr, 2)}</td><td>{ReportText.Number(point.WorstPsnr, 1)}</td></tr>
            """)));
        return Markup.Of($"""
            <table><thead><tr><th scope="col">codes</th><th scope="col">bytes</th><th scope="col">model</th><th scope="col">bits per sample</th>
            <th scope="col">PSNR in dB</th><th scope="col">worst picture</th></tr></thead><tbody>{rows}</tbody></table>
            """);
    }

    private static Markup Worst(CodesReport report) => Markup.Join(report.Worst.Select(worst =>
    {
        var shape = new SampleShape(worst.Original.Channels, worst.Original.Height, worst.Original.Width);
        var thumb = Math.Max(shape.Width, shape.Height) <= 2 * ThumbSide ? shape : ReportPictures.Thumb(shape, 1);
        var (original, likeness) = (Reduced(worst.Original, shape, thumb), Reduced(worst.Likeness, shape, thumb));
        var width = (int)Math.Round((double)ThumbSide * thumb.Width / Math.Max(thumb.Width, thumb.Height));
        return Markup.Of($"""
            <figure style="display:inline-block;margin:0 1rem 1rem 0">
            <img width="{width}" alt="original" src="{ReportPictures.Uri(original, thumb)}" style="image-rendering:pixelated">
            <img width="{width}" alt="what comes back" src="{ReportPictures.Uri(likeness, thumb)}" style="image-rendering:pixelated">
            <img width="{width}" alt="difference" src="{ReportPictures.DifferenceUri(original, likeness, thumb, 0.5)}" style="image-rendering:pixelated">
            <figcaption>picture {worst.Index}</figcaption>
            </figure>
            """);
    }));

    private static float[] Reduced(Raster picture, SampleShape shape, SampleShape to)
    {
        var (plane, values, reduced) = (shape.Width * shape.Height, new float[shape.Size], new float[to.Size]);
        for (var i = 0; i < picture.Samples.Length; i++)
            values[(i % shape.Channels * plane) + (i / shape.Channels)] = picture.Samples[i] / (picture.Levels - 1f);
        ReportPictures.Reduce(values, shape, to, reduced);
        return reduced;
    }
}
