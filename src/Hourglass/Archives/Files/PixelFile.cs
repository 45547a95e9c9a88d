using Hourglass.Archives.Container;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives.Files;

/// <summary>A file whose pictures lie in it as plain samples, behind a header.</summary>
/// <param name="Count">How many pictures.</param>
/// <param name="Width">Columns of each.</param>
/// <param name="Height">Rows of each.</param>
/// <param name="Channels">Samples per pixel.</param>
/// <param name="Levels">How many values a sample can take.</param>
/// <param name="Order">How the samples lie.</param>
/// <param name="Offset">Where the samples begin.</param>
internal sealed record PixelFile(int Count, int Width, int Height, int Channels, int Levels, SampleOrder Order, long Offset)
{
    private const int HeaderBytes = 1 << 12;

    /// <summary>The most bytes behind the samples: a file with more is no picture with a comment at its end.</summary>
    private const int MaxAfter = 1 << 16;

    /// <summary>Looks whether a file is IDX of bytes, PGM, PPM or BMP, all of it as its header says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxPixels">The most pixels of a picture.</param>
    /// <returns>What it is, or null.</returns>
    public static PixelFile? Find(ByteStore file, long maxPixels)
    {
        var start = new byte[(int)Math.Min(HeaderBytes, file.Length)];
        file.Read(0, start);
        var found = IdxPictures.Find(start) ?? PnmPicture.Find(start) ?? BmpPicture.Find(start, file.Length);
        if (found is null || found.Count < 1 || found.Width < 1 || found.Height < 1 || (long)found.Width * found.Height > maxPixels)
            return null;
        var rowBytes = new EntryLayout("", EntryKind.Pixels, 0, found.LayoutFor(1, default, default)).RowBytes(found.Stream(1));
        var after = (Int128)file.Length - found.Offset - ((Int128)rowBytes * found.Height * found.Count);
        return after >= 0 && after <= MaxAfter && found.SamplesFit(file) ? found : null;
    }

    /// <summary>The stream that the pictures belong to.</summary>
    public StreamLayout Stream(int step) => new(Channels, Levels, step);

    /// <summary>The layout of an entry with these pictures.</summary>
    public PictureLayout LayoutFor(int stream, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after) =>
        new(stream, Count, Width, Height, PictureLayout.BandRowsOf(Width, Height), (byte)Order, before, after);

    /// <summary>Whether no sample is above the largest that the header allows, and padding is zero: else the file would not come back.</summary>
    private bool SamplesFit(ByteStore file)
    {
        var isPadded = (Order & SampleOrder.PaddedRows) != 0 && Width * Channels % 4 != 0;
        if (!isPadded && Levels is 256 or 65536)
            return true;
        var entry = new EntryLayout("", EntryKind.Pixels, 0, LayoutFor(1, new byte[Offset], default));
        var samples = new PixelSamples(entry, Stream(1));
        for (var band = 0; band < entry.Pictures!.Bands; band++)
        {
            if (!samples.AreExact(file, band))
                return false;
        }

        return true;
    }
}
