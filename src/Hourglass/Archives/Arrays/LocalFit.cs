using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Arrays;

/// <summary>
/// Predicts a value as a weighted sum of known ones; the weights are those that would have predicted the values around it best, nearer ones
/// counting more. In whole numbers throughout.
/// </summary>
/// <remarks>
/// Recency-weighted least squares after B. Meyer and P. Tischer, "Glicbawls" (2001). Products of the features are summed over blocks of four
/// columns; the sums fall off with the distance in rows and blocks, by recursions along both. At the begin of each block the normal equations
/// are solved by Gauss-Seidel steps that begin at the weights of the block before.
/// </remarks>
internal sealed class LocalFit
{
    /// <summary>Features stay within this of zero: sums over the reach of a fit stay within 32 bits.</summary>
    public const int MaxFeature = (1 << 11) - 1;

    private const int BlockColumns = 4;
    private const int WeightBits = 16;
    private const int MaxWeight = 8 << WeightBits;

    private readonly int _features;
    private readonly int _rows;
    private readonly int _entries;
    private readonly int _blocks;
    private readonly int _upShift;
    private readonly int _sideShift;
    private readonly int _sweeps;
    private readonly int[] _starts;
    private readonly int[] _above;
    private readonly int[] _right;
    private readonly int[] _left;
    private readonly int[] _block;
    private readonly int[] _sum;
    private readonly int[] _square;
    private readonly int[] _padded;
    private readonly long[] _weights;

    /// <summary>A fit that knows nothing yet.</summary>
    /// <param name="features">Known values per prediction.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="upShift">A row further up counts 1 - 2^-<paramref name="upShift"/> of the next.</param>
    /// <param name="sideShift">The same for blocks of columns.</param>
    /// <param name="sweeps">Gauss-Seidel sweeps per block.</param>
    public LocalFit(int features, int columns, int upShift, int sideShift, int sweeps)
    {
        (_features, _upShift, _sideShift, _sweeps) = (features, upShift, sideShift, sweeps);
        // Row i holds the products of feature i with features 0 to i, padded; the last row those of the target.
        _rows = features + 1;
        _starts = new int[_rows];
        for (var i = 0; i < _rows; i++)
        {
            _starts[i] = _entries;
            _entries += ((Math.Min(i, features - 1) / Lanes.Count) + 1) * Lanes.Count;
        }

        _blocks = (columns + BlockColumns - 1) / BlockColumns;
        (_above, _right) = (new int[_blocks * _entries], new int[_blocks * _entries]);
        (_left, _block, _sum) = (new int[_entries], new int[_entries], new int[_entries]);
        _square = new int[features * features];
        _padded = new int[(features + Lanes.Count) / Lanes.Count * Lanes.Count];
        _weights = new long[features];
        _weights.AsSpan(0, Math.Min(2, features)).Fill(1 << (WeightBits - 1));
    }

    /// <summary>Begins a row: what was learned in the rows above is spread along it.</summary>
    public void BeginRow()
    {
        Array.Clear(_left);
        for (var block = _blocks - 1; block >= 0; block--)
        {
            var to = _right.AsSpan(block * _entries, _entries);
            _above.AsSpan(block * _entries, _entries).CopyTo(to);
            if (block + 1 < _blocks)
                Lanes.AddDecayed(to, _right.AsSpan((block + 1) * _entries, _entries), _sideShift);
        }
    }

    /// <summary>Predicts the value at column x: the sum of weight * feature, in the units of the features.</summary>
    /// <param name="x">The column; one after the other.</param>
    /// <param name="features">Deviations from a local mean, within <see cref="MaxFeature"/>.</param>
    /// <param name="fractionBits">How many binary places the prediction gets.</param>
    public int Predict(int x, ReadOnlySpan<int> features, int fractionBits)
    {
        if (x % BlockColumns == 0)
            Solve(x / BlockColumns);
        long sum = 0;
        for (var i = 0; i < features.Length; i++)
            sum += _weights[i] * features[i];
        return (int)Math.Clamp(sum >> (WeightBits - fractionBits), -(1 << 26), 1 << 26);
    }

    /// <summary>Learns what the value was.</summary>
    /// <param name="x">The column.</param>
    /// <param name="features">What <see cref="Predict"/> got.</param>
    /// <param name="target">The value as a deviation, within <see cref="MaxFeature"/>.</param>
    /// <param name="last">Whether it is the last of its row.</param>
    public void Learn(int x, ReadOnlySpan<int> features, int target, bool last)
    {
        features.CopyTo(_padded);
        for (var i = 0; i < _rows; i++)
        {
            var sums = _block.AsSpan(_starts[i]..(i + 1 < _rows ? _starts[i + 1] : _entries));
            Lanes.AddProducts(sums, _padded, i < _features ? features[i] : target);
        }

        if (last || x % BlockColumns == BlockColumns - 1)
            EndBlock(x / BlockColumns);
    }

    /// <summary>Adds a block to what is on the left of the next one, and to its column.</summary>
    private void EndBlock(int index)
    {
        var above = _above.AsSpan(index * _entries, _entries);
        Lanes.Add(above, above, _block);
        Lanes.AddAndDecay(_left, above, _sideShift);
        Lanes.Decay(above, _upShift);
        Array.Clear(_block);
    }

    private void Solve(int index)
    {
        Lanes.Add(_sum, _right.AsSpan(index * _entries, _entries), _left);
        for (var i = 0; i < _features; i++)
        {
            var row = _starts[i];
            for (var j = 0; j <= i; j++)
                _square[(i * _features) + j] = _square[(j * _features) + i] = _sum[row + j];
        }

        for (var sweep = 0; sweep < _sweeps; sweep++)
        {
            for (var i = 0; i < _features; i++)
            {
                var row = _square.AsSpan(i * _features, _features);
                var diagonal = (long)row[i];
                var rest = (long)_sum[_starts[_features] + i] << WeightBits;
                for (var j = 0; j < row.Length; j++)
                    rest -= row[j] * _weights[j];
                var ridge = (diagonal >> 7) + 64;
                _weights[i] = Math.Clamp(_weights[i] + (rest / Math.Max(1, diagonal + ridge)), -MaxWeight, MaxWeight);
            }
        }
    }
}
