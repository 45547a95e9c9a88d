using System.Buffers;
using System.IO.Compression;

namespace Hourglass.Data.Bytes;

/// <summary>Unpacks a stream so that it can be read at random: into memory while it is small, else into a temporary file that deletes itself.</summary>
internal static class Spool
{
    /// <summary>The most bytes that are unpacked into memory: 256 MiB.</summary>
    public const int MaxMemoryBytes = 256 << 20;

    /// <summary>Deflate packs at most 1,032 bytes into one; a promise of more is a lie.</summary>
    public const int MaxDeflateRatio = PngDecoder.MaxDeflateRatio;

    /// <summary>The most bytes that are unpacked where nothing says how many to expect: 64 GiB.</summary>
    public const long MaxUnknownBytes = 64L << 30;

    /// <summary>More than this many times its packed size goes to no disk: images do not pack like that, bombs do.</summary>
    public const int MaxDiskRatio = 64;

    private const int BlockBytes = 1 << 16;

    /// <summary>Whether a file begins like gzip.</summary>
    public static bool IsGzip(ByteStore store)
    {
        Span<byte> start = stackalloc byte[2];
        if (store.Length < start.Length)
            return false;
        store.Read(0, start);
        return start is [0x1F, 0x8B];
    }

    /// <summary>Unpacks a gzip file; the store stays open.</summary>
    public static GZipStream Gunzip(ByteStore packed) => new(packed.OpenStream(), CompressionMode.Decompress);

    /// <summary>Fills <paramref name="header"/> from a stream.</summary>
    /// <exception cref="DataException">The stream ends inside it, or its packing is broken.</exception>
    public static void ReadHeader(Stream stream, Span<byte> header, string name, string format)
    {
        try
        {
            stream.ReadExactly(header);
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw new DataException($"{name} ends inside its {format} header: it is truncated; get the file again.", error);
        }
    }

    /// <summary>Unpacks exactly the bytes that a header promised.</summary>
    /// <param name="source">Stands where the promised bytes begin.</param>
    /// <param name="promised">How many must follow until the end.</param>
    /// <param name="packedBytes">How many bytes the packed file has: bounds what can be believed, before memory is taken.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <param name="progress">Told how many bytes are done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">
    /// More is promised than the packed bytes may fill, which is known before anything is unpacked; or there are more or fewer bytes, the packed data is
    /// broken, or there is no room for it.
    /// </exception>
    public static ByteStore Exactly(
        Stream source, long promised, long packedBytes, string name, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (promised > packedBytes * MaxDeflateRatio)
            throw new DataException($"{name}: its header promises {promised} bytes of values, which {packedBytes} packed bytes cannot hold: it is truncated or forged.");
        if (promised > MaxBytes(packedBytes))
            throw Bomb(name, packedBytes, promised);
        var store = Unpack(source, promised, packedBytes, name, progress, cancellation);
        if (store.Length == promised)
            return store;
        store.Dispose();
        throw new DataException(store.Length < promised
            ? $"{name} is truncated: its header promises {promised} bytes of values, {store.Length} are there; get the file again."
            : $"{name}: its header promises {promised} bytes of values, but more follow; get the file again.");
    }

    /// <summary>Unpacks everything.</summary>
    /// <exception cref="DataException">It unpacks to too much, is broken, or there is no room for it.</exception>
    public static ByteStore All(Stream source, long packedBytes, string name, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var limit = Math.Min(MaxUnknownBytes, MaxBytes(packedBytes));
        var store = Unpack(source, limit, packedBytes, name, progress, cancellation);
        if (store.Length <= limit)
            return store;
        store.Dispose();
        throw Bomb(name, packedBytes, limit);
    }

    /// <summary>The most bytes that packed ones may unpack to: what fits into memory, or what honest data comes to.</summary>
    private static long MaxBytes(long packedBytes) => Math.Max(MaxMemoryBytes, packedBytes * MaxDiskRatio);

    private static DataException Bomb(string name, long packedBytes, long bytes) => new(
        $"{name}: {packedBytes:N0} packed bytes would unpack to {bytes:N0} or more, over {MaxDiskRatio} times as many, as only a decompression bomb does; "
        + "if you trust it, unpack it yourself and name what comes out.");

    /// <summary>Unpacks until the end, or until one byte more than <paramref name="limit"/>.</summary>
    private static ByteStore Unpack(
        Stream source, long limit, long packedBytes, string name, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        var target = new SpoolTarget(name, MaxMemoryBytes, Path.GetTempPath());
        try
        {
            for (int read; target.Length <= limit && (read = source.Read(block, 0, (int)Math.Min(BlockBytes, limit + 1 - target.Length))) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                target.Write(block.AsSpan(0, read));
                progress?.Report(new DataProgress("unpacking", target.Length, 0));
            }

            return target.ToStore();
        }
        catch (Exception error)
        {
            target.Dispose();
            throw error switch
            {
                InvalidDataException => new DataException($"{name} is truncated or broken: {error.Message.TrimEnd('.')}; get the file again.", error),
                IOException or UnauthorizedAccessException => new DataException(
                    $"{name} ({packedBytes} packed bytes) could not be unpacked into {Path.GetTempPath()}: {error.Message.TrimEnd('.')}; make room there.", error),
                _ => error,
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
