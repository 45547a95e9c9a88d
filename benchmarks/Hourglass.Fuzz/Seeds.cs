using System.Runtime.InteropServices;
using Hourglass.Archives;
using Hourglass.Archives.Arrays;
using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;
using Hourglass.Data.Arrays;

namespace Hourglass.Fuzz;

/// <summary>What fuzzing begins with: the golden archives, whole, as plain sections, and their chunks.</summary>
internal static class Seeds
{
    private const int FewPictures = 2;

    public static void Write(string archives, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.GetFiles(archives, "*.hga"))
        {
            var (name, bytes) = (Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));
            Put($"whole-{name}", [0, .. bytes]);
            using var archive = Archive.Open(new MemoryStream(bytes), new ArchiveOptions { Threads = 1 });
            if (archive.Parts.Count == 1)
                Put($"plain-{name}", PlainArchive.Write(bytes));
            foreach (var part in archive.Parts)
            {
                foreach (var chunk in part.Chunks.Where(chunk => chunk.Stream > 0 && chunk.Stream != part.Contents.ArrayStream))
                {
                    // Again with few small pictures: the payload of a codec is one stream, and what is cut off reads as zeros.
                    var (head, payload) = Read(archive, chunk);
                    var first = archive.Chunks.ReadPictures(part, chunk, default)[0];
                    var small = new Raster(Math.Min(first.Width, 32), Math.Min(first.Height, 32), first.Channels, first.Levels);
                    Put($"chunk-{name}-{chunk.Stream}-{chunk.First}", PictureChunk.Write(head.Codec, small, Math.Min(chunk.Count, FewPictures), archive.Chunks.ModelOf(part, head.Model).Span, payload.Span));
                }
            }
        }

        foreach (var (name, layout, values) in Arrays())
        {
            foreach (var bound in new[] { ArrayBound.Exact, ArrayBound.Absolute(0.01) })
                Put($"array-{name}-{bound.Kind}", ArrayChunkTarget.Write(layout, new ArrayCodec().Encode(values, layout, bound, default)));
        }

        void Put(string name, byte[]? input)
        {
            if (input is not null)
                File.WriteAllBytes(Path.Combine(folder, name), input);
        }
    }

    private static (ChunkHead Head, ReadOnlyMemory<byte> Payload) Read(Archive archive, ChunkPlace chunk)
    {
        var fields = new FieldReader(archive.Sections.Read(chunk.Section), 0);
        var head = ChunkHead.Read(fields, new ArchiveLimits());
        return (head, fields.Rest);
    }

    private static IEnumerable<(string Name, ArrayLayoutInfo Layout, byte[] Values)> Arrays()
    {
        float[] field = [.. Enumerable.Range(0, 600).Select(i => (i % 20 * (i % 20) / 16f) + (i / 20 % 15 / 8f) - (i * 7919 % 13 / 256f))];
        yield return ("field", new ArrayLayoutInfo(ElementKind.Float32, [2, 15, 20]), MemoryMarshal.AsBytes<float>(field).ToArray());
        double[] line = [.. field.Select(value => value * 3.5)];
        yield return ("line", new ArrayLayoutInfo(ElementKind.Float64, [3, 200]), MemoryMarshal.AsBytes<double>(line).ToArray());
        short[] whole = [.. field.Select(value => (short)(100 * value))];
        yield return ("whole", new ArrayLayoutInfo(ElementKind.Int16, [30, 20]), MemoryMarshal.AsBytes<short>(whole).ToArray());
    }
}
