using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Arrays;

/// <summary>How far a predictor is usually off, by how far it was off nearby: turns its prediction into a distribution.</summary>
internal sealed class FieldSpread
{
    /// <summary>How many classes of unevenness there are: two per octave.</summary>
    public const int Classes = 64;

    private const int MeanBits = 6;

    private readonly long[] _means = new long[Classes];
    private long _inverse;

    public FieldSpread()
    {
        for (var i = 0; i < Classes; i++)
            _means[i] = (((i & 1) + 2L) << (i / 2) << MeanBits) / 20;
    }

    /// <summary>The prediction.</summary>
    public int Prediction { get; private set; }

    /// <summary>How uneven the neighborhood is.</summary>
    public int Class { get; private set; }

    /// <summary>Takes the prediction.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="near">The errors around, from <see cref="FieldErrors.Near"/>.</param>
    public void Predict(int prediction, int near)
    {
        Prediction = prediction;
        Class = ClassOf(near);
        // The scale of a logistic curve is its mean error / 1.386; distances are in 1/64 of it.
        _inverse = (long)(64 * 1.386 * (1 << (20 + MeanBits))) / Math.Max(_means[Class], 1 << (MeanBits - 1));
    }

    /// <summary>How uneven a neighborhood with some errors is.</summary>
    public static int ClassOf(int near) => near < 2 ? near : Math.Min(Classes - 1, Octaves.Half(near));

    /// <summary>The cumulative probability below a place, of <see cref="Curve.Certain"/>.</summary>
    public int Below(int place) => Curve.Below((int)Math.Clamp(((place - (long)Prediction) * _inverse) >> 20, -4096, 4096));

    /// <summary>Learns how far it was off.</summary>
    public void Learn(int error) => _means[Class] += (((long)error << MeanBits) - _means[Class]) >> 6;
}
