using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Arrays;

/// <summary>
/// Predicts the values of a field from those known around them, in whole numbers: by least squares over a near and a wider neighborhood, in the
/// plane, the planes before and the stack before, and by blends of simple rules.
/// </summary>
internal sealed class FieldPredictors
{
    /// <summary>How many predictions there are; the last is the blend of the others.</summary>
    public const int Count = 5;

    private const int Rules = 8;
    private const int FractionBits = 4;

    /// <summary>With fewer planes, the one before the last is rarely there.</summary>
    private const int MinSteps = 8;

    private const int BiasContexts = FieldSpread.Classes * 64;
    private const int BiasStep = 1 << 20;

    private readonly FieldShape _shape;
    private readonly int _shift;
    private readonly FieldGrid _values;
    private readonly LocalFit _near;
    private readonly LocalFit _far;
    private readonly int _nearCount;
    private readonly int _farCount;
    private readonly FieldSpread[] _spreads;
    private readonly FieldErrors _errors;
    private readonly int[] _nearFeatures = new int[64];
    private readonly int[] _farFeatures = new int[64];
    private readonly int[] _rules = new int[Rules];
    private readonly int[] _guesses = new int[Count];
    private readonly int[] _bias = new int[BiasContexts];
    private readonly int[] _lows = new int[Count];
    private readonly int[] _highs = new int[Count];
    private readonly int[] _middles = new int[Count];
    private readonly bool _hasBefore;
    private readonly bool _hasSecond;
    private readonly bool _hasStack;
    private int _plane;
    private int _rowAt;
    private int _beforeAt;
    private int _secondAt;
    private int _stackAt;
    private int _x;
    private int _mean;
    private int _biasAt;

    /// <summary>Predictors that know nothing yet.</summary>
    /// <param name="shape">The field.</param>
    /// <param name="shift">Differences of neighbors, divided by 2^shift, mostly stay within 2^10.</param>
    public FieldPredictors(FieldShape shape, int shift)
    {
        (_shape, _shift) = (shape, shift);
        _hasBefore = shape.Planes > 1;
        _hasSecond = shape.Planes >= MinSteps;
        _hasStack = shape.Stacks > 1;
        _values = new FieldGrid(shape, _hasStack ? shape.Planes + 1 : 3);
        _nearCount = 8 + (_hasBefore ? 7 : 0) + (_hasStack ? 3 : 0);
        _farCount = 16 + (_hasBefore ? 9 : 0) + (_hasSecond ? 4 : 0) + (_hasStack ? 5 : 0);
        _near = new LocalFit(_nearCount, shape.Columns, 2, 1, 2);
        _far = new LocalFit(_farCount, shape.Columns, 4, 3, 2);
        _spreads = [.. Enumerable.Range(0, Count).Select(_ => new FieldSpread())];
        _errors = new FieldErrors(shape);
    }

    /// <summary>The known values.</summary>
    public FieldGrid Values => _values;

    /// <summary>A prediction and its spread.</summary>
    public FieldSpread this[int index] => _spreads[index];

    /// <summary>Where the value is that is predicted.</summary>
    public int At => _rowAt + _x;

    /// <summary>Where the same value of the plane before is; negative when there is none.</summary>
    public int Before => _beforeAt < 0 ? -1 : _beforeAt + _x;

    /// <summary>Begins a plane.</summary>
    public void BeginPlane(int plane)
    {
        _plane = plane;
        var inStack = plane % _shape.Planes;
        var guess = inStack > 0 ? _values.Values[_values.At(plane - 1, 0)]
            : plane > 0 && _hasStack ? _values.Values[_values.At(plane - _shape.Planes, 0)] : 0;
        _values.BeginPlane(plane, guess);
        _errors.BeginPlane(inStack > 0);
    }

    /// <summary>Begins a row.</summary>
    public void BeginRow(int y)
    {
        var inStack = _plane % _shape.Planes;
        _values.BeginRow(_plane, y);
        _rowAt = _values.At(_plane, y);
        _beforeAt = inStack > 0 ? _values.At(_plane - 1, y) : -1;
        _secondAt = inStack > 1 ? _values.At(_plane - 2, y) : _beforeAt;
        _stackAt = _hasStack && _plane >= _shape.Planes ? _values.At(_plane - _shape.Planes, y) : -1;
        _near.BeginRow();
        _far.BeginRow();
        _errors.BeginRow(y);
    }

