namespace Hourglass.Data.Images;

/// <summary>CIE L*a*b* (1976) of sRGB pictures, white point D65.</summary>
internal static class Lab
{
    /// <summary>One unit of chroma in 8 bits is a 255th of this.</summary>
    public const float Unit = 255;

    private const float Epsilon = 216f / 24389;
    private const float Kappa = 24389f / 27;
    private const float WhiteX = 0.95047f;
    private const float WhiteZ = 1.08883f;
    private const int Halvings = 12;

    /// <summary>L in [0, 100], a and b of an RGB picture, <c>[3, H, W]</c>.</summary>
    public static Planes Of(Planes rgb)
    {
        var lab = new Planes(3, rgb.Height, rgb.Width);
        var n = rgb.Height * rgb.Width;
        for (var i = 0; i < n; i++)
        {
            var (r, g, b) = (Linear(rgb.Values[i]), Linear(rgb.Values[n + i]), Linear(rgb.Values[2 * n + i]));
            var x = Root((0.4124564f * r + 0.3575761f * g + 0.1804375f * b) / WhiteX);
            var y = Root(0.2126729f * r + 0.7151522f * g + 0.0721750f * b);
            var z = Root((0.0193339f * r + 0.1191920f * g + 0.9503041f * b) / WhiteZ);
            (lab.Values[i], lab.Values[n + i], lab.Values[2 * n + i]) = (116 * y - 16, 500 * (x - y), 200 * (y - z));
        }

        return lab;
    }

    /// <summary>The RGB picture in [0, 1] of a picture in Lab; colors out of range are made paler at the same lightness.</summary>
    public static Planes ToRgb(Planes lab)
    {
        var rgb = new Planes(3, lab.Height, lab.Width);
        var n = lab.Height * lab.Width;
        for (var i = 0; i < n; i++)
        {
            var (l, a, b) = (lab.Values[i], lab.Values[n + i], lab.Values[2 * n + i]);
            var (red, green, blue) = Convert(l, a, b);
            if (!IsShown(red, green, blue))
            {
                var (low, high) = (0f, 1f);
                for (var step = 0; step < Halvings; step++)
                {
                    var share = (low + high) / 2;
                    (red, green, blue) = Convert(l, share * a, share * b);
                    (low, high) = IsShown(red, green, blue) ? (share, high) : (low, share);
                }

                (red, green, blue) = Convert(l, low * a, low * b);
            }

            (rgb.Values[i], rgb.Values[n + i], rgb.Values[2 * n + i]) = (Coded(red), Coded(green), Coded(blue));
        }

        return rgb;
    }

    /// <summary>The lightness L of a grey value.</summary>
    public static float LightnessOf(float grey) => 116 * Root(Linear(grey)) - 16;

    /// <summary>The grey value with a lightness.</summary>
    public static float GreyOf(float lightness) => Coded(Cube((lightness + 16) / 116));

    private static (float Red, float Green, float Blue) Convert(float l, float a, float b)
    {
        var fy = (l + 16) / 116;
        var (x, y, z) = (WhiteX * Cube(fy + a / 500), Cube(fy), WhiteZ * Cube(fy - b / 200));
        return (3.2404542f * x - 1.5371385f * y - 0.4985314f * z, -0.9692660f * x + 1.8760108f * y + 0.0415560f * z, 0.0556434f * x - 0.2040259f * y + 1.0572252f * z);
    }

    private static bool IsShown(float red, float green, float blue)
    {
        const float slack = 1e-6f;
        return Math.Min(red, Math.Min(green, blue)) >= -slack && Math.Max(red, Math.Max(green, blue)) <= 1 + slack;
    }

    private static float Linear(float value) => value <= 0.04045f ? value / 12.92f : MathF.Pow((value + 0.055f) / 1.055f, 2.4f);

    private static float Coded(float value) =>
        Math.Clamp(value <= 0.0031308f ? 12.92f * value : 1.055f * MathF.Pow(value, 1 / 2.4f) - 0.055f, 0, 1);

    private static float Root(float value) => value > Epsilon ? MathF.Cbrt(value) : (Kappa * value + 16) / 116;

    private static float Cube(float value) => value * value * value is var cube && cube > Epsilon ? cube : (116 * value - 16) / Kappa;
}
