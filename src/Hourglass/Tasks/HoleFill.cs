using System.Numerics.Tensors;
using Hourglass.Data.Images;

namespace Hourglass.Tasks;

/// <summary>Fills holes of pictures smoothly from around them; known pixels stay as they are.</summary>
/// <remarks>
/// First by the mean of the known pixels around, weighted by the narrowest Gaussian of five in which they have weight (normalized convolution:
/// Knutsson and Westin, 1993); middle grey where nothing is known within 34 pixels. Then a few sweeps towards the solution of Laplace's equation and of the
/// biharmonic one, with momentum (Polyak, 1964). Where holes are narrow, that is the solution to a hundredth of a dB; where they are wide, it
/// is less, but no pixel depends on one farther than <see cref="Reach"/>, so that tiles give what the whole picture gives.
/// </remarks>
internal static class HoleFill
{
    private const float NarrowestSigma = 0.7f;
    private const int Doublings = 4;
    private const int HarmonicSweeps = 8;
    private const int BiharmonicSweeps = 12;

    // Of all weights of a Gaussian: what known pixels must have for their mean to count.
    private const float LeastKnown = 0.05f;
    private const float Unknown = 0.5f;

    /// <summary>How far from a pixel lies what its value depends on.</summary>
    public static int Reach => GaussianBlur.Reach(NarrowestSigma * (1 << Doublings)) + HarmonicSweeps + 2 * BiharmonicSweeps;

    /// <summary>The picture without holes.</summary>
    /// <param name="picture"><c>[C, H, W]</c>.</param>
    /// <param name="mask"><c>[1, H, W]</c>, above 0 where a pixel is missing.</param>
    public static Planes Of(Planes picture, Planes mask)
    {
        var filled = new Planes(picture.Channels, picture.Height, picture.Width);
        var known = new Planes(picture.Channels + 1, picture.Height, picture.Width);
        var open = mask.Values.Select(value => value > 0).ToArray();
        var missing = open.Select(isOpen => isOpen ? 1f : 0f).ToArray();
        for (var i = 0; i < picture.Values.Length; i++)
            (filled.Values[i], known.Values[i]) = open[i % open.Length] ? (Unknown, 0) : (picture.Values[i], picture.Values[i]);
        if (!open.Contains(true))
            return filled;
        TensorPrimitives.Subtract(1, missing, known.Plane(picture.Channels));
        for (var doubling = 0; doubling <= Doublings && open.Contains(true); doubling++)
            Close(filled, open, GaussianBlur.Of(known, NarrowestSigma * (1 << doubling)), doubling == Doublings ? float.Epsilon : LeastKnown);
        for (var channel = 0; channel < filled.Channels; channel++)
            Smooth(filled.Plane(channel), missing, filled.Width);
        return filled;
    }

    /// <summary>Closes the open pixels in whose neighborhood enough is known.</summary>
    private static void Close(Planes filled, bool[] open, Planes smooth, float least)
    {
        var weights = smooth.Plane(filled.Channels);
        for (var i = 0; i < open.Length; i++)
        {
            if (!open[i] || weights[i] < least)
                continue;
            for (var channel = 0; channel < filled.Channels; channel++)
                filled.Plane(channel)[i] = smooth.Plane(channel)[i] / weights[i];
            open[i] = false;
        }
    }

    private static void Smooth(Span<float> plane, float[] missing, int width)
    {
        var (once, twice, motion) = (new float[plane.Length], new float[plane.Length], new float[plane.Length]);
        for (var sweep = 0; sweep < HarmonicSweeps; sweep++)
        {
            Laplacian(plane, once, width);
            Move(plane, motion, once, missing, momentum: 0.45f, step: 0.25f);
        }

        Array.Clear(motion);
        for (var sweep = 0; sweep < BiharmonicSweeps; sweep++)
        {
            Laplacian(plane, once, width);
            Laplacian(once, twice, width);
            Move(plane, motion, twice, missing, momentum: 0.8f, step: -1 / 36f);
        }
    }

    private static void Move(Span<float> plane, Span<float> motion, Span<float> change, float[] missing, float momentum, float step)
    {
        TensorPrimitives.Multiply(motion, momentum, motion);
        TensorPrimitives.MultiplyAdd(change, step, motion, motion);
        TensorPrimitives.Multiply(motion, missing, motion);
        TensorPrimitives.Add(plane, motion, plane);
    }

    /// <summary>The sum of the four neighbors less four times the pixel; beyond the edge lies what lies on it.</summary>
    private static void Laplacian(ReadOnlySpan<float> plane, Span<float> result, int width)
    {
        var height = plane.Length / width;
        for (var y = 0; y < height; y++)
        {
            var row = plane.Slice(y * width, width);
            var to = result.Slice(y * width, width);
            TensorPrimitives.Add(plane.Slice(Math.Max(y - 1, 0) * width, width), plane.Slice(Math.Min(y + 1, height - 1) * width, width), to);
            TensorPrimitives.MultiplyAdd(row, -4, to, to);
            TensorPrimitives.Add(to[1..], row[..^1], to[1..]);
            TensorPrimitives.Add(to[..^1], row[1..], to[..^1]);
            to[0] += row[0];
            to[^1] += row[^1];
        }
    }
}
