using Hourglass.Data.Bytes;

namespace Hourglass.Data.Arrays;

/// <summary>Reads npy files, raw, packed by gzip, or as entries of an npz.</summary>
internal static class NpyFile
{
    /// <summary>Whether a file begins like npy.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith(NpyHeader.Magic);

    /// <summary>Opens a file; nothing is allocated on the word of its header alone.</summary>
    /// <exception cref="DataException">It is no npy file, holds objects, or is shorter or longer than its header promises.</exception>
    public static StoredArray Open(string path, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var store = ByteStore.Open(path);
        try
        {
            if (Spool.IsGzip(store))
            {
                using (store)
                using (var unpacked = Spool.Gunzip(store))
                    return OpenPacked(unpacked, store.Length, path, progress, cancellation);
            }

            using var stream = store.OpenStream();
            var header = NpyHeader.Read(stream, path);
            StoredArray.CheckLength(store, stream.Position, StoredArray.BytesOf(header.Shape, header.Type, path), path);
            return InMemoryWhereFortran(new StoredArray(path, store, stream.Position, header.Type, header.Shape, header.Fortran));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Reads an array from a stream that cannot seek.</summary>
    /// <param name="stream">Stands at the first byte of the npy file.</param>
    /// <param name="packedBytes">How many packed bytes there are.</param>
    /// <param name="name">The name of the file or array, for messages.</param>
    /// <param name="progress">Told how many bytes are done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">See <see cref="Open"/>.</exception>
    public static StoredArray OpenPacked(
        Stream stream, long packedBytes, string name, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var header = NpyHeader.Read(stream, name);
        var promised = StoredArray.BytesOf(header.Shape, header.Type, name);
        var store = Spool.Exactly(stream, promised, packedBytes, name, progress, cancellation);
        return InMemoryWhereFortran(new StoredArray(name, store, 0, header.Type, header.Shape, header.Fortran));
    }

    /// <summary>The values of a sample lie scattered in a Fortran-ordered array: too slow from a disk.</summary>
    private static StoredArray InMemoryWhereFortran(StoredArray array)
    {
        if (!array.Fortran)
            return array;
        var bytes = array.Store.Length - array.Offset;
        if (bytes > Spool.MaxMemoryBytes)
        {
            array.Dispose();
            throw new DataException(
                $"{array.Name} is stored in Fortran order and larger than {Spool.MaxMemoryBytes >> 20} MiB; save it with np.ascontiguousarray(array) first.");
        }

        var memory = new byte[bytes];
        using (array.Store)
            array.Store.Read(array.Offset, memory);
        return array with { Store = new ByteStore(array.Name, memory), Offset = 0 };
    }
}
