namespace Hourglass.Archives.Arrays;

/// <summary>Collects whole numbers of any size, seven bits to the byte, the lowest first.</summary>
internal sealed class VarintWriter
{
    private readonly MemoryStream _bytes = new();

    /// <summary>Adds a number.</summary>
    public void Unsigned(ulong value)
    {
        for (; value >= 128; value >>= 7)
            _bytes.WriteByte((byte)(value | 128));
        _bytes.WriteByte((byte)value);
    }

    /// <summary>Adds a number of either sign: small ones of both signs stay short.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Adds bytes, their number before them.</summary>
    public void Block(ReadOnlySpan<byte> bytes)
    {
        Unsigned((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    /// <summary>Everything so far.</summary>
    public byte[] ToArray() => _bytes.ToArray();
}
