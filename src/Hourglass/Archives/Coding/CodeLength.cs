namespace Hourglass.Archives.Coding;

/// <summary>Counts how long a stream would be, without writing one: for choosing between models.</summary>
internal struct CodeLength : IBinaryCoder
{
    private double _bits;

    /// <summary>The length so far, in bytes.</summary>
    public readonly double Bytes => _bits / 8;

    /// <inheritdoc/>
    public int Code(int bit, int probabilityOfOne)
    {
        _bits += 16 - Math.Log2(bit != 0 ? probabilityOfOne : 65536 - probabilityOfOne);
        return bit;
    }
}
