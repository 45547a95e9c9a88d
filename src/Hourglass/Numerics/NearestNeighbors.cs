using System.Numerics;
using System.Numerics.Tensors;

namespace Hourglass.Numerics;

/// <summary>Labels by the vote of the nearest labelled codes (Cover and Hart, 1967): Euclidean distance, exact, nothing to train.</summary>
public static class NearestNeighbors
{
    /// <summary>How many neighbors vote.</summary>
    public const int Voters = 5;

    private const int QueriesAtOnce = 64;
    private const int CodesAtOnce = 512;

    /// <summary>A label for each query: the one that most of its nearest codes have; between labels with as many votes, the one with the nearer code.</summary>
    /// <param name="codes">Labelled codes <c>[M, n]</c>, M at least 1.</param>
    /// <param name="labels">M labels.</param>
    /// <param name="queries">Codes to label, <c>[N, n]</c>.</param>
    /// <param name="codeLength">n.</param>
    /// <param name="neighbors">How many vote, at least 1; all codes, where there are fewer.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or there are no labelled codes.</exception>
    public static int[] Classify(
        ReadOnlySpan<float> codes, ReadOnlySpan<int> labels, ReadOnlySpan<float> queries, int codeLength, int neighbors = Voters,
        CancellationToken cancellation = default)
    {
        if (labels.IsEmpty || codes.Length != (long)labels.Length * codeLength || queries.Length % codeLength != 0)
            throw new ArgumentException($"{codes.Length} and {queries.Length} values of codes of length {codeLength}, {labels.Length} labels: they do not fit.");
        var nearest = Find(codes, queries, codeLength, neighbors, cancellation);
        var voters = Math.Min(neighbors, labels.Length);
        var answers = new int[queries.Length / codeLength];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = Vote(nearest.AsSpan(i * voters, voters), labels);
        return answers;
    }

    /// <summary>The indices of the nearest codes of each query, nearest first, <c>[N, min(neighbors, M)]</c>; of equally near ones the first.</summary>
    internal static int[] Find(
        ReadOnlySpan<float> codes, ReadOnlySpan<float> queries, int codeLength, int neighbors, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(neighbors);
        int count = codes.Length / codeLength, asked = queries.Length / codeLength;
        neighbors = Math.Min(neighbors, count);
        var table = new Table(codes, codeLength);
        var (found, distances) = (new int[asked * neighbors], new float[asked * neighbors]);
        distances.AsSpan().Fill(float.PositiveInfinity);
        for (var first = 0; first < asked; first += QueriesAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var some = Math.Min(QueriesAtOnce, asked - first);
            table.Search(
                queries.Slice(first * codeLength, some * codeLength),
                found.AsSpan(first * neighbors, some * neighbors), distances.AsSpan(first * neighbors, some * neighbors), neighbors);
        }

        return found;
    }

    private static int Vote(ReadOnlySpan<int> nearest, ReadOnlySpan<int> labels)
    {
        var (winner, most) = (labels[nearest[0]], 0);
        for (var i = 0; i < nearest.Length; i++)
        {
            var (label, votes) = (labels[nearest[i]], 0);
            foreach (var other in nearest)
                votes += labels[other] == label ? 1 : 0;
            if (votes > most)
                (winner, most) = (label, votes);
        }

        return winner;
    }

    /// <summary>The labelled codes in blocks <c>[n, B]</c> with the squares of their lengths: <c>|q - c|^2 = |q|^2 + |c|^2 - 2 q c</c>.</summary>
    private sealed class Table
    {
        private readonly int _codeLength;
        private readonly int _count;
        private readonly float[] _center;
        private readonly float[] _squares;
        private readonly float[] _blocks;
        private readonly float[] _turned;
        private readonly float[] _scores = new float[QueriesAtOnce * CodesAtOnce];

        public Table(ReadOnlySpan<float> codes, int codeLength)
        {
            (_codeLength, _count) = (codeLength, codes.Length / codeLength);
            _turned = new float[QueriesAtOnce * codeLength];
            _center = new float[codeLength];
            _squares = new float[_count];
            _blocks = new float[codes.Length];

            // Around their mean the codes are short, and the difference of squares keeps its digits.
            for (var i = 0; i < _count; i++)
                TensorPrimitives.Add(_center, codes.Slice(i * codeLength, codeLength), _center);
            TensorPrimitives.Divide(_center, (float)_count, _center);
            var centered = new float[codes.Length];
            for (var i = 0; i < _count; i++)
            {
                var code = centered.AsSpan(i * codeLength, codeLength);
                TensorPrimitives.Subtract(codes.Slice(i * codeLength, codeLength), _center, code);
                _squares[i] = TensorPrimitives.SumOfSquares<float>(code);
            }

            for (var first = 0; first < _count; first += CodesAtOnce)
            {
                var (start, some) = (first * codeLength, Math.Min(CodesAtOnce, _count - first));
                MatrixProduct.Transpose(
                    centered.AsSpan(start, some * codeLength), _blocks.AsSpan(start, some * codeLength), some, codeLength);
            }
        }

        public void Search(ReadOnlySpan<float> queries, Span<int> found, Span<float> distances, int neighbors)
        {
            var rows = queries.Length / _codeLength;
            var turned = _turned.AsSpan(0, queries.Length);
            for (var i = 0; i < rows; i++)
                TensorPrimitives.Subtract(queries.Slice(i * _codeLength, _codeLength), _center, turned[(i * _codeLength)..]);
            TensorPrimitives.Multiply(turned, -2f, turned);
            for (var first = 0; first < _count; first += CodesAtOnce)
            {
                var some = Math.Min(CodesAtOnce, _count - first);
                var scores = _scores.AsSpan(0, rows * some);
                for (var i = 0; i < rows; i++)
                    _squares.AsSpan(first, some).CopyTo(scores[(i * some)..]);
                MatrixProduct.Add(turned, _blocks.AsSpan(first * _codeLength, some * _codeLength), scores, rows, _codeLength, some);
                for (var i = 0; i < rows; i++)
                    Keep(scores.Slice(i * some, some), first, found.Slice(i * neighbors, neighbors), distances.Slice(i * neighbors, neighbors));
            }
        }

        private static void Keep(ReadOnlySpan<float> scores, int first, Span<int> found, Span<float> distances)
        {
            var at = 0;
            for (; at + Vector<float>.Count <= scores.Length; at += Vector<float>.Count)
            {
                if (!Vector.LessThanAny(new Vector<float>(scores[at..]), new Vector<float>(distances[^1])))
                    continue;
                for (var i = at; i < at + Vector<float>.Count; i++)
                    Insert(scores[i], first + i, found, distances);
            }

            for (; at < scores.Length; at++)
                Insert(scores[at], first + at, found, distances);
        }

        private static void Insert(float distance, int index, Span<int> found, Span<float> distances)
        {
            if (!(distance < distances[^1]))
                return;
            var place = distances.Length - 1;
            for (; place > 0 && distance < distances[place - 1]; place--)
                (distances[place], found[place]) = (distances[place - 1], found[place - 1]);
            (distances[place], found[place]) = (distance, index);
        }
    }
}
