using System.Globalization;
using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Runs.Texts;

/// <summary>The strangest texts as one self-contained page.</summary>
public static class TextOutlierPage
{
    private const int Most = 60;

    /// <summary>Writes the page, which appears whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="version">The version of the program that writes it.</param>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string path, TextOutlierReport report, string version) => AtomicFile.WriteText(path, HtmlPage.Draw(
        Markup.Of($"Outliers of {report.Data}"),
        Markup.Of($"""
            <main><section>
            <p class="kicker">Hourglass · what does not belong</p>
            <h1>{report.Data}</h1>
            <p class="lead">The {Math.Min(Most, report.Texts.Count).ToString(CultureInfo.InvariantCulture)} strangest of {ReportText.Count(report.Texts.Count, "text")}, the strangest first. The score is how little a text has in common with all others, in standard deviations.</p>
            <ol class="suspects">
            {Markup.Join(report.Texts.Take(Most).Select(Card))}</ol>
            </section></main>

            """),
        Markup.Of($"Written"), version, isScripted: false));

    private static Markup Card(RankedText text) => Markup.Of($"""
        <li><q>{text.Start}</q><b>{text.Score.ToString("0.0", CultureInfo.InvariantCulture)}</b> <small>{text.Name}<br>{string.Join(", ", text.About)}</small></li>

        """);
}
