using System.Numerics.Tensors;

namespace Hourglass.Data.Images;

/// <summary>Smooths pictures by a Gaussian; at the border the outermost pixels go on.</summary>
internal static class GaussianBlur
{
    private const float Sigmas = 3;

    /// <summary>How far from a pixel it looks, in pixels.</summary>
    public static int Reach(float sigma) => (int)MathF.Ceiling(Sigmas * sigma);

    /// <summary>A smoothed copy.</summary>
    /// <param name="picture"><c>[C, H, W]</c>.</param>
    /// <param name="sigma">The standard deviation in pixels, above 0.</param>
    public static Planes Of(Planes picture, float sigma)
    {
        var weights = Weights(sigma);
        var reach = weights.Length / 2;
        var smooth = new Planes(picture.Channels, picture.Height, picture.Width);
        var row = new float[picture.Width + 2 * reach];
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            for (var y = 0; y < picture.Height; y++)
            {
                // Down the columns first, into the middle of a row that goes on at both ends; then along it.
                var middle = row.AsSpan(reach, picture.Width);
                middle.Clear();
                for (var i = 0; i < weights.Length; i++)
                    TensorPrimitives.MultiplyAdd(picture.Row(channel, Math.Clamp(y + i - reach, 0, picture.Height - 1)), weights[i], middle, middle);
                row.AsSpan(0, reach).Fill(middle[0]);
                row.AsSpan(reach + picture.Width).Fill(middle[^1]);
                var into = smooth.Row(channel, y);
                for (var i = 0; i < weights.Length; i++)
                    TensorPrimitives.MultiplyAdd(row.AsSpan(i, picture.Width), weights[i], into, into);
            }
        }

        return smooth;
    }

    private static float[] Weights(float sigma)
    {
        var reach = Reach(sigma);
        var weights = new float[2 * reach + 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = MathF.Exp(-0.5f * (i - reach) * (i - reach) / (sigma * sigma));
        TensorPrimitives.Divide(weights, TensorPrimitives.Sum(weights), weights);
        return weights;
    }
}
