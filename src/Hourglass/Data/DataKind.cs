using Hourglass.Data.Arrays;
using Hourglass.Data.Bytes;
using Hourglass.Data.Images;

namespace Hourglass.Data;

/// <summary>What a file holds, told by its first bytes; its name does not count.</summary>
internal enum DataKind
{
    Unknown,
    Idx,
    Npy,
    Zip,
    Tar,
    Picture,
    Table,
}

/// <summary>Tells kinds of files apart.</summary>
internal static class DataKinds
{
    private const int TarMarkAt = 257;
    private const int Most = 512;

    /// <summary>The kind of a file; what is packed by gzip is looked at from inside.</summary>
    /// <exception cref="DataException">It cannot be opened.</exception>
    public static DataKind Of(string path)
    {
        using var store = ByteStore.Open(path);
        var start = new byte[Most];
        try
        {
            using Stream stream = Spool.IsGzip(store) ? Spool.Gunzip(store) : store.OpenStream();
            return Of(start.AsSpan(0, stream.ReadAtLeast(start, Most, throwOnEndOfStream: false)), path);
        }
        catch (InvalidDataException error)
        {
            throw new DataException($"{path} is truncated or broken: {error.Message.TrimEnd('.')}; get the file again.", error);
        }
    }

    private static DataKind Of(ReadOnlySpan<byte> start, string path)
    {
        if (IdxFile.Is(start))
            return DataKind.Idx;
        if (NpyFile.Is(start))
            return DataKind.Npy;
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8))
            return DataKind.Zip;
        if (start.Length > TarMarkAt && start[TarMarkAt..].StartsWith("ustar"u8))
            return DataKind.Tar;
        if (PictureList.IsPicture(path))
            return DataKind.Picture;
        // Without a mark of its own: archives older than 1988, and broken files of these formats, whose readers say what is wrong.
        return Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path).ToUpperInvariant() switch
        {
            ".TAR" or ".TGZ" => DataKind.Tar,
            ".NPY" => DataKind.Npy,
            ".NPZ" => DataKind.Zip,
            ".CSV" or ".TSV" or ".PARQUET" => DataKind.Table,
            _ when Path.GetFileName(path).Contains("idx", StringComparison.OrdinalIgnoreCase) => DataKind.Idx,
            _ => DataKind.Unknown,
        };
    }
}
