using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Pixels;

/// <summary>
/// What smooth surfaces suggest for a sample of one channel: predictions by least squares and by a blend of simple rules, each with a spread;
/// together they say something about every decision in the tree of the value.
/// </summary>
internal sealed class Predictors
{
    /// <summary>How many predictions there are.</summary>
    public const int Count = 4;

    private const int Rules = 6;
    private const int BiasContexts = 1 << 11;

    private readonly int _channel;
    private readonly LeastSquares _near;
    private readonly LeastSquares _far;
    private readonly Spread[] _spreads;
    private readonly Plane?[] _ruleErrors = new Plane?[Rules];
    private readonly int[] _features;
    private readonly int[] _rules = new int[Rules];
    private readonly int[] _bias = new int[BiasContexts];
    private readonly int[] _lows = new int[Count];
    private readonly int[] _highs = new int[Count];
    private readonly int[] _middles = new int[Count];
    private readonly int _scale;
    private int _base;
    private int _at;
    private int _x;
    private int _biasAt;

    public Predictors(int channel, int levels)
    {
        _channel = channel;
        _scale = Math.Max(0, 32 - int.LeadingZeroCount(levels - 1) - 8);
        var cross = channel * 6;
        _features = new int[18 + cross];
        _near = new LeastSquares(10 + cross, 2, 3, 2);
        _far = new LeastSquares(18 + cross, 4, 5, 1);
        _spreads = [.. Enumerable.Range(0, Count).Select(_ => new Spread(levels))];
    }

    /// <summary>Begins a picture; what was learned from those before is kept.</summary>
    public void BeginPicture(int width, int height)
    {
        _near.BeginPicture(width);
        _far.BeginPicture(width);
        foreach (var spread in _spreads)
            spread.BeginPicture(width, height);
        for (var i = 0; i < Rules; i++)
            _ruleErrors[i] = Plane.Fresh(_ruleErrors[i], width, height);
    }

    /// <summary>The spread of a prediction.</summary>
    public Spread this[int index] => _spreads[index];

    public void BeginRow(int y)
    {
        _near.BeginRow();
        _far.BeginRow();
        foreach (var spread in _spreads)
            spread.BeginRow(y);
        foreach (var errors in _ruleErrors)
            errors!.BeginRow(y);
    }

    /// <summary>Predicts the sample at (x, y) of its channel.</summary>
    public void Predict(Plane[] planes, int x, int y)
    {
        var plane = planes[_channel];
        var (p, s) = (plane.Values, plane.Stride);
        _at = plane.At(x, y);
        _x = x;
        Gather(planes, p, _at, s);
        const int bits = Spread.FractionBits;
        // The far predictor takes all features; the near one the first ten and those of other channels.
        var cross = _channel * 6;
        var near = (_base << bits) + (_near.Predict(x, _features.AsSpan(0, 10 + cross), bits) << _scale);
        var far = (_base << bits) + (_far.Predict(x, _features, bits) << _scale);
        var blend = Blend(planes, p, _at, s);
        _spreads[0].Predict(x, y, near);
        _spreads[1].Predict(x, y, far);
        _spreads[2].Predict(x, y, blend);
        var middle = (near + near + far + blend) >> 2;
        _biasAt = BiasContext(p, _at, s, middle >> bits);
        _spreads[3].Predict(x, y, middle + (_bias[_biasAt] >> 8));
        Array.Clear(_lows);
        Array.Fill(_highs, Curve.Certain);
    }

    /// <summary>Adds to a mixer what each prediction says about "the value is at least <paramref name="middle"/>", given what is known of it.</summary>
    public void AddTo(Mixer mixer, int middle)
    {
        for (var i = 0; i < Count; i++)
        {
            _middles[i] = _spreads[i].Below(middle);
            mixer.Add(Curve.Logit(_highs[i] - _middles[i], _middles[i] - _lows[i]));
        }
    }

    /// <summary>Adds to a mixer what each prediction says about "the value is not <paramref name="value"/>".</summary>
    public void AddNot(Mixer mixer, int value)
    {
        for (var i = 0; i < Count; i++)
        {
            var inside = _spreads[i].Below(value + 1) - _spreads[i].Below(value);
            mixer.Add(Curve.Logit(Curve.Certain - inside, inside));
        }
    }

    /// <summary>Keeps the half that the last decision took.</summary>
    public void Take(int bit) => _middles.CopyTo(bit != 0 ? _lows : _highs, 0);

