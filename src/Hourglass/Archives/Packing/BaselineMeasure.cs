using System.Diagnostics;
using System.IO.Compression;
using Hourglass.Archives.Container;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>What general programs make of the files that were packed.</summary>
internal static class BaselineMeasure
{
    /// <summary>More is not read a second time.</summary>
    private const long MaxZipBytes = 256 << 20;

    /// <summary>Brotli at its best packs less than a megabyte a second.</summary>
    private const long MaxBrotliBytes = 16 << 20;

    /// <summary>A zip of the files, and all of them one after another packed by Brotli at quality 11.</summary>
    /// <exception cref="DataException">A file cannot be read any more.</exception>
    public static IReadOnlyList<PackBaseline> Of(IReadOnlyList<Classified> files, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var bytes = files.Sum(file => file.FileBytes);
        var measured = new List<PackBaseline>();
        if (bytes is > 0 and <= MaxZipBytes)
            measured.Add(Timed("zip", () => Zip(files, progress, cancellation)));
        if (bytes is > 0 and <= MaxBrotliBytes)
            measured.Add(Timed("brotli -q 11", () => Brotli(files, progress, cancellation)));
        return measured;
    }

    private static PackBaseline Timed(string name, Func<long> measure)
    {
        var start = Stopwatch.GetTimestamp();
        var bytes = measure();
        return new PackBaseline(name, bytes, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2));
    }

    private static long Zip(IReadOnlyList<Classified> files, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < files.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new DataProgress("zip, to compare", i, files.Count));
                using var entry = zip.CreateEntry(files[i].Source.Name, CompressionLevel.SmallestSize).Open();
                entry.Write(files[i].Source.ReadAll());
            }
        }

        return packed.Length;
    }

    private static long Brotli(IReadOnlyList<Classified> files, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new DataProgress("brotli, to compare", 0, 0));
        using var all = new MemoryStream();
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            all.Write(file.Source.ReadAll());
        }

        return BrotliBytes.Pack(all.GetBuffer().AsSpan(0, (int)all.Length), effort: 9).Length;
    }
}
