using System.Globalization;

namespace Hourglass.Archives.Arrays;

/// <summary>Reads what <see cref="VarintWriter"/> wrote, trusting nothing.</summary>
internal sealed class VarintReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    /// <summary>Reads a number.</summary>
    /// <exception cref="ArchiveFormatException">It is larger than <paramref name="most"/>, or cut off.</exception>
    public ulong Unsigned(string field, ulong most)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= bytes.Length)
                throw Broken(field, "cut off", "a number");
            var next = bytes.Span[_at++];
            value |= (ulong)(next & 127) << shift;
            if (next >= 128)
                continue;
            return value <= most && (shift < 63 || next <= 1) ? value : throw Broken(field, value.ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"at most {most}"));
        }

        throw Broken(field, "longer than 64 bits", FormattableString.Invariant($"at most {most}"));
    }

    /// <summary>Reads a number of either sign.</summary>
    /// <exception cref="ArchiveFormatException">It is further from zero than <paramref name="most"/>, or cut off.</exception>
    public long Signed(string field, long most)
    {
        var folded = Unsigned(field, ulong.MaxValue);
        var value = (long)(folded >> 1) ^ -(long)(folded & 1);
        return value <= most && value >= -most ? value : throw Broken(field, value.ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"within {most} of zero"));
    }

    /// <summary>Reads how many things of one byte or more follow: at least one, and no more than there is room for.</summary>
    /// <exception cref="ArchiveFormatException">They cannot follow.</exception>
    public int Count(string field, int most)
    {
        var count = Unsigned(field, (ulong)most);
        return count >= 1 && count <= (ulong)(bytes.Length - _at) ? (int)count : throw Broken(field, count.ToString(CultureInfo.InvariantCulture), "1 or more, all of them there");
    }

    /// <summary>Reads bytes behind their number.</summary>
    /// <exception cref="ArchiveFormatException">They are cut off.</exception>
    public ReadOnlyMemory<byte> Block(string field)
    {
        var length = Unsigned(field, int.MaxValue);
        if (length > (ulong)(bytes.Length - _at))
            throw Broken(field, FormattableString.Invariant($"{length} bytes long"), FormattableString.Invariant($"at most {bytes.Length - _at} bytes"));
        var block = bytes.Slice(_at, (int)length);
        _at += (int)length;
        return block;
    }

    /// <summary>Checks that nothing follows.</summary>
    /// <exception cref="ArchiveFormatException">Something does.</exception>
    public void End(string field)
    {
        if (_at != bytes.Length)
            throw Broken(field, FormattableString.Invariant($"{bytes.Length - _at} bytes too long"), "nothing more");
    }

    /// <summary>An error about a field that was just read.</summary>
    public ArchiveFormatException Broken(string field, string found, string expected) => new(_at, field, found, expected);
}
