using System.Runtime.CompilerServices;

namespace Hourglass.Archives.Coding;

/// <summary>Reads what <see cref="BinaryEncoder"/> wrote. Any bytes decode to some decisions: whether they are the right ones is for a checksum to say.</summary>
internal struct BinaryDecoder : IBinaryCoder
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private int _next;
    private ulong _low;
    private ulong _high = ulong.MaxValue;
    private ulong _value;

    /// <summary>Stands at the first decision.</summary>
    public BinaryDecoder(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        for (var i = 0; i < sizeof(ulong); i++)
            _value = (_value << 8) | Next();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Code(int bit, int probabilityOfOne)
    {
        var middle = BinaryInterval.Middle(_low, _high, probabilityOfOne);
        bit = _value <= middle ? 1 : 0;
        if (bit != 0)
            _high = middle;
        else
            _low = middle + 1;
        while ((_low ^ _high) >> 56 == 0)
            Shift();
        return bit;
    }

    private void Shift()
    {
        _low <<= 8;
        _high = (_high << 8) | 0xFF;
        _value = (_value << 8) | Next();
    }

    private uint Next() => _next < _bytes.Length ? _bytes.Span[_next++] : 0u;
}
