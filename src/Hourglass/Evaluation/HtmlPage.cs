namespace Hourglass.Evaluation;

/// <summary>What all pages have in common: the head, the styles, the footer; nothing on them is loaded from elsewhere.</summary>
internal static class HtmlPage
{
    /// <summary>What a page may load: nothing.</summary>
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>A whole page as HTML.</summary>
    /// <param name="title">What the window is called, before the name of the program.</param>
    /// <param name="body">What it shows, ended by a line break.</param>
    /// <param name="origin">Who wrote what, as the begin of the last line.</param>
    /// <param name="version">The version of the program that writes it.</param>
    /// <param name="isScripted">Whether it has figures to point at.</param>
    /// <param name="script">The script it runs then.</param>
    public static string Draw(Markup title, Markup body, Markup origin, string version, bool isScripted, string script = "report.js")
    {
        var scripts = isScripted
            ? Markup.Of($"""
                <script>
                {Asset(script)}</script>

                """)
            : Markup.None;
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Hourglass {version}">
            <title>{title} · Hourglass</title>
            <style>
            {Asset("report.css")}</style>
            </head>
            <body>
            {body}<footer><p>{origin} by hourglass {version}. This file needs no network and no other file.</p></footer>
            {scripts}</body>
            </html>

            """).Html;
    }

    /// <summary>An embedded style sheet or script.</summary>
    private static Markup Asset(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream($"Hourglass.Evaluation.{name}")!;
        using var reader = new StreamReader(stream);
        return new Markup(reader.ReadToEnd());
    }
}
