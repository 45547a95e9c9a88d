using System.Runtime.CompilerServices;

namespace Hourglass.Archives.Coding;

/// <summary>Turns binary decisions into bytes, at most 0.0001 bits longer than their information.</summary>
/// <remarks>
/// A carryless binary arithmetic coder over an interval of 64 bits, after G. N. N. Martin, "Range encoding" (1979), and M. Mahoney's lpaq
/// (2007). The stream ends with the fewest bytes that lie inside of the last interval; a decoder reads zeros behind them.
/// </remarks>
internal struct BinaryEncoder() : IBinaryCoder
{
    private byte[] _bytes = new byte[256];
    private int _count;
    private ulong _low;
    private ulong _high = ulong.MaxValue;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Code(int bit, int probabilityOfOne)
    {
        var middle = BinaryInterval.Middle(_low, _high, probabilityOfOne);
        if (bit != 0)
            _high = middle;
        else
            _low = middle + 1;
        while ((_low ^ _high) >> 56 == 0)
            Shift();
        return bit;
    }

    /// <summary>The whole stream. Code nothing after that.</summary>
    public byte[] Finish()
    {
        for (var zeros = 64; zeros > 0; zeros -= 8)
        {
            var rounded = zeros == 64 ? 0 : (_low + ((1UL << zeros) - 1)) >> zeros << zeros;
            if (rounded < _low || rounded > _high)
                continue;
            for (var shift = 56; shift >= zeros; shift -= 8)
                Append((byte)(rounded >> shift));
            return _bytes[.._count];
        }

        for (var shift = 56; shift >= 0; shift -= 8)
            Append((byte)(_low >> shift));
        return _bytes[.._count];
    }

    private void Shift()
    {
        Append((byte)(_high >> 56));
        _low <<= 8;
        _high = (_high << 8) | 0xFF;
    }

    private void Append(byte value)
    {
        if (_count == _bytes.Length)
            Array.Resize(ref _bytes, 2 * _count);
        _bytes[_count++] = value;
    }
}
