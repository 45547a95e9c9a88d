using Microsoft.Win32.SafeHandles;

namespace Hourglass.Data.Bytes;

/// <summary>Takes bytes one after another: into memory up to a limit, then all of them into a temporary file.</summary>
internal sealed class SpoolTarget(string name, int maxMemoryBytes, string folder) : IDisposable
{
    private byte[] _memory = [];
    private SafeFileHandle? _file;

    /// <summary>The number of bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="IOException">There is no room on the disk.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_file is null && Length + bytes.Length > maxMemoryBytes)
            MoveToDisk();
        if (_file is not null)
        {
            RandomAccess.Write(_file, bytes, Length);
        }
        else
        {
            var needed = (int)Length + bytes.Length;
            if (needed > _memory.Length)
                Array.Resize(ref _memory, (int)Math.Min(maxMemoryBytes, Math.Max(needed, 2L * _memory.Length)));
            bytes.CopyTo(_memory.AsSpan((int)Length));
        }

        Length += bytes.Length;
    }

    /// <summary>What was written, as a store, which takes over the temporary file where there is one.</summary>
    public ByteStore ToStore()
    {
        if (_file is { } file)
            return new ByteStore(name, file);
        Array.Resize(ref _memory, (int)Length);
        return new ByteStore(name, _memory);
    }

    /// <summary>Deletes the temporary file.</summary>
    public void Dispose() => _file?.Dispose();

    private void MoveToDisk()
    {
        var path = Path.Combine(folder, $"hourglass-{Guid.NewGuid():N}");
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        RandomAccess.Write(_file, _memory.AsSpan(0, (int)Length), 0);
        _memory = [];
    }
}
