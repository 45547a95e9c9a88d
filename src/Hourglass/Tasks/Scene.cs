using System.Numerics.Tensors;
using Hourglass.Data.Images;

namespace Hourglass.Tasks;

/// <summary>
/// What a whole picture shows, told cell by cell: how light, how rough and in which direction each cell is at several scales, where it lies, and
/// the same of the picture as a whole and of its parts. From a few hundred photographs a network learns what sky and grass are from this, and not from pixels.
/// </summary>
/// <remarks>
/// The energies of band-pass filters averaged over places, in logarithms, are those of a scattering network's first layer (Bruna and Mallat, 2013, arXiv 1203.1513).
/// <code>
/// lightness [1, H, W] -> stretched to 256 x 256 -> 6 halvings: roughness, direction -> [15 + 2, 32, 32] with their means, spreads and parts -> [97, 32, 32]
/// </code>
/// </remarks>
internal static class Scene
{
    /// <summary>Cells along each side, whatever the proportions of the picture.</summary>
    public const int Cells = 32;

    /// <summary>Values that describe a cell.</summary>
    public const int Channels = Local + Places + (Parts * Local) + 5;

    private const int Side = 256;
    private const int Levels = 6;
    private const int Lights = 4;
    private const int Local = (2 * Levels) - 1 + Lights;
    private const int Places = 2;
    private const int Parts = 5;
    private const float Smallest = 1e-6f;
    private const float Most = 4;

    // The middles and spreads of photographs, to one digit or two: the network is given values around 0 with a spread of about 1.
    private const float Light = 0.46f;
    private const float LightSpread = 0.18f;
    private const float Roughness = -3.5f;
    private const float RoughnessSpread = 0.9f;
    private const float DirectionSpread = 0.6f;
    private const float MeanGain = 1.8f;
    private const float SpreadMiddle = 0.7f;
    private const float SpreadGain = 4;
    private const float PartGain = 1.5f;
    private const float ShareSpread = 0.14f;

    private static readonly (float Share, float Usual)[] Shares = [(0.05f, 0.17f), (0.25f, 0.32f), (0.5f, 0.46f), (0.75f, 0.6f), (0.95f, 0.78f)];

    /// <summary>Describes a picture.</summary>
    /// <param name="light">Its lightness, <c>[1, H, W]</c> in [0, 1].</param>
    /// <returns><c>[Channels, Cells, Cells]</c>, each value in [-4, 4].</returns>
    public static Planes Of(Planes light)
    {
        var picture = Resampler.Stretch(light, Side, Side, white: 1);
        var scene = new Planes(Channels, Cells, Cells);
        var next = Describe(picture, scene);
        Place(scene, ref next);
        Summarize(scene, picture, next);
        TensorPrimitives.Clamp(scene.Values, -Most, Most, scene.Values);
        return scene;
    }

    /// <summary>How light, rough and directed each cell is, at every scale.</summary>
    private static int Describe(Planes picture, Planes scene)
    {
        var next = 0;
        for (var level = 0; level < Levels; level++)
        {
            var smooth = GaussianBlur.Of(picture, 1);
            var (fine, across, down) = (new Planes(1, picture.Height, picture.Width), new Planes(1, picture.Height, picture.Width), new Planes(1, picture.Height, picture.Width));
            for (var y = 0; y < picture.Height; y++)
            {
                ReadOnlySpan<float> above = picture.Row(0, Math.Max(0, y - 1)), here = picture.Row(0, y), below = picture.Row(0, Math.Min(picture.Height - 1, y + 1));
                for (var x = 0; x < here.Length; x++)
                {
                    fine.Row(0, y)[x] = Squared(here[x] - smooth.Row(0, y)[x]);
                    across.Row(0, y)[x] = Squared((here[Math.Min(here.Length - 1, x + 1)] - here[Math.Max(0, x - 1)]) / 2);
                    down.Row(0, y)[x] = Squared((below[x] - above[x]) / 2);
                }
            }

            Put(scene, next++, Energy(fine), energy => ((0.5f * Log(energy)) - Roughness) / RoughnessSpread);
            if (level + 1 < Levels)
            {
                var (energyAcross, energyDown) = (Energy(across), Energy(down));
                for (var i = 0; i < energyAcross.Values.Length; i++)
                    scene.Plane(next)[i] = 0.5f * (Log(energyAcross.Values[i]) - Log(energyDown.Values[i])) / DirectionSpread;
                next++;
            }

            picture = Mean(smooth, smooth.Width / 2);
            if (picture.Width <= Cells)
                Put(scene, next++, OnCells(picture), value => (value - Light) / LightSpread);
        }

        return next;

        static float Squared(float value) => value * value;
        static float Log(float energy) => MathF.Log(energy + Smallest);
    }

