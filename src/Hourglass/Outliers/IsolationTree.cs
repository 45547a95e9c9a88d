using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>One tree of random cuts.</summary>
internal sealed class IsolationTree
{
    private const int MaxDepth = 8;
    private const int NodeLength = 3;
    private const int Tries = 16;

    // Node after node: feature (-1 for a leaf), threshold (for a leaf: expected depth), index of the right child; the left child follows its parent.
    private readonly int[] _features;
    private readonly float[] _values;
    private readonly int[] _right;

    private IsolationTree(int[] features, float[] values, int[] right) => (_features, _values, _right) = (features, values, right);

    /// <summary>Grows a tree on some rows of <c>[N, D]</c>.</summary>
    public static IsolationTree Grow(float[] rows, int width, int[] sample, Rng rng)
    {
        var (features, values, right) = (new List<int>(), new List<float>(), new List<int>());
        Branch(0, sample.Length, 0);
        return new IsolationTree([.. features], [.. values], [.. right]);

        void Branch(int first, int count, int depth)
        {
            var node = features.Count;
            var isCut = TryCut(first, count, depth, out var feature, out var cut);
            features.Add(isCut ? feature : -1);
            values.Add(isCut ? cut : (float)(depth + ExpectedDepth(count)));
            right.Add(0);
            if (!isCut)
                return;
            var middle = first;
            for (var i = first; i < first + count; i++)
            {
                if (rows[sample[i] * width + feature] < cut)
                    (sample[i], sample[middle]) = (sample[middle++], sample[i]);
            }

            Branch(first, middle - first, depth + 1);
            right[node] = features.Count;
            Branch(middle, first + count - middle, depth + 1);
        }

        bool TryCut(int first, int count, int depth, out int feature, out float cut)
        {
            (feature, cut) = (-1, 0);
            for (var attempt = 0; count > 1 && depth < MaxDepth && attempt < Tries; attempt++)
            {
                feature = rng.NextInt(width);
                var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
                for (var i = first; i < first + count; i++)
                {
                    var value = rows[sample[i] * width + feature];
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
                }

                cut = high - (high - low) * rng.NextSingle();
                if (cut > low && cut <= high)
                    return true;
            }

            return false;
        }
    }

    /// <summary>How many cuts set a row apart.</summary>
    public float Depth(ReadOnlySpan<float> row)
    {
        var node = 0;
        while (_features[node] is >= 0 and var feature)
            node = row[feature] < _values[node] ? node + 1 : _right[node];
        return _values[node];
    }

    /// <summary>As an array <c>[nodes, 3]</c>.</summary>
    public WeightTensor ToTensor(string name)
    {
        var values = new float[NodeLength * _features.Length];
        for (var i = 0; i < _features.Length; i++)
            (values[NodeLength * i], values[NodeLength * i + 1], values[NodeLength * i + 2]) = (_features[i], _values[i], _right[i]);
        return new WeightTensor(name, [_features.Length, NodeLength], values);
    }

    /// <summary>Reads what <see cref="ToTensor"/> gave; every path of what is accepted ends in a leaf.</summary>
    /// <exception cref="ModelFormatException">It is no tree over so many features.</exception>
    public static IsolationTree Read(TensorReader tensors, string name, int width)
    {
        var values = tensors.Take(name, null, NodeLength);
        var nodes = values.Length / NodeLength;
        var (features, cuts, right) = (new int[nodes], new float[nodes], new int[nodes]);
        for (var i = 0; i < nodes; i++)
        {
            var (feature, child) = (values[NodeLength * i], values[NodeLength * i + 2]);
            var isLeaf = feature == -1;
            if (!isLeaf && !(feature >= 0 && feature < width && child > i && child < nodes && i + 1 < nodes))
                throw tensors.Wrong(name, $"node {i} cuts feature {feature} and goes on to node {child}", $"a feature below {width} and a later node of {nodes}");
            (features[i], cuts[i], right[i]) = ((int)feature, values[NodeLength * i + 1], (int)child);
        }

        return new IsolationTree(features, cuts, right);
    }

    /// <summary>The mean depth of an unsuccessful search in a tree of so many rows.</summary>
    private static double ExpectedDepth(int rows)
    {
        const double EulerGamma = 0.5772156649015329;
        return rows switch
        {
            <= 1 => 0,
            2 => 1,
            _ => 2 * (Math.Log(rows - 1) + EulerGamma) - 2.0 * (rows - 1) / rows,
        };
    }
}
