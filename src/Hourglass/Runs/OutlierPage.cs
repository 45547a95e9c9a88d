using System.Globalization;
using Hourglass.Evaluation;
using Hourglass.Outliers;

namespace Hourglass.Runs;

/// <summary>The strangest rows of a table as one self-contained HTML file: how strange each score finds them, and which columns make them so.</summary>
public static class OutlierPage
{
    private const double DarkestSurprisal = 8;

    /// <summary>The page as HTML.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="table">What the table is called.</param>
    /// <param name="version">The version of the program that writes it.</param>
    public static string Draw(OutlierReport report, string table, string version) => HtmlPage.Draw(
        Markup.Of($"Outliers of {table}"),
        Markup.Of($"""
            <main><section id="outliers">
            <p class="kicker">Hourglass · outliers</p>
            <h1>{table}</h1>
            <p class="lead">{Count(report.Outliers)} of {Count(report.Rows)} rows are outliers at {Rate(report.FalseAlarms)} false alarms. The strangest stand first; the darker a cell, the stranger that score finds the row, in nats.</p>
            {Quality(report)}<div style="overflow-x:auto"><table>
            <thead><tr><th>row</th><th>p-value</th><th>score</th>{Markup.Join(report.Scores.Select(score => Markup.Of($"<th>{score}</th>")))}<th>why</th></tr></thead>
            <tbody>
            {Markup.Join(report.Top.Select(Row))}</tbody></table></div>
            </section></main>

            """),
        Markup.Of($"Written"), version, isScripted: false);

    private static Markup Row(OutlierRow row) => Markup.Of($"""
        <tr><td>{Count(row.Row)}</td><td>{row.PValue.ToString("G2", CultureInfo.InvariantCulture)}</td><td>{Two(row.Score)}</td>{Markup.Join(row.Parts.Select(Part))}<td>{Markup.Join(row.Reasons.Select(Reason))}</td></tr>

        """);

    private static Markup Part(double surprisal)
    {
        var strength = (int)(70 * Math.Clamp(surprisal / DarkestSurprisal, 0, 1));
        return Markup.Of($"""<td style="background:color-mix(in srgb, #c2410c {strength}%, transparent)">{Two(surprisal)}</td>""");
    }

    private static Markup Reason(OutlierReason reason) =>
        Markup.Of($"""<div><b>{reason.Column}</b> is {reason.Value}, expected {reason.Expected} <small>({ReportText.Percent(reason.Share)})</small></div>""");

    private static Markup Quality(OutlierReport report) => report.Quality.Count == 0 ? Markup.None : Markup.Of($"""
        <table><thead><tr><th>by the label</th><th>AUROC</th><th>average precision</th></tr></thead>
        <tbody>{Markup.Join(report.Quality.Select(quality => Markup.Of($"<tr><td>{quality.Score}</td><td>{Three(quality.Auroc)}</td><td>{Three(quality.AveragePrecision)}</td></tr>")))}</tbody></table>

        """);

    private static string Count(long value) => ReportText.Count(value);

    private static string Rate(double share) => (100 * share).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    private static string Two(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static string Three(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