    /// <summary>Ends a row.</summary>
    public void EndRow(int y)
    {
        _values.EndRow(_plane, y);
        _errors.EndRow(y, _shape.Rows);
    }

    /// <summary>Predicts the value at column x.</summary>
    /// <returns>The best guess.</returns>
    public int Predict(int x)
    {
        _x = x;
        _errors.Look();
        Gather(_rowAt + x);
        Suggest(0, _mean + Scale(_near.Predict(x, _nearFeatures.AsSpan(0, _nearCount), FractionBits)));
        Suggest(1, _mean + Scale(_far.Predict(x, _farFeatures.AsSpan(0, _farCount), FractionBits)));
        ApplyRules(_rowAt + x);
        Suggest(2, Blend(_rules, 0, 0, 5));
        Suggest(3, _beforeAt < 0 ? _guesses[2] : Blend(_rules, 0, 5, Rules));
        var middle = Blend(_guesses, Rules, 0, Count - 1);
        _biasAt = BiasContext(middle);
        Suggest(4, middle + (long)(_bias[_biasAt] >> 4));
        Array.Clear(_lows);
        Array.Fill(_highs, Curve.Certain);
        return _guesses[4];
    }

    /// <summary>Adds to a mixer what each prediction says about "the value is above (or below) <paramref name="place"/>", given what is known of it.</summary>
    public void AddTo(Mixer mixer, int place, bool above)
    {
        for (var i = 0; i < Count; i++)
        {
            _middles[i] = _spreads[i].Below(place);
            var logit = Curve.Logit(_highs[i] - _middles[i], _middles[i] - _lows[i]);
            mixer.Add(above ? logit : -logit);
        }
    }

    /// <summary>Adds to a mixer what each prediction says about "the value lies outside of two places".</summary>
    public void AddOutside(Mixer mixer, int low, int high)
    {
        for (var i = 0; i < Count; i++)
        {
            var inside = _spreads[i].Below(high) - _spreads[i].Below(low);
            mixer.Add(Curve.Logit(Curve.Certain - inside, inside));
        }
    }

    /// <summary>Keeps the half that the last decision of <see cref="AddTo"/> took.</summary>
    public void Take(int bit) => _middles.CopyTo(bit != 0 ? _lows : _highs, 0);

    /// <summary>Keeps what lies above or below two places.</summary>
    public void TakeSide(int place, bool above)
    {
        for (var i = 0; i < Count; i++)
            (above ? ref _lows[i] : ref _highs[i]) = _spreads[i].Below(place);
    }

    /// <summary>Learns what the value was.</summary>
    public void Learn(int value)
    {
        _values.Values[_rowAt + _x] = value;
        _bias[_biasAt] += (int)Math.Clamp((((value - (long)_guesses[4]) << 4) + 32) >> 6, -BiasStep, BiasStep);
        var here = _errors.Here;
        for (var i = 0; i < Rules; i++)
            here[i] = Error(value, _rules[i]);
        for (var i = 0; i < Count; i++)
        {
            here[Rules + i] = Error(value, _guesses[i]);
            _spreads[i].Learn(here[Rules + i]);
        }

        var target = Feature(value);
        _near.Learn(_x, _nearFeatures.AsSpan(0, _nearCount), target, _x == _shape.Columns - 1);
        _far.Learn(_x, _farFeatures.AsSpan(0, _farCount), target, _x == _shape.Columns - 1);
    }

    /// <summary>Makes the value known as what is above the rest of the first row.</summary>
    public void SpreadFirstRow(int value)
    {
        _values.Spread(_rowAt + _x, value);
        _errors.SpreadFirstRow();
    }

    private static int Error(int value, int guess) => (int)Math.Min(Math.Abs(value - (long)guess), FieldErrors.Most);

    private void Suggest(int index, long guess)
    {
        _guesses[index] = Limit(guess);
        _spreads[index].Predict(_guesses[index], _errors.Near[Rules + index]);
    }

    private static int Limit(long value) => (int)Math.Clamp(value, -(1L << 28), 1L << 28);

    private long Scale(int prediction) => _shift >= FractionBits ? (long)prediction << (_shift - FractionBits) : (long)prediction >> (FractionBits - _shift);

    private int Feature(long value) => (int)Math.Clamp((value - _mean) >> _shift, -LocalFit.MaxFeature, LocalFit.MaxFeature);

