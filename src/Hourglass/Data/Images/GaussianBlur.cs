namespace Hourglass.Data.Images;

/// <summary>Smooths pictures by a Gaussian; at the border the outermost pixels go on.</summary>
internal static class GaussianBlur
{
    private const float Reach = 3;

    /// <summary>A smoothed copy.</summary>
    /// <param name="picture"><c>[C, H, W]</c>.</param>
    /// <param name="sigma">The standard deviation in pixels, above 0.</param>
    public static Planes Of(Planes picture, float sigma)
    {
        var weights = new float[2 * (int)MathF.Ceiling(Reach * sigma) + 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = MathF.Exp(-0.5f * (i - weights.Length / 2) * (i - weights.Length / 2) / (sigma * sigma));
        var sum = weights.Sum();
        for (var i = 0; i < weights.Length; i++)
            weights[i] /= sum;

        var (half, rows) = (weights.Length / 2, new Planes(picture.Channels, picture.Height, picture.Width));
        var smooth = new Planes(picture.Channels, picture.Height, picture.Width);
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            for (var y = 0; y < picture.Height; y++)
            {
                var into = rows.Row(channel, y);
                for (var i = 0; i < weights.Length; i++)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(picture.Row(channel, Math.Clamp(y + i - half, 0, picture.Height - 1)), weights[i], into, into);
            }

            for (var y = 0; y < picture.Height; y++)
            {
                var from = rows.Row(channel, y);
                var into = smooth.Row(channel, y);
                for (var x = 0; x < into.Length; x++)
                {
                    var value = 0f;
                    for (var i = 0; i < weights.Length; i++)
                        value += weights[i] * from[Math.Clamp(x + i - half, 0, into.Length - 1)];
                    into[x] = value;
                }
            }
        }

        return smooth;
    }
}
