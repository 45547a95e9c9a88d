using Microsoft.Win32.SafeHandles;

namespace Hourglass.Data.Bytes;

/// <summary>Bytes with random access from several threads: a file, or what was unpacked from one into memory or a temporary file.</summary>
internal sealed class ByteStore : IDisposable
{
    private readonly string _name;
    private readonly SafeFileHandle? _file;
    private readonly byte[] _memory;
    private readonly ByteStore? _whole;
    private readonly long _start;

    /// <summary>A store over bytes in memory.</summary>
    /// <param name="name">The name of the file they come from, for messages.</param>
    /// <param name="memory">The bytes.</param>
    public ByteStore(string name, byte[] memory) => (_name, _memory, Length) = (name, memory, memory.Length);

    /// <summary>A store over an open file, which it owns.</summary>
    public ByteStore(string name, SafeFileHandle file) => (_name, _memory, _file, Length) = (name, [], file, RandomAccess.GetLength(file));

    private ByteStore(ByteStore whole, string name, long start, long length) =>
        (_whole, _name, _memory, _start, Length) = (whole, name, [], start, length);

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Opens a file as it is.</summary>
    /// <exception cref="DataException">It cannot be opened.</exception>
    public static ByteStore Open(string path)
    {
        try
        {
            return new ByteStore(path, File.OpenHandle(path, options: FileOptions.RandomAccess));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>A part of this store under a name of its own; disposing it does nothing.</summary>
    /// <exception cref="DataException">This store is shorter than that.</exception>
    public ByteStore Slice(string name, long start, long length) =>
        start >= 0 && length >= 0 && start <= Length - length ? new ByteStore(this, name, start, length) : throw Ended(start + length);

    /// <summary>Fills <paramref name="destination"/> from a position.</summary>
    /// <exception cref="DataException">The file has become shorter or cannot be read.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        if (_whole is not null)
        {
            if (offset < 0 || offset > Length - destination.Length)
                throw Ended(offset + destination.Length);
            _whole.Read(_start + offset, destination);
            return;
        }

        if (_file is null)
        {
            if (offset < 0 || offset > Length - destination.Length)
                throw Ended(offset + destination.Length);
            _memory.AsSpan((int)offset, destination.Length).CopyTo(destination);
            return;
        }

        try
        {
            while (destination.Length > 0)
            {
                var read = RandomAccess.Read(_file, destination, offset);
                if (read == 0)
                    throw Ended(offset + destination.Length);
                offset += read;
                destination = destination[read..];
            }
        }
        catch (IOException error)
        {
            throw new DataException($"{_name} cannot be read at byte {offset}: {error.Message}", error);
        }
    }

    /// <summary>A stream over all bytes, from the first; several may be open at once, and closing one leaves the store open.</summary>
    public Stream OpenStream() => _file is null && _whole is null ? new MemoryStream(_memory, writable: false) : new StoreStream(this);

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();

    private DataException Ended(long needed) =>
        new($"{_name} ends at byte {Length}, but {needed} bytes are needed: it was cut off after it was opened; open it again.");
}
