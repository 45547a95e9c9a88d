using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Text.Words;

/// <summary>Vectors of pieces of words, from which the vector of any word is made up, also of one that was never seen.</summary>
/// <remarks>
/// Pieces are runs of 3 to 5 characters of <c>&lt;word&gt;</c> and its first and last character, as in fastText (Bojanowski et al., 2017, arXiv 1607.04606),
/// but their vectors are fitted to word vectors that are known already: the sum of a word's pieces, over the root of their number, is to be the word's
/// vector. Few passes of least squares, one word at a time (Kaczmarz, 1937), stop before rare pieces learn single words by heart.
/// </remarks>
public sealed class PieceVectors
{
    private const ulong Stream = 0x70696563; // "piec"
    private const int Shortest = 2;
    private const int Longest = 5;
    private const int FewestWords = 3;
    private const int Passes = 5;
    private const float Step = 0.3f;

    private readonly Dictionary<string, int> _places;
    private readonly float[] _values;

    /// <summary>Vectors of pieces.</summary>
    /// <param name="pieces">The pieces, no two alike.</param>
    /// <param name="values"><c>[P, n]</c>.</param>
    /// <param name="dimensions">n.</param>
    /// <exception cref="ArgumentException">The values are not as many as that, or a piece is there twice.</exception>
    public PieceVectors(IReadOnlyList<string> pieces, float[] values, int dimensions)
    {
        if (values.Length != (long)pieces.Count * dimensions)
            throw new ArgumentException($"{values.Length} values for {pieces.Count} pieces of {dimensions}.", nameof(values));
        (Pieces, _values, Dimensions) = (pieces, values, dimensions);
        _places = pieces.Select((piece, place) => (piece, place)).ToDictionary(pair => pair.piece, pair => pair.place, StringComparer.Ordinal);
    }

    /// <summary>The pieces.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>The length of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>All vectors, <c>[P, n]</c>.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Writes the vector that a word's pieces give, not scaled to any length.</summary>
    /// <returns>How many of its pieces are known; 0 leaves zeros.</returns>
    public int Compose(string word, Span<float> vector)
    {
        var places = PlacesOf(word);
        Compose(places, vector);
        return places.Length;
    }

    /// <summary>Fits pieces to word vectors.</summary>
    /// <param name="vectors">The word vectors.</param>
    /// <param name="seed">Names the order.</param>
    /// <param name="cancellation">Stops.</param>
    public static PieceVectors Fit(WordVectors vectors, ulong seed, CancellationToken cancellation = default)
    {
        var words = vectors.Vocabulary.Words;
        var pieces = words.SelectMany(word => Cut(word).Distinct()).CountBy(piece => piece).Where(pair => pair.Value >= FewestWords)
            .Select(pair => pair.Key).Order(StringComparer.Ordinal).ToList();
        var fitted = new PieceVectors(pieces, new float[(long)pieces.Count * vectors.Dimensions], vectors.Dimensions);
        var places = words.Select(fitted.PlacesOf).ToArray();
        var error = new float[vectors.Dimensions];
        for (var pass = 0; pass < Passes; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var word in new Rng(seed, Stream + (ulong)pass).Permutation(words.Count))
            {
                if (places[word].Length == 0)
                    continue;
                fitted.Compose(places[word], error);
                TensorPrimitives.Subtract(vectors[word], error, error);
                var rate = Step / MathF.Sqrt(places[word].Length);
                foreach (var place in places[word])
                    TensorPrimitives.MultiplyAdd(error, rate, fitted.At(place), fitted.At(place));
            }
        }

        return fitted;
    }

    private void Compose(int[] places, Span<float> vector)
    {
        vector.Clear();
        foreach (var place in places)
            TensorPrimitives.Add(vector, At(place), vector);
        if (places.Length > 0)
            TensorPrimitives.Divide(vector, MathF.Sqrt(places.Length), vector);
    }

    private Span<float> At(int place) => _values.AsSpan(place * Dimensions, Dimensions);

    private int[] PlacesOf(string word) => [.. Cut(word).Distinct().Select(piece => _places.GetValueOrDefault(piece, -1)).Where(place => place >= 0)];

    private static IEnumerable<string> Cut(string word)
    {
        var marked = $"<{word}>";
        for (var length = Shortest; length <= Longest; length++)
        {
            for (var start = 0; start + length <= marked.Length; start++)
            {
                var isWhole = !char.IsLowSurrogate(marked[start]) && !char.IsHighSurrogate(marked[start + length - 1]);
                if (isWhole && (length > Shortest || start == 0 || start + length == marked.Length))
                    yield return marked.Substring(start, length);
            }
        }
    }
}
