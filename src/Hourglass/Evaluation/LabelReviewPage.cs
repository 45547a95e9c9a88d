using System.Globalization;
using Hourglass.Data;

namespace Hourglass.Evaluation;

/// <summary>A sample on the page of suspects.</summary>
/// <param name="Index">Which sample.</param>
/// <param name="Label">The label in the data.</param>
/// <param name="Suggested">The likeliest other label.</param>
/// <param name="Probability">How likely the label is wrong.</param>
internal readonly record struct LabelReview(int Index, string Label, string Suggested, double Probability);

/// <summary>Suspects as one self-contained page: look at each and decide by a key; a button saves what was decided.</summary>
internal static class LabelReviewPage
{
    /// <summary>The most suspects on the page, the most suspect ones.</summary>
    public const int Most = 1000;

    private const int LongestSide = 112;
    private const int LongestExcerpt = 400;

    /// <summary>Writes the page.</summary>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public static void Write(string path, DataSet data, IReadOnlyList<LabelReview> suspects) =>
        File.WriteAllText(path, Draw(data, suspects, typeof(LabelReviewPage).Assembly.GetName().Version!.ToString(3)));

    /// <summary>The page as HTML.</summary>
    internal static string Draw(DataSet data, IReadOnlyList<LabelReview> suspects, string version)
    {
        var range = data.FindRange();
        var shown = suspects.Take(Most).ToArray();
        var more = shown.Length < suspects.Count ? $" The {ReportText.Count(shown.Length)} most suspect ones are shown; suspects.csv has all." : "";
        return HtmlPage.Draw(
            Markup.Of($"Labels of {data.Name}"),
            Markup.Of($"""
                <main><section id="review" data-name="{data.Name}">
                <p class="kicker">Hourglass · labels to look at</p>
                <h1>{data.Name}</h1>
                <p class="lead">{ReportText.Count(suspects.Count, "label")} of {ReportText.Count(data.Count)} may be wrong, the most suspect first.{more} For each, decide by a key:
                <kbd>y</kbd> take the suggestion, <kbd>n</kbd> keep the label, <kbd>u</kbd> undecided; <kbd>←</kbd> <kbd>→</kbd> move, <kbd>s</kbd> saves. The saved file goes to <code>hourglass mislabels DATA --decisions FILE -o FOLDER</code>.</p>
                <p><button type="button" id="save">Save decisions</button> <span id="state" class="muted" aria-live="polite"></span></p>
                <ol class="suspects">
                {Markup.Join(shown.Select(suspect => Card(data, suspect, range)))}</ol>
                </section></main>

                """),
            Markup.Of($"Written"), version, isScripted: true, script: "review.js");
    }

    private static Markup Card(DataSet data, LabelReview suspect, (float Low, float High) range) => Markup.Of($"""
        <li tabindex="0" data-index="{suspect.Index}" data-name="{data.NameOf(suspect.Index)}" data-label="{suspect.Label}" data-suggested="{suspect.Suggested}">{Picture(data, suspect.Index, range)}<span class="was">{suspect.Label}</span> <span class="arrow">→</span> <b>{suspect.Suggested}</b> <small>{(100 * suspect.Probability).ToString("0.0", CultureInfo.InvariantCulture)} %<br>{data.NameOf(suspect.Index)}</small></li>

        """);

    private static Markup Picture(DataSet data, int index, (float Low, float High) range)
    {
        if (data.TextOf is { } textOf)
            return Markup.Of($"<q>{ReportText.Cut(textOf(index), LongestExcerpt)}</q>");
        if (!ReportPictures.ArePictures(data.Shape))
            return Markup.None;
        var drawn = ReportPictures.Within(data.Shape, LongestSide);
        var (values, reduced) = (new float[data.Shape.Size], new float[drawn.Size]);
        data.Read(index, values);
        ReportPictures.Reduce(values, data.Shape, drawn, reduced);
        for (var i = 0; i < reduced.Length; i++)
            reduced[i] = (reduced[i] - range.Low) / (range.High - range.Low);
        return Markup.Of($"""<img class="pixels" alt="" loading="lazy" src="{ReportPictures.Uri(reduced, drawn)}">""");
    }
}
