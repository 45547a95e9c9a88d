using Hourglass.Archives.Container;
using Hourglass.Archives.Files;
using Hourglass.Data;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives.Packing;

/// <summary>A file and what was found in it.</summary>
/// <param name="Source">The file.</param>
/// <param name="Entry">Its entry; the number of its stream is not known yet.</param>
/// <param name="Stream">What stream its pictures belong to; null when it holds none.</param>
/// <param name="IsPalette">Whether its samples are places in a palette.</param>
/// <param name="FileBytes">The length of the file.</param>
/// <param name="PackedBytes">Of a PNG, the length of its packed samples.</param>
/// <param name="KeptWhole">Why a picture is kept as the bytes of its file, or null.</param>
internal sealed record Classified(
    SourceFile Source, EntryLayout Entry, StreamLayout? Stream, bool IsPalette, long FileBytes, long PackedBytes = 0, string? KeptWhole = null)
{
    /// <summary>Looks into a file.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static Classified Of(SourceFile source, PackOptions options, ArchiveLimits limits)
    {
        using var file = source.Open();
        Span<byte> start = stackalloc byte[(int)Math.Min(16, file.Length)];
        file.Read(0, start);
        if (start.StartsWith(Png.Signature))
            return OfPng(source, file, options, limits);
        var kept = start.StartsWith("\xFF\xD8\xFF"u8) || start is [0xFF, 0xD8, 0xFF, ..] ? "JPEG" : start.StartsWith("RIFF"u8) && start.EndsWith("WEBP"u8) ? "WebP" : null;
        if (ArrayFile.Find(file, start, source.Name) is { } numbers)
            return OfArray(source, file, numbers, options);
        return PixelFile.Find(file, limits.MaxPixels) is { } pixels ? OfPixels(source, file, pixels, options) : Whole(source, file.Length, kept);
    }

    private static Classified OfArray(SourceFile source, ByteStore file, NumberLayout numbers, PackOptions options)
    {
        var cut = numbers.Cut(ChunkRange.SlabsOf(numbers.Values, options)) with { Bound = ArrayFile.BoundOf(file, numbers, options.ArrayBound) };
        return new Classified(source, new EntryLayout(source.Name, EntryKind.Array, Numbers: cut), null, false, file.Length);
    }

    private static Classified Whole(SourceFile source, long length, string? kept = null) =>
        new(source, new EntryLayout(source.Name, EntryKind.Bytes, length), null, false, length, KeptWhole: kept);

    private static Classified OfPixels(SourceFile source, ByteStore file, PixelFile pixels, PackOptions options)
    {
        var stream = pixels.Stream((2 * options.ErrorOf(pixels.Levels)) + 1);
        var samples = file.Length - pixels.Offset;
        var before = new byte[pixels.Offset];
        file.Read(0, before);
        var rows = new EntryLayout("", EntryKind.Pixels, 0, pixels.LayoutFor(1, before, default)).FileBytes([stream]);
        var after = new byte[file.Length - rows];
        file.Read(rows, after);
        return new Classified(
            source, new EntryLayout(source.Name, EntryKind.Pixels, 0, pixels.LayoutFor(0, before, after)), stream, false, file.Length, samples);
    }

    private static Classified OfPng(SourceFile source, ByteStore file, PackOptions options, ArchiveLimits limits)
    {
        if (options.ExactFiles)
            return Whole(source, file.Length, "PNG");
        try
        {
            var bytes = new byte[file.Length <= SourceFile.MaxWholeBytes ? file.Length : throw new DataException("is too large")];
            file.Read(0, bytes);
            var png = PngFile.Read(bytes, limits.MaxPixels);
            var isPalette = png.ColorType == PngForm.Palette;
            var (width, height, levels) = (png.Pixels.Width, png.Pixels.Height, png.Pixels.Levels);
            var stream = new StreamLayout(png.Pixels.Channels, levels, isPalette ? 1 : (2 * options.ErrorOf(levels)) + 1);
            var pictures = new PictureLayout(0, 1, width, height, PictureLayout.BandRowsOf(width, height), png.ColorType, png.Before, png.After);
            return new Classified(source, new EntryLayout(source.Name, EntryKind.Png, 0, pictures), stream, isPalette, file.Length, png.Packed.Length);
        }
        catch (DataException unread)
        {
            return Whole(source, file.Length, $"PNG that {unread.Message}");
        }
    }
}
