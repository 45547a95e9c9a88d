using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Training.Tests;

/// <summary>A folder of small pictures to learn restoring from, and a network small enough for tests.</summary>
internal static class DrawnPhotographs
{
    public const int Width = 96;
    public const int Height = 72;

    /// <summary>Writes pictures of stripes.</summary>
    public static void Write(string folder, int count, int channels = 1)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < count; i++)
            File.WriteAllBytes(Path.Combine(folder, $"{i:D2}.png"), Png.Encode(Width, Height, channels, Pixels((ulong)i, channels)));
    }

    /// <summary>A U-Net of two levels with a handful of channels, as JSON.</summary>
    public static string Network(RestorationTask task, int side) => ResidualRestorer.Build(
        new SampleShape(task.InputChannels, side / task.Scale, side / task.Scale), task.OutputChannels, task.Scale, [6, 8], [1, 1]).ToJson();

    private static byte[] Pixels(ulong seed, int channels)
    {
        var (rng, pixels) = (new Rng(seed), new byte[Width * Height * channels]);
        var (u, v) = (rng.NextSingle(0.1f, 0.5f), rng.NextSingle(0.1f, 0.5f));
        for (var i = 0; i < pixels.Length; i++)
        {
            var (place, channel) = (i / channels, i % channels);
            pixels[i] = (byte)(128 + 110 * MathF.Sin(u * (place % Width) + v * (place / Width) + channel));
        }

        return pixels;
    }
}