    /// <summary>How high a cell lies, and how far from the middle; left and right are alike.</summary>
    private static void Place(Planes scene, ref int next)
    {
        for (var y = 0; y < Cells; y++)
        {
            for (var x = 0; x < Cells; x++)
            {
                scene.Row(next, y)[x] = (((y + 0.5f) / Cells) - 0.5f) / 0.29f;
                scene.Row(next + 1, y)[x] = (Math.Abs(((x + 0.5f) / Cells) - 0.5f) - 0.25f) / 0.14f;
            }
        }

        next += Places;
    }

    /// <summary>Means and spreads of all that is known of the cells, the means of the upper and lower third and of the middle, and shares of the lightness; the same in every cell.</summary>
    private static void Summarize(Planes scene, Planes picture, int next)
    {
        const int Third = Cells / 3;
        for (var channel = 0; channel < Local; channel++)
        {
            var plane = scene.Plane(channel);
            var mean = TensorPrimitives.Average<float>(plane);
            var spread = MathF.Sqrt(Math.Max(0, (TensorPrimitives.SumOfSquares<float>(plane) / plane.Length) - (mean * mean)));
            scene.Plane(next++).Fill(MeanGain * mean);
            scene.Plane(next++).Fill(SpreadGain * (spread - SpreadMiddle));
            scene.Plane(next++).Fill(PartGain * Average(channel, 0, Third, 0, Cells));
            scene.Plane(next++).Fill(PartGain * Average(channel, Cells - Third, Cells, 0, Cells));
            scene.Plane(next++).Fill(PartGain * Average(channel, Third, Cells - Third, Third, Cells - Third));
        }

        float[] sorted = [.. picture.Values.Order()];
        foreach (var (share, usual) in Shares)
            scene.Plane(next++).Fill((sorted[(int)(share * (sorted.Length - 1))] - usual) / ShareSpread);

        float Average(int channel, int top, int bottom, int left, int right)
        {
            var sum = 0f;
            for (var y = top; y < bottom; y++)
                sum += TensorPrimitives.Sum<float>(scene.Row(channel, y)[left..right]);
            return sum / ((bottom - top) * (right - left));
        }
    }

    private static Planes Energy(Planes squares) => OnCells(GaussianBlur.Of(squares, MathF.Sqrt(2)));

    private static Planes OnCells(Planes picture) => picture.Width > Cells ? Mean(picture, Cells) : Enlarged.Part(picture, Cells, Cells, 0, Cells, 0, Cells);

    /// <summary>A square picture with a fraction of its sides, by means of squares.</summary>
    private static Planes Mean(Planes picture, int side)
    {
        var (small, block) = (new Planes(1, side, side), picture.Width / side);
        for (var y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<float> from = picture.Row(0, y);
            var to = small.Row(0, y / block);
            for (var x = 0; x < from.Length; x++)
                to[x / block] += from[x] / (block * block);
        }

        return small;
    }

    private static void Put(Planes scene, int channel, Planes values, Func<float, float> scaled)
    {
        var plane = scene.Plane(channel);
        for (var i = 0; i < plane.Length; i++)
            plane[i] = scaled(values.Values[i]);
    }
}
