using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Writes lines of letters over a picture, from a font of five by seven dots.</summary>
internal static class Lettering
{
    private const int Rows = 7;
    private const int Columns = 5;

    // Seven rows of five dots each, the leftmost dot first: A, B, E, H, K, M, N, O, R, S, T, W, X, Z, 2, 5.
    private static readonly string[] Letters =
    [
        "01110100011000111111100011000110001", "11110100011000111110100011000111110", "11111100001000011110100001000011111", "10001100011000111111100011000110001",
        "10001100101010011000101001001010001", "10001110111010110101100011000110001", "10001110011010110011100011000110001", "01110100011000110001100011000101110",
        "11110100011000111110101001001010001", "01111100001000001110000010000111110", "11111001000010000100001000010000100", "10001100011000110101101011101110001",
        "10001100010101000100010101000110001", "11111000010001000100010001000011111", "01110100010000100010001000100011111", "11111100001111000001000011000101110",
    ];

    /// <summary>Writes lines of one size at random places, some space between them.</summary>
    /// <param name="picture">All of its channels get the same value where there is ink.</param>
    /// <param name="value">The value of ink.</param>
    /// <param name="rng">Chooses size, places and letters.</param>
    public static void Write(Planes picture, float value, Rng rng)
    {
        var dot = 1 + rng.NextInt(3);
        var (pitch, line) = ((Columns + 1) * dot, (Rows + 4) * dot + rng.NextInt(4 * Rows * dot));
        for (var top = rng.NextInt(line); top < picture.Height; top += line)
        {
            for (var left = -rng.NextInt(pitch); left < picture.Width; left += pitch)
            {
                if (rng.NextInt(6) > 0)
                    Write(picture, Letters[rng.NextInt(Letters.Length)], top, left, dot, value);
            }
        }
    }

    private static void Write(Planes picture, string letter, int top, int left, int dot, float value)
    {
        for (var y = Math.Max(0, top); y < Math.Min(picture.Height, top + Rows * dot); y++)
        {
            for (var x = Math.Max(0, left); x < Math.Min(picture.Width, left + Columns * dot); x++)
            {
                if (letter[(y - top) / dot * Columns + (x - left) / dot] == '0')
                    continue;
                for (var channel = 0; channel < picture.Channels; channel++)
                    picture.Row(channel, y)[x] = value;
            }
        }
    }
}
