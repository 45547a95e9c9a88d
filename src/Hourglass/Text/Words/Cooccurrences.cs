using Hourglass.Numerics;

namespace Hourglass.Text.Words;

/// <summary>How often words stand near each other, in one pass over the text.</summary>
/// <remarks>
/// Frequent words are left out at random before neighbors are looked for, so that the window reaches farther (word2vec; "dirty" in Levy,
/// Goldberg and Dagan, 2015). A neighbor at distance d counts (window + 1 - d) / window. Lines are texts of their own.
/// </remarks>
internal sealed class Cooccurrences
{
    private const ulong Stream = 0x636F6F63; // "cooc"

    private readonly Vocabulary _vocabulary;
    private readonly float[] _keep;
    private readonly int[] _window;
    private readonly Rng _random;
    private int _filled;

    private Cooccurrences(Vocabulary vocabulary, long tokens, WordOptions options)
    {
        _vocabulary = vocabulary;
        _window = new int[options.Window];
        _random = new Rng(options.Seed, Stream);
        _keep = [.. vocabulary.Counts.Select(count => options.Subsample > 0 ? (float)Math.Min(1, Math.Sqrt(options.Subsample * tokens / count)) : 1)];
    }

    private PairTable Pairs { get; } = new();

    /// <summary>Counts the pairs in files.</summary>
    /// <exception cref="Data.DataException">A file cannot be read.</exception>
    public static PairTable Count(
        IReadOnlyList<string> paths, bool strict, Vocabulary vocabulary, long tokens, WordOptions options, IProgress<long>? progress, CancellationToken cancellation)
    {
        var counter = new Cooccurrences(vocabulary, tokens, options);
        var read = 0L;
        WordStream.Read(paths, strict, word =>
        {
            counter.Take(word);
            if ((++read & 0xFFFFF) == 0)
                progress?.Report(read);
        }, cancellation);
        return counter.Pairs;
    }

    private void Take(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty)
        {
            _filled = 0;
            return;
        }

        if (!_vocabulary.Lookup.TryGetValue(word, out var place) || (_keep[place] < 1 && _random.NextSingle() >= _keep[place]))
            return;
        var size = _window.Length;
        for (var distance = 1; distance <= Math.Min(size, _filled); distance++)
        {
            var other = _window[(_filled - distance) % size];
            Pairs.Add(Math.Min(place, other), Math.Max(place, other), (size + 1f - distance) / size);
        }

        _window[_filled % size] = place;

        // The count only has to be right modulo the window, and must not overflow on a line of any length.
        _filled = _filled == int.MaxValue / size * size ? size : _filled + 1;
    }
}
