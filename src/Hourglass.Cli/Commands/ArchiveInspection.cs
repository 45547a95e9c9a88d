using Hourglass.Archives;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass inspect x.hga</c>: what an archive is made of, and why.</summary>
internal static class ArchiveInspection
{
    /// <summary>Describes an archive.</summary>
    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public static int Run(Invocation invocation, string path)
    {
        using var archive = Archive.Open(path, new ArchiveOptions { Threads = invocation.Threads }, invocation.Cancellation);
        var description = archive.Describe();
        invocation.Output.Result(description, CliJson.Default.ArchiveDescription, () => Print(invocation.Output, path, description));
        return ExitCode.Done;
    }

    private static void Print(Output output, string path, ArchiveDescription archive)
    {
        var rows = new List<(string, string)> { ("archive", path), ("bytes", Format.Count(archive.Bytes)), ("parts", Format.Count(archive.Parts.Count)) };
        if (archive.UnfinishedBytes > 0)
            rows.Add(("unfinished", $"{Format.Count(archive.UnfinishedBytes)} bytes of an appending that was stopped"));
        output.Pairs(rows);
        foreach (var part in archive.Parts)
            Print(output, part);
    }

    private static void Print(Output output, PartDescription part)
    {
        output.Line();
        var rows = new List<(string, string)> { ("part", $"{part.Number}: {Format.Count(part.Entries, "entry", "entries")}, {Format.Count(part.FileBytes)} bytes") };
        if (part.Summary is { } summary)
        {
            rows.Add(("made by", $"{summary.Producer}, preset {Choices.NameOf(summary.Preset)}, effort {summary.Effort}"));
            if (summary.Streams.Count > 0 || summary.Arrays is null)
                rows.Add(("quality", Quality(summary)));
            if (summary.Arrays is not null)
                rows.Add(("arrays", Packed.QualityOfArrays(summary)));
        }

        output.Pairs(rows);
        output.Line();
        output.Table(["section", "count", "bytes"], [.. part.Sections.Select(total => new[] { total.Kind, Format.Count(total.Count), Format.Count(total.Bytes) })]);
        output.Line();
        output.Table(
            ["stream", "codec", "model", "chunks", "samples", "bytes", "bits a sample"],
            [
                .. part.Chunks.GroupBy(chunk => (chunk.Stream, chunk.Codec, chunk.Model)).Select(group => new[]
                {
                    group.Key.Stream == 0 ? "bytes" : group.Key.Stream == part.ArrayStream ? "arrays" : $"{group.Key.Stream}", CodecWords.Of(group.Key.Codec), group.Key.Model == 0 ? "" : $"{group.Key.Model}", Format.Count(group.Count()),
                    Format.Count(group.Sum(chunk => chunk.Samples)), Format.Count(group.Sum(chunk => chunk.Bytes)),
                    FormattableString.Invariant($"{8.0 * group.Sum(chunk => chunk.Bytes) / group.Sum(chunk => chunk.Samples):F3}"),
                }),
            ],
            textColumns: 2);
        if (part.Codes.Count > 0)
        {
            output.Line();
            output.Table(
                ["codes of stream", "pictures", "numbers", "preview", "bytes", "model", "bits a sample"],
                [
                    .. part.Codes.Select(codes => new[]
                    {
                        $"{codes.Stream}", Format.Count(codes.Pictures), $"{codes.Numbers}", $"{codes.Width}x{codes.Height}", Format.Count(codes.Bytes), Format.Count(codes.ModelBytes),
                        FormattableString.Invariant($"{8.0 * (codes.Bytes + codes.ModelBytes) / codes.Samples:F3}"),
                    }),
                ]);
        }

        foreach (var stream in part.Summary?.Streams ?? [])
            Packed.Print(output, stream);
        Packed.Print(output, part.Summary?.Arrays);
    }

    private static string Quality(PackSummary summary)
    {
        if (summary.MaxError == 0)
            return "exact";
        var worst = summary.Streams.Select(stream => FormattableString.Invariant($"{255.0 * stream.WorstError / (stream.Levels - 1):0.##}/255, {Psnr(stream)}"));
        return $"no sample more than {summary.MaxError}/255 off; measured while packing: {string.Join("; ", worst)}";
    }

    private static string Psnr(StreamSummary stream) =>
        Format.Decibel(stream.SquaredError == 0 ? double.PositiveInfinity : 10 * Math.Log10((stream.Levels - 1.0) * (stream.Levels - 1.0) / stream.SquaredError));
}
