using System.Numerics;
using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Arrays;

/// <summary>How far a predictor is usually off, by how far it was off nearby: turns its prediction into a distribution.</summary>
internal sealed class FieldSpread
{
    /// <summary>How many classes of unevenness there are: two per octave.</summary>
    public const int Classes = 64;

    private const int MeanBits = 6;

    private readonly FieldGrid _errors;
    private readonly long[] _means = new long[Classes];
    private long _inverse;
    private int _at;

    public FieldSpread(FieldShape shape)
    {
        _errors = new FieldGrid(shape, 2);
        for (var i = 0; i < Classes; i++)
            _means[i] = (((i & 1) + 2L) << (i / 2) << MeanBits) / 20;
    }

    /// <summary>The prediction.</summary>
    public int Prediction { get; private set; }

    /// <summary>How uneven the neighborhood is.</summary>
    public int Class { get; private set; }

    /// <summary>The mean error around, in 1/10 of the unit of the values.</summary>
    public long Near { get; private set; }

    /// <summary>The errors, for their margins.</summary>
    public FieldGrid Errors => _errors;

    /// <summary>Sums up the errors around the value at <paramref name="at"/>, before it is predicted.</summary>
    /// <param name="at">Its place in <see cref="Errors"/>.</param>
    /// <param name="before">The place of the same value in the plane before; negative when there is none.</param>
    public void Look(int at, int before)
    {
        _at = at;
        var (e, s) = (_errors.Values, _errors.Stride);
        var near = (2L * e[at - 1]) + (2L * e[at - s]) + e[at - s - 1] + e[at - s + 1] + e[at - 2] + e[at - s - s];
        near = before >= 0
            ? ((3 * near) >> 2) + (((2L * e[before]) + e[before + 1] + e[before + s]) >> 1)
            : near + (near >> 2);
        Near = near;
        if (near < 2)
        {
            Class = (int)near;
            return;
        }

        var log = BitOperations.Log2((ulong)near);
        Class = Math.Min(Classes - 1, (2 * log) + (int)((near >> (log - 1)) & 1));
    }

    /// <summary>Takes the prediction.</summary>
    public void Predict(int prediction)
    {
        Prediction = prediction;
        // The scale of a logistic curve is its mean error / 1.386; distances are in 1/64 of it.
        _inverse = (long)(64 * 1.386 * (1 << (20 + MeanBits))) / Math.Max(_means[Class], 1 << (MeanBits - 1));
    }

    /// <summary>The cumulative probability below a place, of <see cref="Curve.Certain"/>.</summary>
    public int Below(int place) => Curve.Below((int)Math.Clamp(((place - (long)Prediction) * _inverse) >> 20, -4096, 4096));

    /// <summary>Learns what the value was.</summary>
    public void Learn(int value)
    {
        var error = (int)Math.Min(Math.Abs(value - (long)Prediction), 1 << 28);
        _errors.Values[_at] = error;
        _means[Class] += (((long)error << MeanBits) - _means[Class]) >> 6;
    }
}
