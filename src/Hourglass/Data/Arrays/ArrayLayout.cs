using Hourglass.Numerics;

namespace Hourglass.Data.Arrays;

/// <summary>How the sides of a stored array are samples, channels, rows and columns.</summary>
/// <param name="Count">The number of samples: the first side.</param>
/// <param name="Shape">The shape of one sample.</param>
/// <param name="ChannelsLast">Whether the values of one pixel lie side by side.</param>
internal sealed record ArrayLayout(int Count, SampleShape Shape, bool ChannelsLast)
{
    /// <summary>A last side up to this is channels: grey, grey and alpha, RGB, RGB and alpha.</summary>
    public const int MaxLastChannels = 4;

    /// <summary>
    /// Reads a shape as samples: <c>[N, D]</c> vectors, <c>[N, H, W]</c> grey pictures, <c>[N, H, W, C]</c> with C up to 4, else <c>[N, C, H, W]</c>.
    /// </summary>
    /// <param name="shape">The sides of the array, none negative.</param>
    /// <param name="name">The name of the file or array, for messages.</param>
    /// <exception cref="DataException">The shape is none of these, holds no samples, or its samples are too large.</exception>
    public static ArrayLayout Of(IReadOnlyList<long> shape, string name)
    {
        var text = $"[{string.Join(", ", shape)}]";
        if (shape.Count == 1)
            throw new DataException($"{name} has the shape {text}; reshape it to [1, {shape[0]}] for one sample or [{shape[0]}, 1] for {shape[0]} samples.");
        if (shape.Count is not (2 or 3 or 4))
            throw new DataException($"{name} has the shape {text}; expected [N, D] vectors, [N, H, W] grey pictures, [N, H, W, C] or [N, C, H, W].");
        if (shape[0] == 0)
            throw new DataException($"{name} has the shape {text}: it holds no samples.");
        var size = shape.Skip(1).Aggregate((Int128)1, (product, side) => product * side);
        if (size < 1 || size > SampleShape.MaxSize || shape[0] > int.MaxValue)
            throw new DataException($"{name} has the shape {text}; a sample has 1 to {SampleShape.MaxSize} values, and there are at most {int.MaxValue} samples.");
        var side = shape.Select(side => (int)side).ToArray();
        return side switch
        {
            [var n, var d] => new ArrayLayout(n, SampleShape.Vector(d), false),
            [var n, var h, var w] => new ArrayLayout(n, new SampleShape(1, h, w), false),
            [var n, var h, var w, <= MaxLastChannels and var c] => new ArrayLayout(n, new SampleShape(c, h, w), c > 1),
            _ => new ArrayLayout(side[0], new SampleShape(side[1], side[2], side[3]), false),
        };
    }
}
