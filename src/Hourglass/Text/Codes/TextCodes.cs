using System.Numerics.Tensors;
using Hourglass.Text.Words;

namespace Hourglass.Text.Codes;

/// <summary>Codes of texts: narrow vectors of length 1 whose cosines tell how much texts are about the same.</summary>
/// <remarks>
/// <code>
/// text --+-- words, weighted by rarity [T] -- principal directions ------------ length 1 ----------+
///         \- meaning, learned from other text [m] -- principal directions ---------- length s ----+-- length 1 --> code [n]
/// </code>
/// A linear autoencoder of the collection's words (Deerwester et al., 1990) takes one half of the code, and what texts mean the other half; so texts can be alike
/// that share no word. Each half is reduced by itself: reduced together, the few strong directions of the one displace the other.
/// </remarks>
public sealed class TextCodes
{
    /// <summary>What meaning counts beside the words of a text of one word; of longer texts less, by the root of their length: their words tell more.</summary>
    private const double SingleWordShare = 5;

    private const int Steps = 6;

    private readonly TermWeights _weights;
    private readonly float[] _directions;
    private readonly int _wordDirections;
    private readonly ITextMeaning? _meaning;
    private readonly MeaningDirections? _meaningDirections;
    private readonly float _share;

    private TextCodes(TermWeights weights, float[] directions, int wordDirections, ITextMeaning? meaning, MeaningDirections? meaningDirections, float share, int texts)
    {
        (_weights, _directions, _wordDirections, _meaning, _meaningDirections, _share) = (weights, directions, wordDirections, meaning, meaningDirections, share);
        Dimensions = wordDirections + (meaningDirections?.Count ?? 0);
        Codes = new float[texts * Dimensions];
    }

    /// <summary>The length of a code.</summary>
    public int Dimensions { get; }

    /// <summary>The codes of the collection, <c>[N, n]</c>; zeros for a text without a word that says something.</summary>
    public float[] Codes { get; }

    /// <summary>The code of one text of the collection.</summary>
    public ReadOnlySpan<float> this[int index] => Codes.AsSpan(index * Dimensions, Dimensions);

    /// <summary>Learns codes of a collection.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="meaning">Word vectors or a sentence model, or null to go by shared words alone.</param>
    /// <param name="dimensions">The length of a code, at least 2; less where there are fewer words or texts.</param>
    /// <param name="share">How much meaning counts beside the words themselves, the less the longer the texts when null; infinite for meaning alone, in as many values.</param>
    /// <param name="seed">Names all that is random.</param>
    /// <param name="cancellation">Stops.</param>
    public static TextCodes Learn(
        IReadOnlyList<string> texts, ITextMeaning? meaning, int dimensions = 100, double? share = null, ulong seed = 42, CancellationToken cancellation = default)
    {
        var weights = new TermWeights(texts);
        var rows = weights.Rows;
        var meanings = meaning?.MeaningOf(texts, weights.Weigh, cancellation) ?? [];
        var half = meaning is null ? 0 : share is double.PositiveInfinity ? dimensions : dimensions / 2;
        var meant = meaning is null ? null : MeaningDirections.Of(meanings, meaning.Dimensions, half);
        var count = Math.Min(dimensions - half, Math.Min(rows.Terms, texts.Count));
        var inner = Array.Empty<float>();
        var directions = count == 0 ? [] : TopEigen.Find(rows.Terms, Multiply, count, Steps, seed, null, cancellation).Vectors;
        var codes = new TextCodes(weights, directions, count, meaning, meant, (float)(half == dimensions ? 1 : share ?? ShareFor(rows)), texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            var meaningOfText = meaning is null ? [] : meanings.AsSpan(i * meaning.Dimensions, meaning.Dimensions);
            codes.Encode(rows.Rows[i], meaningOfText, codes.Codes.AsSpan(i * codes.Dimensions, codes.Dimensions));
        }

        return codes;

        void Multiply(float[] right, float[] product, int width)
        {
            // words^T words right, without making the square matrix.
            if (inner.Length != texts.Count * width)
                inner = new float[texts.Count * width];
            rows.Multiply(right, width, inner);
            rows.MultiplyTransposed(inner, width, product);
        }
    }

    /// <summary>The code of any text; zeros where it shares no word with the collection and its meaning is not known.</summary>
    public float[] Encode(string text)
    {
        var code = new float[Dimensions];
        Encode(_weights.Row(text), _meaning is null ? [] : _meaning.MeaningOf([text], _weights.Weigh), code);
        return code;
    }

    private void Encode((int Term, float Weight)[] row, ReadOnlySpan<float> meaning, Span<float> code)
    {
        var words = code[.._wordDirections];
        foreach (var (term, weight) in row)
            TensorPrimitives.MultiplyAdd(_directions.AsSpan(term * _wordDirections, _wordDirections), weight, words, words);
        Scale(words, 1);
        if (_meaningDirections is not null)
        {
            _meaningDirections.Place(meaning, code[_wordDirections..]);
            Scale(code[_wordDirections..], _share);
        }

        Scale(code, 1);
    }

    private static double ShareFor(TermRows rows) => SingleWordShare / Math.Sqrt(Math.Max(1, rows.Rows.Average(row => row.Length)));

    private static void Scale(Span<float> vector, float to)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
            TensorPrimitives.Multiply(vector, to / norm, vector);
    }
}
