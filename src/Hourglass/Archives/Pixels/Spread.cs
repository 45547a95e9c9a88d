using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Pixels;

/// <summary>How far a predictor is usually off, by how far it was off nearby: turns its prediction into a distribution over the values of a sample.</summary>
internal sealed class Spread
{
    /// <summary>Binary places of a prediction.</summary>
    public const int FractionBits = 4;

    private const int Classes = 24;

    /// <summary>64 * 1.386 * 2^20: distances are in 1/64 of the scale, which is the mean error / 1.386 for a logistic curve.</summary>
    private const long InverseScale = 93_012_885;

    private Plane _errors = new(1, 1);
    private readonly int[] _means = new int[Classes];
    private readonly int _levels;
    private readonly int _shift;
    private int _at;
    private int _class;
    private int _prediction;
    private long _inverse;

    public Spread(int levels)
    {
        _levels = levels;
        _shift = Math.Max(0, 32 - int.LeadingZeroCount(levels - 1) - 8);
        for (var i = 0; i < Classes; i++)
            _means[i] = ((1 << 4) << (i / 2)) << _shift;
    }

    /// <summary>What the predictor said, in 1/16 of a level.</summary>
    public int Prediction => _prediction;

    /// <summary>How uneven things are, 0 to 23.</summary>
    public int Class => _class;

    public void BeginPicture(int width, int height) => _errors = Plane.Fresh(_errors, width, height);

    public void BeginRow(int y) => _errors.BeginRow(y);

    /// <summary>Takes a prediction of the sample at (x, y), in 1/16 of a level.</summary>
    public void Predict(int x, int y, int prediction)
    {
        _prediction = Math.Clamp(prediction, 0, (_levels - 1) << FractionBits);
        _at = _errors.At(x, y);
        var (e, s) = (_errors.Values, _errors.Stride);
        var near = ((2 * (e[_at - 1] + e[_at - s])) + e[_at - s - 1] + e[_at - s + 1] + e[_at - 2] + e[_at - s - s]) >> _shift;
        _class = Math.Min(Classes - 1, Octaves.Half(near));
        _inverse = InverseScale / Math.Max(_means[_class], 1 << 2);
    }

    /// <summary>The cumulative probability below a value, of <see cref="Curve.Certain"/>.</summary>
    public int Below(int value) => value <= 0 ? 0
        : value >= _levels ? Curve.Certain
        : Curve.Below((int)Math.Clamp((((value << FractionBits) - (1 << (FractionBits - 1)) - _prediction) * _inverse) >> 16, -4096, 4096));

    /// <summary>Learns what the sample was.</summary>
    public void Learn(int value)
    {
        var error = Math.Abs((value << FractionBits) - _prediction);
        _errors.Values[_at] = error;
        _means[_class] += ((error << 4) - _means[_class]) >> 6;
    }
}
