using System.Numerics.Tensors;

namespace Hourglass.Text.Words;

/// <summary>Words and their vectors, each of length 1.</summary>
public sealed class WordVectors
{
    private readonly float[] _values;

    /// <summary>Vectors of a vocabulary.</summary>
    /// <param name="vocabulary">The words.</param>
    /// <param name="values"><c>[V, n]</c>; scaled to length 1 in place.</param>
    /// <param name="dimensions">n.</param>
    /// <exception cref="ArgumentException">The values are not as many as that.</exception>
    public WordVectors(Vocabulary vocabulary, float[] values, int dimensions)
    {
        if (values.Length != (long)vocabulary.Words.Count * dimensions)
            throw new ArgumentException($"{values.Length} values for {vocabulary.Words.Count} words of {dimensions}.", nameof(values));
        (Vocabulary, _values, Dimensions) = (vocabulary, values, dimensions);
        for (var i = 0; i < vocabulary.Words.Count; i++)
            Normalize(values.AsSpan(i * dimensions, dimensions));
    }

    /// <summary>The words.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The length of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>All vectors, <c>[V, n]</c>.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The vector of the word at a place of the vocabulary.</summary>
    public ReadOnlySpan<float> this[int place] => _values.AsSpan(place * Dimensions, Dimensions);

    /// <summary>The words with the greatest cosines to a vector.</summary>
    /// <param name="vector">Of any length but 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="without">Places of words that are not wanted.</param>
    public IReadOnlyList<(string Word, float Cosine)> Nearest(ReadOnlySpan<float> vector, int count, params ReadOnlySpan<int> without)
    {
        var unit = vector.ToArray();
        Normalize(unit);
        var best = new PriorityQueue<int, float>();
        for (var i = 0; i < Vocabulary.Words.Count; i++)
        {
            if (without.Contains(i))
                continue;
            best.Enqueue(i, TensorPrimitives.Dot(unit, this[i]));
            if (best.Count > count)
                best.Dequeue();
        }

        var found = new List<(string, float)>();
        while (best.TryDequeue(out var place, out var cosine))
            found.Add((Vocabulary.Words[place], cosine));
        found.Reverse();
        return found;
    }

    /// <summary>What is to <paramref name="c"/> as <paramref name="b"/> is to <paramref name="a"/>: nearest to b - a + c, these three left out.</summary>
    /// <param name="a">A place of the vocabulary.</param>
    /// <param name="b">A place.</param>
    /// <param name="c">A place.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<(string Word, float Cosine)> Analogy(int a, int b, int c, int count)
    {
        var target = new float[Dimensions];
        TensorPrimitives.Subtract(this[b], this[a], target);
        TensorPrimitives.Add(target, this[c], target);
        return Nearest(target, count, a, b, c);
    }

    private static void Normalize(Span<float> vector)
    {
        var length = TensorPrimitives.Norm<float>(vector);
        if (length > 0)
            TensorPrimitives.Divide(vector, length, vector);
    }
}
