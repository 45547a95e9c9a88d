using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary><c>y = Scale x + Shift</c>, per channel: a batch norm with its running statistics, or a normalization of the data.</summary>
/// <param name="Shape">The shape of one sample of x and y.</param>
/// <param name="Scale">One factor per channel.</param>
/// <param name="Shift">One summand per channel.</param>
internal sealed record Affine(SampleShape Shape, double[] Scale, double[] Shift)
{
    /// <summary>The same for every channel.</summary>
    public static Affine Uniform(SampleShape shape, double scale, double shift) =>
        new(shape, [.. Enumerable.Repeat(scale, shape.Channels)], [.. Enumerable.Repeat(shift, shape.Channels)]);

    /// <summary>A batch norm as it acts outside training.</summary>
    public static Affine BatchNorm(SampleShape shape, float[] weight, float[] bias, float[] mean, float[] variance, double epsilon)
    {
        double[] scale = [.. weight.Select((value, c) => value / Math.Sqrt(variance[c] + epsilon))];
        return new Affine(shape, scale, [.. bias.Select((value, c) => value - mean[c] * scale[c])]);
    }

    /// <summary>Whether nothing is added.</summary>
    public bool IsShiftFree => Shift.All(shift => shift == 0);

    /// <summary>Whether every channel is treated alike.</summary>
    public bool IsUniform => Scale.All(scale => scale == Scale[0]) && Shift.All(shift => shift == Shift[0]);

    /// <summary>This one, then <paramref name="next"/>.</summary>
    public Affine Then(Affine next) => new(
        Shape,
        [.. Scale.Select((scale, c) => scale * next.Scale[c])],
        [.. Shift.Select((shift, c) => shift * next.Scale[c] + next.Shift[c])]);

    /// <summary>The same on values that were given another shape; null when values of one channel would need different treatment.</summary>
    public Affine? Reshaped(SampleShape shape)
    {
        if (IsUniform)
            return Uniform(shape, Scale[0], Shift[0]);
        var (from, to) = (Shape.Height * Shape.Width, shape.Height * shape.Width);
        var scale = new double[shape.Channels];
        var shift = new double[shape.Channels];
        for (var i = 0; i < shape.Size; i++)
        {
            var (channel, target) = (i / from, i / to);
            if (i % to == 0)
                (scale[target], shift[target]) = (Scale[channel], Shift[channel]);
            else if (scale[target] != Scale[channel] || shift[target] != Shift[channel])
                return null;
        }

        return new Affine(shape, scale, shift);
    }
}
