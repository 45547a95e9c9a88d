namespace Hourglass.Data.Images;

/// <summary>Brings values in [0, 1] to the whole numbers that files hold, pixel after pixel.</summary>
internal static class Quantized
{
    /// <summary>Whether rows are those that a writer waits for.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Check(Planes rows, Planes? alpha, int channels, int width, bool hasAlpha)
    {
        if (rows.Channels != channels || rows.Width != width)
            throw new ArgumentException($"Rows of {rows.Channels}x{rows.Width} do not belong to a picture of {channels}x{width}.", nameof(rows));
        if (alpha is null == hasAlpha || (alpha is not null && (alpha.Channels, alpha.Height, alpha.Width) != (1, rows.Height, width)))
            throw new ArgumentException("Alpha must be there for all rows when the picture has alpha, and not otherwise.", nameof(alpha));
    }

    /// <summary>One row as bytes <c>[width, channels]</c>.</summary>
    public static void Row(Planes rows, Planes? alpha, int y, Span<byte> target)
    {
        var step = rows.Channels + (alpha is null ? 0 : 1);
        for (var channel = 0; channel < step; channel++)
        {
            var values = channel < rows.Channels ? rows.Row(channel, y) : alpha!.Row(0, y);
            for (int x = 0, at = channel; x < values.Length; x++, at += step)
                target[at] = (byte)Whole(values[x], byte.MaxValue);
        }
    }

    /// <summary>One row as words <c>[width, channels]</c>.</summary>
    public static void Row(Planes rows, Planes? alpha, int y, Span<ushort> target)
    {
        var step = rows.Channels + (alpha is null ? 0 : 1);
        for (var channel = 0; channel < step; channel++)
        {
            var values = channel < rows.Channels ? rows.Row(channel, y) : alpha!.Row(0, y);
            for (int x = 0, at = channel; x < values.Length; x++, at += step)
                target[at] = (ushort)Whole(values[x], ushort.MaxValue);
        }
    }

    /// <summary>The nearest whole number in [0, white]; 0 for what is no number.</summary>
    public static int Whole(float value, int white) => value > 0 ? value < 1 ? (int)(value * white + 0.5f) : white : 0;
}
