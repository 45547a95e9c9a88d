namespace Hourglass.Data.Bytes;

/// <summary>Bytes in a buffer borrowed from the pool; disposing gives it back.</summary>
internal readonly struct RentedBytes(int length) : IDisposable
{
    private readonly byte[] _buffer = Buffers.Rent(length);

    public Span<byte> Span => _buffer.AsSpan(0, length);

    public void Dispose() => Buffers.Return(_buffer);
}
