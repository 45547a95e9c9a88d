using System.Globalization;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Outliers.Pictures;

namespace Hourglass.Evaluation;

/// <summary>A picture in the gallery.</summary>
/// <param name="Index">Which.</param>
/// <param name="Score">How strange it is.</param>
/// <param name="PValue">The share of normal pictures that are as strange.</param>
/// <param name="Heat">Where, or null.</param>
internal readonly record struct OutlierPicture(int Index, double Score, double PValue, HeatMap? Heat);

/// <summary>The strangest pictures as one self-contained page, with what is strange in them colored.</summary>
internal static class OutlierGalleryPage
{
    private const int Most = 60;
    private const int LongestSide = 320;

    /// <summary>Writes the page.</summary>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public static void Write(string path, DataSet data, IReadOnlyList<OutlierPicture> pictures)
    {
        var range = data.FindRange();
        var version = typeof(OutlierGalleryPage).Assembly.GetName().Version!.ToString(3);
        File.WriteAllText(path, HtmlPage.Draw(
            Markup.Of($"Outliers of {data.Name}"),
            Markup.Of($"""
                <main><section>
                <p class="kicker">Hourglass · what does not belong</p>
                <h1>{data.Name}</h1>
                <p class="lead">The {Math.Min(Most, pictures.Count)} strangest of {ReportText.Count(pictures.Count, "picture")}, the strangest first. p is the share of normal pictures that are as strange{(pictures.Any(picture => picture.Heat is not null) ? "; red is where a picture is unlike normal ones" : "")}.</p>
                <ol class="suspects gallery">
                {Markup.Join(pictures.Take(Most).Select(picture => Card(data, picture, range)))}</ol>
                </section></main>

                """),
            Markup.Of($"Written"), version, isScripted: false));
    }

    private static Markup Card(DataSet data, OutlierPicture picture, (float Low, float High) range)
    {
        var drawn = ReportPictures.Within(data.Shape, LongestSide);
        var (values, reduced) = (new float[data.Shape.Size], new float[drawn.Size]);
        data.Read(picture.Index, values);
        ReportPictures.Reduce(values, data.Shape, drawn, reduced);
        for (var i = 0; i < reduced.Length; i++)
            reduced[i] = (reduced[i] - range.Low) / (range.High - range.Low);
        var shown = picture.Heat is { } heat ? ReportPictures.Uri(Colored(reduced, drawn, data.Shape, heat), drawn with { Channels = 3 }) : ReportPictures.Uri(reduced, drawn);
        return Markup.Of($"""
            <li><img class="pixels" alt="" loading="lazy" src="{shown}"><b>{picture.Score.ToString("0.0", CultureInfo.InvariantCulture)}</b> <small>p {picture.PValue.ToString("0.####", CultureInfo.InvariantCulture)}<br>{data.NameOf(picture.Index)}</small></li>

            """);
    }

    /// <summary>The picture in grey, red where it is strange.</summary>
    private static float[] Colored(float[] picture, SampleShape drawn, SampleShape shape, HeatMap heat)
    {
        var plane = drawn.Height * drawn.Width;
        var colored = new float[3 * plane];
        var (from, to) = (heat.Values.Average(), heat.Values.Max());
        for (var i = 0; i < plane; i++)
        {
            var grey = 0f;
            for (var c = 0; c < drawn.Channels; c++)
                grey += picture[c * plane + i] / drawn.Channels;
            var (x, y) = (i % drawn.Width * shape.Width / drawn.Width, i / drawn.Width * shape.Height / drawn.Height);
            var value = heat.Values[Math.Min((y + heat.Step / 2) / heat.Step, heat.Height - 1) * heat.Width + Math.Min((x + heat.Step / 2) / heat.Step, heat.Width - 1)];
            var strength = Math.Clamp(2 * (value - from) / (to - from + 1e-9f) - 1, 0, 1);
            var shade = 0.25f + 0.6f * grey;
            colored[i] = shade + (0.9f - shade) * strength;
            colored[plane + i] = colored[2 * plane + i] = shade * (1 - strength);
        }

        return colored;
    }
}
