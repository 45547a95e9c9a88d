using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Pixels;

/// <summary>
/// Predicts a sample as a weighted sum of known ones; the weights are those that would have predicted the samples around it best, nearer ones
/// counting more. In whole numbers throughout.
/// </summary>
/// <remarks>
/// The recency-weighted least squares of B. Meyer and P. Tischer, "Glicbawls" (2001): products of the features are summed with weights that
/// fall off with the distance in rows and columns, here by recursions along columns and rows; the normal equations are solved by Gauss-Seidel
/// steps that begin at the weights of the sample before.
/// </remarks>
internal sealed class LeastSquares
{
    /// <summary>A weight of one.</summary>
    private const int WeightBits = 16;

    private readonly int _features;
    private readonly int _entries;
    private readonly int _columnShift;
    private readonly int _rowShift;
    private readonly int _sweeps;
    private readonly long[] _seen;
    private int[] _above = [];
    private int[] _right = [];
    private readonly int[] _prior;
    private readonly int[] _left;
    private readonly int[] _current;
    private readonly int[] _sum;
    private readonly int[] _product;
    private readonly long[] _weights;
    private int _width;
    private int _rows;
    private int _pictures;

    /// <summary>A predictor that knows nothing yet.</summary>
    /// <param name="features">Known samples per prediction.</param>
    /// <param name="columnShift">A row further up counts 1 - 2^-<paramref name="columnShift"/> of the next.</param>
    /// <param name="rowShift">The same for columns.</param>
    /// <param name="sweeps">Gauss-Seidel sweeps per sample.</param>
    public LeastSquares(int features, int columnShift, int rowShift, int sweeps)
    {
        (_features, _columnShift, _rowShift, _sweeps) = (features, columnShift, rowShift, sweeps);
        _entries = ((features * (features + 1) / 2) + features + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        _seen = new long[_entries];
        _prior = new int[_entries];
        _left = new int[_entries];
        _current = new int[_entries];
        _sum = new int[_entries];
        _product = new int[_entries];
        _weights = new long[features];
        _weights.AsSpan(0, Math.Min(2, features)).Fill(1 << (WeightBits - 1));
    }

    /// <summary>Begins a picture: what was learned in the pictures before counts like half of the rows that are in reach.</summary>
    public void BeginPicture(int width)
    {
        if (width != _width)
            (_width, _above, _right) = (width, new int[width * _entries], new int[width * _entries]);
        if (_rows > 0)
        {
            for (var i = 0; i < _entries; i++)
            {
                var mean = (int)(_seen[i] / _rows / 2);
                _prior[i] = _pictures == 0 ? mean : _prior[i] + ((mean - _prior[i]) >> 2);
            }

            _pictures++;
        }

        Array.Clear(_seen);
        _rows = 0;
        for (var x = 0; x < width; x++)
            _prior.CopyTo(_above, x * _entries);
    }

    /// <summary>Begins a row: what was learned in the rows above is spread along it.</summary>
    public void BeginRow()
    {
        Array.Clear(_current);
        Array.Clear(_left);
        for (var x = _width - 1; x >= 0; x--)
        {
            var to = _right.AsSpan(x * _entries, _entries);
            _above.AsSpan(x * _entries, _entries).CopyTo(to);
            if (x + 1 < _width)
                Lanes.AddDecayed(to, _right.AsSpan((x + 1) * _entries, _entries), _rowShift);
        }

        var middle = (_width / 2) * _entries;
        for (var i = 0; i < _entries; i++)
            _seen[i] += _above[middle + i];
        _rows++;
    }

    /// <summary>Predicts a sample: sum of weight * feature, in the units of the features.</summary>
    /// <param name="x">The column.</param>
    /// <param name="features">Deviations from a local mean, within +-2^11.</param>
    /// <param name="fractionBits">How many binary places the prediction gets.</param>
    public int Predict(int x, ReadOnlySpan<int> features, int fractionBits)
    {
        Sum(x);
        Solve();
        long sum = 0;
        for (var i = 0; i < _features; i++)
            sum += _weights[i] * features[i];
        return (int)Math.Clamp(sum >> (WeightBits - fractionBits), -(1 << 24), 1 << 24);
    }

    /// <summary>Learns what the sample was.</summary>
    public void Learn(int x, ReadOnlySpan<int> features, int target)
    {
        var at = 0;
        for (var i = 0; i < _features; i++)
        {
            var feature = features[i];
            for (var j = 0; j <= i; j++)
                _product[at++] = (feature * features[j]) << 3;
        }

        for (var i = 0; i < _features; i++)
            _product[at++] = (features[i] * target) << 3;
        Lanes.AddAndDecay(_left, _above.AsSpan(x * _entries, _entries), _rowShift);
        Lanes.DecayAndAdd(_current, _product, _rowShift);
        Lanes.DecayAndAdd(_above.AsSpan(x * _entries, _entries), _product, _columnShift);
    }

    /// <summary>Everything known around column x: rows above on its left and right, and this row on its left.</summary>
    private void Sum(int x) => Lanes.Add(_sum, _right.AsSpan(x * _entries, _entries), _left, _current);

    private void Solve()
    {
        var targets = _features * (_features + 1) / 2;
        for (var sweep = 0; sweep < _sweeps; sweep++)
        {
            var row = 0;
            for (var i = 0; i < _features; row += ++i)
            {
                var diagonal = (long)_sum[row + i];
                var rest = (long)_sum[targets + i] << WeightBits;
                for (var j = 0; j < i; j++)
                    rest -= _sum[row + j] * _weights[j];
                for (int j = i + 1, at = row + i + i + 1; j < _features; at += ++j)
                    rest -= _sum[at] * _weights[j];
                var ridge = (diagonal >> 6) + 64;
                _weights[i] = Math.Clamp((rest + (ridge * _weights[i])) / (diagonal + ridge), -8 << WeightBits, 8 << WeightBits);
            }
        }
    }
}
