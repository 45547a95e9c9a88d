using Hourglass.Data;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives.Packing;

/// <summary>A file to be packed.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="Open">Opens its bytes; the caller disposes them.</param>
internal sealed record SourceFile(string Name, Func<ByteStore> Open)
{
    /// <summary>The most bytes of a file that is read as a whole.</summary>
    public const int MaxWholeBytes = 1 << 30;

    /// <summary>All of its bytes.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public byte[] ReadAll()
    {
        using var store = Open();
        if (store.Length > MaxWholeBytes)
            throw new DataException($"{Name} has {store.Length >> 20} MiB; at most {MaxWholeBytes >> 20} are read at once.");
        var bytes = new byte[store.Length];
        store.Read(0, bytes);
        return bytes;
    }
}