    private void Gather(int i)
    {
        var (v, s) = (_values.Values, _values.Stride);
        _mean = (int)(((long)v[i - 1] + v[i - s] + v[i - s + 1] + v[i - s - 1] + 2) >> 2);
        var f = _farFeatures;
        (f[0], f[1], f[2], f[3]) = (Feature(v[i - 1]), Feature(v[i - s]), Feature(v[i - s + 1]), Feature(v[i - s - 1]));
        (f[4], f[5], f[6], f[7]) = (Feature(v[i - 2]), Feature(v[i - s - s]), Feature(v[i - s - s + 1]), Feature(v[i - s + 2]));
        f.AsSpan(0, 8).CopyTo(_nearFeatures);
        (f[8], f[9], f[10], f[11]) = (Feature(v[i - s - 2]), Feature(v[i - s - s - 1]), Feature(v[i - 3]), Feature(v[i - (3 * s)]));
        (f[12], f[13], f[14], f[15]) = (Feature(v[i - s - s + 2]), Feature(v[i - s - s - 2]), Feature(v[i - s + 3]), Feature(v[i - s - 3]));
        var (near, far) = (8, 16);
        if (_hasBefore)
        {
            Other(_beforeAt, _nearFeatures, ref near, 7);
            Other(_beforeAt, f, ref far, 9);
        }

        if (_hasSecond)
            Other(_secondAt, f, ref far, 4);

        if (_hasStack)
        {
            Other(_stackAt, _nearFeatures, ref near, 3);
            Other(_stackAt, f, ref far, 5);
        }
    }

    /// <summary>What another plane has at the same place and around it, less its mean there; zeros without such a plane.</summary>
    private void Other(int row, int[] features, ref int count, int wanted)
    {
        if (row < 0)
        {
            features.AsSpan(count, wanted).Clear();
            count += wanted;
            return;
        }

        var (v, s, j) = (_values.Values, _values.Stride, row + _x);
        var mean = ((long)v[j - 1] + v[j - s] + v[j - s + 1] + v[j - s - 1] + 2) >> 2;
        ReadOnlySpan<int> places = [j, j + 1, j + s, j - 1, j - s, j - s + 1, j + s + 1, j + s - 1, j + 2];
        for (var k = 0; k < wanted; k++)
            features[count++] = (int)Math.Clamp((v[places[k]] - mean) >> _shift, -LocalFit.MaxFeature, LocalFit.MaxFeature);
    }

    private void ApplyRules(int i)
    {
        var (v, s) = (_values.Values, _values.Stride);
        long w = v[i - 1], n = v[i - s], nw = v[i - s - 1], ne = v[i - s + 1];
        _rules[0] = Limit(w);
        _rules[1] = Limit(n);
        _rules[2] = Limit(w + n - nw);
        _rules[3] = Limit(w + ((ne - nw) >> 1));
        _rules[4] = Limit(w + w - v[i - 2]);
        if (_beforeAt < 0)
            return;
        var j = _beforeAt + _x;
        long p = v[j], plane = p + w - v[j - 1], row = p + n - v[j - s];
        _rules[5] = Limit(p);
        _rules[6] = Limit((plane + row) >> 1);
        _rules[7] = Limit(plane + n - v[j - s] - nw + v[j - s - 1]);
    }

    /// <summary>An average of guesses, each weighing the less the more it erred nearby.</summary>
    private int Blend(int[] guesses, int lane, int first, int end)
    {
        long sum = 0, weights = 0, smallest = long.MaxValue;
        for (var r = first; r < end; r++)
            smallest = Math.Min(smallest, _errors.Near[lane + r]);
        var origin = guesses[first];
        for (var r = first; r < end; r++)
        {
            // (smallest / error)^4 in 1/4096.
            var ratio = ((smallest + 2) << 12) / (_errors.Near[lane + r] + 2);
            var weight = (ratio * ratio) >> 12;
            weight = ((weight * weight) >> 12) + 1;
            sum += weight * (guesses[r] - (long)origin);
            weights += weight;
        }

        return Limit(origin + (sum / weights));
    }

    private int BiasContext(int middle)
    {
        var (v, s, i) = (_values.Values, _values.Stride, _rowAt + _x);
        var texture = (v[i - 1] > middle ? 1 : 0) | (v[i - s] > middle ? 2 : 0) | (v[i - s - 1] > middle ? 4 : 0) | (v[i - s + 1] > middle ? 8 : 0)
            | (v[i - 2] > middle ? 16 : 0) | (v[i - s - s] > middle ? 32 : 0);
        return (FieldSpread.ClassOf(_errors.Near[Rules + 4]) * 64) + texture;
    }
}
