using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Draws masks, <c>[1, H, W]</c>, 1 where a pixel is missing.</summary>
internal static class MissingPixels
{
    private const int LargestSide = 32;
    private const int MostRectangles = 3;

    /// <summary>The name for tables.</summary>
    public static string NameOf(Missing kind) => kind switch
    {
        Missing.Pixels => "half of the pixels",
        Missing.Text => "text",
        Missing.Rectangles => "rectangles",
        _ => "any",
    };

    /// <summary>Draws a mask.</summary>
    public static Planes Draw(Missing kind, int height, int width, Rng rng)
    {
        if (kind == Missing.Any)
            kind = (Missing)(1 + rng.NextInt(3));
        var mask = new Planes(1, height, width);
        switch (kind)
        {
            case Missing.Text:
                Lettering.Write(mask, 1, rng);
                break;
            case Missing.Rectangles:
                for (var i = 1 + rng.NextInt(MostRectangles); i > 0; i--)
                    Rectangle(mask, rng);
                break;
            default:
                for (var i = 0; i < mask.Values.Length; i++)
                    mask.Values[i] = rng.NextSingle() < 0.5f ? 1 : 0;
                break;
        }

        return mask;
    }

    private static void Rectangle(Planes mask, Rng rng)
    {
        var (height, width) = (Side(mask.Height), Side(mask.Width));
        var (top, left) = (rng.NextInt(mask.Height - height + 1), rng.NextInt(mask.Width - width + 1));
        for (var y = top; y < top + height; y++)
            mask.Row(0, y).Slice(left, width).Fill(1);

        int Side(int side) => Math.Clamp(4 + rng.NextInt(LargestSide - 3), 1, Math.Max(1, side / 2));
    }
}
