using Hourglass.Numerics;
using Hourglass.Text.Reading;
using Hourglass.Text.Words;

namespace Hourglass.Evaluation.Words;

/// <summary>The most frequent words of a vocabulary, laid out so that words used alike lie together, as one self-contained HTML file.</summary>
public static class WordMapPage
{
    private const int Side = 1200;

    /// <summary>Lays out and writes the page, which appears whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="name">What the vectors are called.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="count">How many words; time grows with its square.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>How many words are on it: those that say something.</returns>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static int Write(string path, string name, WordVectors vectors, int count, CancellationToken cancellation = default)
    {
        var words = vectors.Vocabulary.Words;
        var stop = StopWords.For(words.Take(count));
        var frequent = words.Take(1000).ToHashSet(StringComparer.Ordinal);
        stop = stop.Count > 0 ? stop : StopWords.For(frequent.Take(100));
        var places = Enumerable.Range(0, words.Count).Where(i => words[i].Length > 1 && !stop.Contains(words[i]) && !char.IsDigit(words[i][0])).Take(count).ToArray();
        var values = new float[places.Length * vectors.Dimensions];
        for (var i = 0; i < places.Length; i++)
            vectors[places[i]].CopyTo(values.AsSpan(i * vectors.Dimensions));
        var map = LatentMap.Arrange(values, vectors.Dimensions, places, cancellation);
        AtomicFile.WriteText(path, Draw(name, vectors, map));
        return places.Length;
    }

    private static string Draw(string name, WordVectors vectors, LatentMap map)
    {
        var texts = Markup.Join(map.Indices.Select((place, i) => Markup.Of(
            $"""<text x="{map.X[i] * Side}" y="{(1 - map.Y[i]) * Side}">{vectors.Vocabulary.Words[place]}</text>""")));
        return HtmlPage.Draw(
            Markup.Of($"Map of the words of {name}"),
            Markup.Of($"""
                <main><section id="map">
                <p class="kicker">Hourglass · map of words</p>
                <h1>{name}</h1>
                <p class="lead">The {ReportText.Count(map.Indices.Length)} most frequent words, laid out by t-SNE so that words used alike lie together. Distances between far groups mean little.</p>
                <svg viewBox="-40 -20 {Side + 80} {Side + 40}" role="img" aria-label="Map of words" style="font:11px sans-serif;text-anchor:middle;fill:currentColor;width:100%">{texts}</svg>
                </section></main>

                """),
            Markup.Of($"Written"), typeof(WordMapPage).Assembly.GetName().Version!.ToString(3), isScripted: false);
    }
}
