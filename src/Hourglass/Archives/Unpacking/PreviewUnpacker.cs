using Hourglass.Data;

namespace Hourglass.Archives.Unpacking;

/// <summary>Writes previews: what an autoencoder makes of the codes of pictures.</summary>
internal static class PreviewUnpacker
{
    private const int PicturesOfReport = 256;

    /// <summary>Writes them.</summary>
    /// <exception cref="ArchiveFormatException">Codes are damaged.</exception>
    /// <exception cref="DataException">There are no codes.</exception>
    /// <exception cref="IOException">A file is there already, lies behind a link, or cannot be written.</exception>
    public static UnpackReport Run(
        Archive archive, string folder, UnpackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (!archive.HasCodes)
            throw new DataException("There are no previews: the archive holds no codes of its pictures.");
        var wanted = archive.ReadCodes(cancellation)
            .SelectMany(codes => Enumerable.Range(0, codes.Count).Where(picture => IsWanted(codes, picture, options.Only)).Select(picture => (Codes: codes, Picture: picture)))
            .ToList();
        if (wanted.Count == 0)
            return new UnpackReport(0, 0, 0, []);
        var bytes = 0L;
        TargetFolder.Fill(folder, [.. wanted.Select(one => one.Codes.PreviewNameOf(one.Picture))], options.Overwrite, stage => Packing.InOrder.Run(
            wanted.Count, archive.Options.Threads, i => Write(stage, wanted[i].Codes, wanted[i].Picture),
            (i, length) =>
            {
                bytes += length;
                if (i % PicturesOfReport == 0)
                    progress?.Report(new DataProgress("drawing", i, wanted.Count));
            },
            cancellation));
        return new UnpackReport(wanted.Count, wanted.Count, bytes, []);
    }

    /// <summary>Whether patterns name a picture, or the file that holds it.</summary>
    private static bool IsWanted(PictureCodes codes, int picture, IReadOnlyList<string> patterns) => patterns.Count == 0
        || patterns.Any(pattern => Wanted.Matches(pattern, codes.EntryOf(picture).Name) || Wanted.Matches(pattern, codes.PreviewNameOf(picture)));

    private static long Write(string stage, PictureCodes codes, int picture)
    {
        var path = Path.Combine(stage, codes.PreviewNameOf(picture));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var png = new FileStream(path, FileMode.Create, FileAccess.Write);
        codes.WritePreview(picture, png);
        return png.Length;
    }
}
