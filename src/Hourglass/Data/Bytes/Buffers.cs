using System.Buffers;

namespace Hourglass.Data.Bytes;

/// <summary>Buffers of bytes: small ones are borrowed from the shared pool, large ones made and left to the collector, since the pool would keep them.</summary>
internal static class Buffers
{
    private const int MostPooled = 16 << 20;

    /// <summary>A buffer of at least so many bytes.</summary>
    public static byte[] Rent(int length) => length > MostPooled ? GC.AllocateUninitializedArray<byte>(length) : ArrayPool<byte>.Shared.Rent(length);

    /// <summary>Gives a buffer back.</summary>
    public static void Return(byte[] buffer)
    {
        if (buffer.Length <= MostPooled)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
