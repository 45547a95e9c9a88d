namespace Hourglass.Data.Images;

/// <summary>The header of a binary PGM or PPM: <c>P5</c> or <c>P6</c>, width, height, the largest sample; the samples follow.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 for grey, 3 for RGB.</param>
/// <param name="Most">The value of white, 1 to 65535; above 255 a sample takes two bytes, the higher first.</param>
/// <param name="Length">Bytes of the header.</param>
/// <remarks>netpbm: pgm(5), ppm(5).</remarks>
internal sealed record PnmHeader(int Width, int Height, int Channels, int Most, int Length)
{
    /// <summary>Reads a header, or returns null when it is another one.</summary>
    public static PnmHeader? Find(ReadOnlySpan<byte> start)
    {
        if (start is not [(byte)'P', (byte)'5' or (byte)'6', ..])
            return null;
        var at = 2;
        if (Number(start, ref at) is not { } width || Number(start, ref at) is not { } height || Number(start, ref at) is not { } most)
            return null;
        if (most is < 1 or > ushort.MaxValue || at >= start.Length || !IsSpace(start[at]))
            return null;
        return new PnmHeader(width, height, start[1] == '5' ? 1 : 3, most, at + 1);
    }

    private static int? Number(ReadOnlySpan<byte> start, ref int at)
    {
        var from = at;
        while (at < start.Length && (IsSpace(start[at]) || start[at] == '#'))
        {
            if (start[at] == '#')
            {
                while (at < start.Length && start[at] is not ((byte)'\n' or (byte)'\r'))
                    at++;
            }
            else
            {
                at++;
            }
        }

        if (at == from)
            return null;
        var value = 0L;
        for (from = at; at < start.Length && start[at] is >= (byte)'0' and <= (byte)'9' && value <= int.MaxValue; at++)
            value = (10 * value) + (start[at] - '0');
        return at > from && value <= int.MaxValue ? (int)value : null;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or >= 9 and <= 13;
}
