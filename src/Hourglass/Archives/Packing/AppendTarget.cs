using Hourglass.Archives.Container;

namespace Hourglass.Archives.Packing;

/// <summary>
/// The end of an archive that is appended to. The old archive stays readable at every moment: its tail stays where it is, and a reader goes
/// back to it as long as no new one stands whole behind it.
/// </summary>
internal static class AppendTarget
{
    /// <summary>Writes behind the last tail; what a killed appending left there is removed first, what this one leaves when it fails at last.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="end">Where its last tail ends.</param>
    /// <param name="write">Writes a part.</param>
    /// <exception cref="IOException">The disk is full or the file cannot be written.</exception>
    public static void Write(string path, long end, Action<SectionWriter> write)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        if (stream.Length < end)
            throw new IOException($"{path} became shorter while it was read.");
        try
        {
            stream.SetLength(end);
            stream.Position = end;
            write(new SectionWriter(stream, end));
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            stream.SetLength(end);
            throw;
        }
    }
}
