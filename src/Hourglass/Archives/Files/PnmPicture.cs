using Hourglass.Archives.Container;

namespace Hourglass.Archives.Files;

/// <summary>PGM and PPM, binary: <c>P5</c> or <c>P6</c>, width, height, the largest sample, then the samples.</summary>
/// <remarks>netpbm: pgm(5), ppm(5).</remarks>
internal static class PnmPicture
{
    /// <summary>Reads a header, or returns null when it is another one.</summary>
    public static PixelFile? Find(ReadOnlySpan<byte> start)
    {
        if (start is not [(byte)'P', (byte)'5' or (byte)'6', ..])
            return null;
        var at = 2;
        if (Number(start, ref at) is not { } width || Number(start, ref at) is not { } height || Number(start, ref at) is not { } most)
            return null;
        if (most is < 1 or > ushort.MaxValue || at >= start.Length || !IsSpace(start[at]))
            return null;
        return new PixelFile(1, width, height, start[1] == '5' ? 1 : 3, most + 1, SampleOrder.Plain, at + 1);
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
