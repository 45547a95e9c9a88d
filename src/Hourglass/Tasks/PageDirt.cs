using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>What befalls pages: uneven light, stains with a darker rim, folds, and the grain of a scan.</summary>
internal static class PageDirt
{
    private const int MostStains = 3;
    private const int MostFolds = 2;

    /// <summary>A dirty copy of a clean page, in [0, 1].</summary>
    public static Planes Over(Planes clean, Rng rng)
    {
        var (height, width) = (clean.Height, clean.Width);
        var paper = new float[height * width];
        Array.Fill(paper, 1);
        Shade(paper, height, width, rng);
        for (var i = rng.NextInt(MostStains + 1); i > 0; i--)
            Stain(paper, height, width, rng);
        for (var i = rng.NextInt(MostFolds + 1); i > 0; i--)
            Fold(paper, height, width, rng);

        var dirty = new Planes(clean.Channels, height, width);
        var (grain, ink) = (rng.NextSingle(0, 0.06f), rng.NextSingle(0, 0.25f));
        for (var i = 0; i < dirty.Values.Length; i++)
        {
            var value = (ink + (1 - ink) * clean.Values[i]) * paper[i % paper.Length];
            dirty.Values[i] = Math.Clamp(value + grain * rng.NextNormal(), 0, 1);
        }

        return dirty;
    }

    /// <summary>Light that falls off smoothly: a plane and a wave.</summary>
    private static void Shade(float[] paper, int height, int width, Rng rng)
    {
        var (level, down, across) = (rng.NextSingle(0.55f, 1), rng.NextSingle(-0.3f, 0.3f), rng.NextSingle(-0.3f, 0.3f));
        var (depth, phase, turns) = (rng.NextSingle(0, 0.12f), rng.NextSingle(0, MathF.Tau), rng.NextSingle(1, 12));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (v, u) = (y / (float)height - 0.5f, x / (float)width - 0.5f);
                paper[y * width + x] *= Math.Clamp(level + down * v + across * u + depth * MathF.Sin(phase + turns * (u + v)), 0.2f, 1);
            }
        }
    }

    private static void Stain(float[] paper, int height, int width, Rng rng)
    {
        var (y0, x0) = (rng.NextSingle(0, height), rng.NextSingle(0, width));
        var (a, b, angle) = (rng.NextSingle(6, 80), rng.NextSingle(6, 80), rng.NextSingle(0, MathF.PI));
        var (inside, rim) = (rng.NextSingle(0.05f, 0.4f), rng.NextSingle(0, 0.35f));
        var (cos, sin) = (MathF.Cos(angle), MathF.Sin(angle));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (dy, dx) = (y - y0, x - x0);
                var (u, v) = ((dx * cos + dy * sin) / a, (dy * cos - dx * sin) / b);
                var distance = MathF.Sqrt(u * u + v * v);
                if (distance < 1.3f)
                {
                    var edge = (distance - 1) * 8;
                    paper[y * width + x] *= 1 - inside / (1 + MathF.Exp(2 * edge)) - rim * MathF.Exp(-edge * edge);
                }
            }
        }
    }

    /// <summary>A crease: a dark line with a bright one beside it.</summary>
    private static void Fold(float[] paper, int height, int width, Rng rng)
    {
        var (y0, x0, angle) = (rng.NextSingle(0, height), rng.NextSingle(0, width), rng.NextSingle(0, MathF.PI));
        var (spread, depth) = (rng.NextSingle(0.7f, 5), rng.NextSingle(0.05f, 0.35f));
        var (cos, sin) = (MathF.Cos(angle), MathF.Sin(angle));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var distance = ((x - x0) * sin - (y - y0) * cos) / spread;
                paper[y * width + x] *= 1 - depth * MathF.Exp(-distance * distance) + 0.5f * depth * MathF.Exp(-(distance - 2) * (distance - 2));
            }
        }
    }
}
