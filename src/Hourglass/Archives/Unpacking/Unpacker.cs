using System.Collections.Concurrent;
using Hourglass.Archives.Container;
using Hourglass.Archives.Files;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Unpacking;

/// <summary>Writes files out of an archive into an empty folder.</summary>
/// <param name="chunks">Reads chunks.</param>
/// <param name="threads">How many chunks at a time.</param>
/// <param name="salvage">Whether to go on behind what is damaged.</param>
internal sealed class Unpacker(ChunkReader chunks, int threads, bool salvage)
{
    private const long LargeChunk = 1 << 20;

    private readonly ConcurrentDictionary<(ArchivePart Part, int Entry), List<(OutputFile File, int? Picture)>> _outputs = new();

    /// <summary>Writes files.</summary>
    /// <param name="wanted">Which.</param>
    /// <param name="folder">Where to; it is empty and nobody else writes there.</param>
    /// <param name="progress">Told how many chunks are done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArchiveFormatException">Something is damaged, and this is no salvage.</exception>
    public UnpackReport Run(IReadOnlyList<Wanted> wanted, string folder, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var files = new List<(Wanted Wanted, OutputFile File)>();
        try
        {
            foreach (var one in wanted)
            {
                var path = Path.Combine(folder, one.Name);
                if (one.Layout.Kind == EntryKind.Folder)
                {
                    Directory.CreateDirectory(path);
                    continue;
                }

                var file = new OutputFile(one, path);
                files.Add((one, file));
                if (one.Items == 0)
                    file.WriteEmpty();
                else
                    _outputs.GetOrAdd((one.Part, one.Entry), _ => []).Add((file, one.Picture));
            }

            var places = wanted.SelectMany(one => one.Chunks().Select(chunk => (one.Part, Chunk: chunk))).Distinct().ToList();
            var done = 0;
            Packing.InOrder.Run(
                places.Count, threads, i => Take(places[i].Part, places[i].Chunk, cancellation),
                (_, _) => progress?.Report(new DataProgress("unpacking", ++done, places.Count)), cancellation);
            return Report(files);
        }
        finally
        {
            files.ForEach(file => file.File.Dispose());
        }
    }

    private bool Take(ArchivePart part, ChunkPlace chunk, CancellationToken cancellation)
    {
        try
        {
            if (chunk.Stream == StreamLayout.Bytes)
                TakeBytes(part, chunk);
            else if (chunk.Stream == part.Contents.ArrayStream)
                TakeArrays(part, chunk, cancellation);
            else
                TakePictures(part, chunk, cancellation);
            return true;
        }
        catch (ArchiveFormatException) when (salvage)
        {
            return false;
        }
    }

    private void TakeBytes(ArchivePart part, ChunkPlace chunk)
    {
        var bytes = chunks.ReadBytes(part, chunk);
        foreach (var piece in part.Contents.PiecesOf(chunk.First, chunk.Count))
        {
            foreach (var (file, _) in OutputsOf(part, piece.Entry))
                file.Put(piece.Offset, bytes.AsSpan(piece.Start, piece.Length));
        }
    }

    private void TakeArrays(ArchivePart part, ChunkPlace chunk, CancellationToken cancellation)
    {
        var (slabs, raw) = chunks.ReadArrays(part, chunk, cancellation);
        var rest = raw.AsSpan();
        foreach (var slab in slabs)
        {
            var numbers = rest[..slab.Bytes];
            ArrayFile.ToOrder(slab, numbers);
            foreach (var (file, _) in OutputsOf(part, slab.Entry))
                file.Put(slab, numbers);
            rest = rest[slab.Bytes..];
        }
    }

    private void TakePictures(ArchivePart part, ChunkPlace chunk, CancellationToken cancellation)
    {
        var samples = PutPictures(part, chunk, chunks.ReadPictures(part, chunk, cancellation));

        // The collector counts large arrays, such as those of a chunk, too generously: three times the memory would be taken.
        if (samples >= LargeChunk)
            GC.Collect();
    }

    private long PutPictures(ArchivePart part, ChunkPlace chunk, Raster[] pictures)
    {
        foreach (var ofEntry in part.Contents.BandsOf(chunk.Stream, chunk.First, chunk.Count).Zip(pictures).GroupBy(pair => pair.First.Entry))
        {
            foreach (var (file, picture) in OutputsOf(part, ofEntry.Key))
            {
                var bands = ofEntry.Where(pair => picture is null || pair.First.Picture == picture).ToList();
                if (bands.Count > 0)
                    file.Put(bands);
            }
        }

        return pictures.Sum(picture => picture.Samples.LongLength);
    }

    private List<(OutputFile File, int? Picture)> OutputsOf(ArchivePart part, int entry) => _outputs.TryGetValue((part, entry), out var outputs) ? outputs : [];

    private static UnpackReport Report(List<(Wanted Wanted, OutputFile File)> files)
    {
        var missing = new List<MissingPart>();
        var (whole, pictures, bytes) = (0, 0L, 0L);
        foreach (var (wanted, file) in files)
        {
            if (file.Left == 0)
            {
                whole++;
                pictures += wanted.Picture is null ? wanted.Layout.Pictures?.Count ?? 0 : 1;
                bytes += wanted.Picture is null ? wanted.Layout.FileBytes(wanted.Part.Contents.Streams) : 0;
                continue;
            }

            var what = wanted.Layout.Pictures is null
                ? $"{file.Left} of {wanted.Items} {(wanted.Layout.Numbers is null ? "bytes" : "slabs")}"
                : wanted.Items == 1 ? "the picture" : $"{file.Left} of {wanted.Items} {(wanted.Layout.Pictures.Bands == 1 ? "pictures" : "bands of pictures")}";
            missing.Add(new MissingPart(wanted.Name, what, file.Abandon()));
        }

        return new UnpackReport(whole, pictures, bytes, missing);
    }
}
