namespace Hourglass.Archives.Arrays;

/// <summary>The first bytes of all numbers, then the second ones, and so on.</summary>
internal static class BytePlanes
{
    /// <summary>Sorts bytes into planes.</summary>
    public static byte[] Split(ReadOnlySpan<byte> raw, int size)
    {
        var planes = new byte[raw.Length];
        var count = raw.Length / size;
        for (var i = 0; i < raw.Length; i++)
            planes[(i % size * count) + (i / size)] = raw[i];
        return planes;
    }

    /// <summary>Undoes <see cref="Split"/>.</summary>
    public static void Join(ReadOnlySpan<byte> planes, int size, Span<byte> raw)
    {
        var count = raw.Length / size;
        for (var i = 0; i < raw.Length; i++)
            raw[i] = planes[(i % size * count) + (i / size)];
    }
}
