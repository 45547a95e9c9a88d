using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Tests.Tasks;

/// <summary>Pictures and tasks for tests.</summary>
internal static class DrawnPictures
{
    /// <summary>Every task with settings that differ from the defaults where there are any.</summary>
    public static IReadOnlyList<RestorationTask> EveryTask =>
    [
        new Denoise(),
        new Denoise { Channels = 3, LowSigma = 10, HighSigma = 20, SaltAndPepper = 0.3f, LowJpeg = 10, HighJpeg = 40, Text = true },
        new Pairs { Channels = 1 },
        new Documents(),
        new Colorize(),
        new Edges(),
        new Edges { Channels = 1 },
        new Inpaint(),
        new Inpaint { Channels = 1, Missing = Missing.Text },
        new Upscale(),
        new Upscale { Channels = 1, Times = 3 },
        new Upscale { Times = 4 },
    ];

    /// <summary>A smooth picture with some noise, in [0, 1].</summary>
    public static Planes Of(int channels, int height, int width, ulong seed = 1)
    {
        var (rng, picture) = (new Rng(seed), new Planes(channels, height, width));
        var (u, v) = (rng.NextSingle(0.05f, 0.4f), rng.NextSingle(0.05f, 0.4f));
        for (var channel = 0; channel < channels; channel++)
        {
            for (var y = 0; y < height; y++)
            {
                var row = picture.Row(channel, y);
                for (var x = 0; x < width; x++)
                    row[x] = Math.Clamp(0.5f + 0.35f * MathF.Sin(u * x + v * y + 2 * channel) + 0.05f * rng.NextNormal(), 0, 1);
            }
        }

        return picture;
    }
}