    /// <summary>Learns what the sample was.</summary>
    public void Learn(int value)
    {
        const int bits = Spread.FractionBits;
        _bias[_biasAt] += (((value << bits) - _spreads[3].Prediction + (_bias[_biasAt] >> 8) << 8) - _bias[_biasAt]) >> 6;
        foreach (var spread in _spreads)
            spread.Learn(value);
        for (var i = 0; i < Rules; i++)
            _ruleErrors[i]!.Values[_at] = Math.Abs((value << bits) - _rules[i]);
        var target = (value - _base) >> _scale;
        var cross = _channel * 6;
        _near.Learn(_x, _features.AsSpan(0, 10 + cross), target);
        _far.Learn(_x, _features, target);
    }

    private void Gather(Plane[] planes, int[] p, int i, int s)
    {
        _base = (p[i - 1] + p[i - s] + p[i - s + 1] + p[i - s - 1] + 2) >> 2;
        var f = _features;
        var m = _base;
        (f[0], f[1], f[2], f[3]) = (p[i - 1] - m, p[i - s] - m, p[i - s + 1] - m, p[i - s - 1] - m);
        (f[4], f[5], f[6], f[7]) = (p[i - 2] - m, p[i - s - s] - m, p[i - s - s + 1] - m, p[i - s + 2] - m);
        (f[8], f[9]) = (p[i - s - 2] - m, p[i - s - s - 1] - m);
        var at = 10;
        for (var c = 0; c < _channel; c++)
        {
            var q = planes[c].Values;
            var n = (q[i - 1] + q[i - s] + q[i - s + 1] + q[i - s - 1] + 2) >> 2;
            (f[at], f[at + 1], f[at + 2]) = (q[i] - n, q[i - 1] - n, q[i - s] - n);
            (f[at + 3], f[at + 4], f[at + 5]) = (q[i + 1] - n, q[i - s + 1] - n, q[i + s] - n);
            at += 6;
        }

        (f[at], f[at + 1], f[at + 2], f[at + 3]) = (p[i - 3] - m, p[i - (3 * s)] - m, p[i - s - s + 2] - m, p[i - s - s - 2] - m);
        (f[at + 4], f[at + 5], f[at + 6], f[at + 7]) = (p[i - s + 3] - m, p[i - s - 3] - m, p[i - (3 * s) - 1] - m, p[i - (3 * s) + 1] - m);
        if (_scale > 0)
        {
            for (var k = 0; k < f.Length; k++)
                f[k] >>= _scale;
        }
    }

    /// <summary>An average of simple rules, each weighing the less the more it erred nearby.</summary>
    private int Blend(Plane[] planes, int[] p, int i, int s)
    {
        int w = p[i - 1], n = p[i - s], nw = p[i - s - 1], ne = p[i - s + 1];
        _rules[0] = w;
        _rules[1] = n;
        _rules[2] = w + n - nw;
        _rules[3] = w + ((ne - nw) >> 1);
        _rules[4] = n + ne - p[i - s - s + 1];
        _rules[5] = _channel == 0 ? w + w - p[i - 2]
            : Average(planes[_channel - 1].Values, p, i, s);
        long sum = 0, weights = 0;
        for (var r = 0; r < Rules; r++)
        {
            _rules[r] <<= Spread.FractionBits;
            var e = _ruleErrors[r]!.Values;
            long error = (e[i - 1] + e[i - s] + e[i - s - 1] + e[i - s + 1] + 1) >> _scale;
            var weight = (1L << 40) / ((error * error) + 1);
            sum += weight * _rules[r] >> 8;
            weights += weight >> 8;
        }

        return (int)(sum / Math.Max(weights, 1));
    }

    private static int Average(int[] q, int[] p, int i, int s) =>
        q[i] + ((p[i - 1] + p[i - s] - q[i - 1] - q[i - s]) >> 1);

    private int BiasContext(int[] p, int i, int s, int middle)
    {
        var texture = (p[i - 1] > middle ? 1 : 0) | (p[i - s] > middle ? 2 : 0) | (p[i - s - 1] > middle ? 4 : 0) | (p[i - s + 1] > middle ? 8 : 0)
            | (p[i - 2] > middle ? 16 : 0) | (p[i - s - s] > middle ? 32 : 0);
        return (((_spreads[0].Class / 3 * 64) + texture) * 4) + _channel;
    }
}
