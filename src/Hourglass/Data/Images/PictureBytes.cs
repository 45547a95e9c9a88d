using Hourglass.Data.Bytes;

namespace Hourglass.Data.Images;

/// <summary>The bytes of one file that holds a picture.</summary>
internal static class PictureBytes
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DataException">It is gone, too large or cannot be read; the message completes "the file ...".</exception>
    public static RentedBytes Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            if (length > PictureDecoder.MaxFileBytes)
                throw new DataException($"has {length >> 20} MiB; at most {PictureDecoder.MaxFileBytes >> 20} are read");
            var bytes = new RentedBytes((int)length);
            var rest = bytes.Span;
            for (int read; rest.Length > 0 && (read = RandomAccess.Read(file, rest, length - rest.Length)) > 0;)
                rest = rest[read..];
            if (rest.Length == 0)
                return bytes;
            bytes.Dispose();
            throw new DataException("became shorter while it was read");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DataException($"cannot be read: {error.Message.TrimEnd('.')}", error);
        }
    }
}
