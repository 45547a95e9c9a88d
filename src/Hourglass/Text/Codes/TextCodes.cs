using System.Numerics.Tensors;
using Hourglass.Text.Words;

namespace Hourglass.Text.Codes;

/// <summary>Codes of texts: narrow vectors of length 1 whose cosines tell how much texts are about the same.</summary>
/// <remarks>
/// <code>
/// text -> words, weighted by rarity [T] --+--> the first n principal directions of both --> code [n]
///          \-> mean word vector, weighted alike [m] --/
/// </code>
/// A linear autoencoder of the collection itself (Deerwester et al., 1990). With word vectors, learned from other text, a text is described twice: by its
/// words, and by what words mean; so texts can be alike that share no word. Stop words weigh nothing and frequent words little, as in
/// Arora, Liang and Ma, 2017, whose removal of the common direction is made as well.
/// </remarks>
public sealed class TextCodes
{
    /// <summary>How much what words mean counts beside the words themselves: more finds reworded sentences better, less finds topics better.</summary>
    public const double MeaningShare = 0.3;

    private const int Steps = 6;

    private readonly TermWeights _weights;
    private readonly float[] _meanings;
    private readonly float[] _common;
    private readonly float[] _directions;
    private readonly float _share;
    private readonly int _meaningLength;

    private TextCodes(TermWeights weights, float[] meanings, int meaningLength, float[] common, float share, float[] directions, int dimensions, float[] codes) =>
        (_weights, _meanings, _meaningLength, _common, _share, _directions, Dimensions, Codes) =
        (weights, meanings, meaningLength, common, share, directions, dimensions, codes);

    /// <summary>The length of a code.</summary>
    public int Dimensions { get; }

    /// <summary>The codes of the collection, <c>[N, n]</c>; zeros for a text without a word that says something.</summary>
    public float[] Codes { get; }

    /// <summary>The code of one text of the collection.</summary>
    public ReadOnlySpan<float> this[int index] => Codes.AsSpan(index * Dimensions, Dimensions);

    /// <summary>Learns codes of a collection.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="words">Word vectors, or null to go by shared words alone.</param>
    /// <param name="dimensions">The length of a code; less where there are fewer words or texts.</param>
    /// <param name="share">How much meaning counts beside the words themselves.</param>
    /// <param name="seed">Names all that is random.</param>
    /// <param name="cancellation">Stops.</param>
    public static TextCodes Learn(
        IReadOnlyList<string> texts, WordModel? words, int dimensions = 100, double share = MeaningShare, ulong seed = 42, CancellationToken cancellation = default)
    {
        var weights = new TermWeights(texts);
        var rows = weights.Rows;
        var length = words?.Vectors.Dimensions ?? 0;
        var meanings = new float[rows.Terms * length];
        for (var i = 0; i < rows.Terms && length > 0; i++)
            words!.Find(weights.Words[i]).CopyTo(meanings.AsSpan(i * length, length));
        var means = new float[texts.Count * length];
        rows.Multiply(meanings, length, means);
        var common = Common(means, length);
        for (var i = 0; i < texts.Count && length > 0; i++)
            Finish(means.AsSpan(i * length, length), common, (float)share);

        var size = rows.Terms + length;
        var count = Math.Min(dimensions, Math.Min(size, texts.Count));
        var inner = Array.Empty<float>();
        var (vectors, _) = size == 0 ? ([], []) : TopEigen.Find(size, Multiply, count, Steps, seed, null, cancellation);
        var codes = new TextCodes(weights, meanings, length, common, (float)share, vectors, count, new float[texts.Count * count]);
        for (var i = 0; i < texts.Count; i++)
            codes.Encode(rows.Rows[i], codes.Codes.AsSpan(i * count, count));
        return codes;

        void Multiply(float[] right, float[] product, int width)
        {
            // (words and meanings)^T (words and meanings) right, without making the square matrix.
            if (inner.Length != texts.Count * width)
                inner = new float[texts.Count * width];
            rows.Multiply(right.AsSpan(0, rows.Terms * width), width, inner);
            if (length > 0)
                Numerics.MatrixProduct.Add(means, right.AsSpan(rows.Terms * width), inner, texts.Count, length, width);
            rows.MultiplyTransposed(inner, width, product.AsSpan(0, rows.Terms * width));
            if (length == 0)
                return;
            var (part, transposed) = (new float[texts.Count * length], new float[length * width]);
            Numerics.MatrixProduct.Transpose(means, part, texts.Count, length);
            Numerics.MatrixProduct.Add(part, inner, transposed, length, texts.Count, width);
            transposed.CopyTo(product.AsSpan(rows.Terms * width));
        }
    }

    /// <summary>The code of any text; zeros where it shares no word with the collection.</summary>
    public float[] Encode(string text)
    {
        var code = new float[Dimensions];
        Encode(_weights.Row(text), code);
        return code;
    }

    private void Encode((int Term, float Weight)[] row, Span<float> code)
    {
        var mean = new float[_meaningLength];
        foreach (var (term, weight) in row)
        {
            TensorPrimitives.MultiplyAdd(_directions.AsSpan(term * Dimensions, Dimensions), weight, code, code);
            TensorPrimitives.MultiplyAdd(_meanings.AsSpan(term * _meaningLength, _meaningLength), weight, mean, mean);
        }

        if (_meaningLength > 0)
            Finish(mean, _common, _share);
        for (var i = 0; i < _meaningLength; i++)
            TensorPrimitives.MultiplyAdd(_directions.AsSpan((_weights.Words.Count + i) * Dimensions, Dimensions), mean[i], code, code);
        Scale(code, 1);
    }

    /// <summary>The mean direction, of length 1, of which no text has more than another for a reason.</summary>
    private static float[] Common(float[] means, int length)
    {
        var common = new float[length];
        for (var i = 0; length > 0 && i < means.Length / length; i++)
            TensorPrimitives.Add(common, means.AsSpan(i * length, length), common);
        Scale(common, 1);
        return common;
    }

    private static void Finish(Span<float> mean, float[] common, float share)
    {
        TensorPrimitives.MultiplyAdd(common, -TensorPrimitives.Dot(mean, common), mean, mean);
        Scale(mean, share);
    }

    private static void Scale(Span<float> vector, float to)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
            TensorPrimitives.Multiply(vector, to / norm, vector);
    }
}
