using Hourglass.Archives;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary>What was packed.</summary>
/// <param name="Output">The archive.</param>
/// <param name="BitsPerSample">Bits of the archive, but for arrays, per sample; null when no pictures were coded as such.</param>
/// <param name="BitsPerValue">Packed bits of arrays per number; null when there are none.</param>
/// <param name="Report">The rest.</param>
internal sealed record Packed(string Output, double? BitsPerSample, double? BitsPerValue, PackReport Report)
{
    /// <summary>The result of packing into a file.</summary>
    public static Packed Of(string output, PackReport report) =>
        new(
            output, report.Samples > 0 ? 8.0 * (report.ArchiveBytes - (report.Summary.Arrays?.Bytes ?? 0)) / report.Samples : null,
            report.Summary.Arrays is { } arrays ? 8.0 * arrays.Bytes / arrays.Values : null, report);

    /// <summary>Prints it.</summary>
    public void Print(Output output)
    {
        var rows = new List<(string, string)>
        {
            ("archive", Output),
            ("files", Format.Count(Report.Files) + (Report.Pictures > 0 ? $", {Format.Count(Report.Pictures, "picture")}" : "")
                + (Report.Summary.Arrays is { } arrays ? $", {Format.Count(arrays.Arrays)} arrays" : "")),
            ("bytes", $"{Format.Count(Report.InputBytes)} to {Format.Count(Report.ArchiveBytes)}, {Ratio} times smaller"),
        };
        if (BitsPerSample is { } bits)
            rows.Add(("bits per sample", FormattableString.Invariant($"{bits:F3}")));
        if (BitsPerValue is { } bitsPerValue)
            rows.Add(("bits per value", FormattableString.Invariant($"{bitsPerValue:F3}")));
        if (Report.Samples > 0 || Report.Summary.Arrays is null)
        {
            rows.AddRange(Report.Codes.Count == 0
                ? [("quality", Report.Summary.MaxError == 0 ? "exact" : $"no sample more than {Report.Summary.MaxError}/255 off")]
                : Report.Codes.Select(codes => ("quality", FormattableString.Invariant(
                    $"{codes.Point.Psnr:F2} dB by {codes.Point.Candidate}; the worst picture, number {codes.Point.WorstPicture}, {codes.Point.WorstPsnr:F2} dB"))));
        }

        rows.AddRange(Report.CodesBeside.Select(codes => ("codes", FormattableString.Invariant(
            $"{codes.Numbers} numbers for each of {Format.Count(codes.Pictures)} pictures, {Format.Count(codes.Bytes)} bytes and {Format.Count(codes.ModelBytes)} of their model; previews of {codes.Width}x{codes.Height}, {codes.Psnr:F2} dB"))));
        if (Report.Summary.Arrays is not null)
            rows.Add(("arrays", QualityOfArrays(Report.Summary)));
        rows.Add(("seconds", FormattableString.Invariant($"{Report.Seconds:F1}")));
        foreach (var (why, count) in Report.KeptWhole)
            rows.Add(("kept whole", $"{Format.Count(count)} {why}"));
        output.Pairs(rows);
        if (Report.Baselines.Count > 0)
        {
            output.Line();
            output.Table(["packed by", "bytes", "ratio", "seconds"], [.. Report.Baselines.Prepend(new PackBaseline("hourglass", Report.ArchiveBytes, Report.Seconds)).Select(RowOf)]);
        }

        foreach (var stream in Report.Summary.Streams)
            Print(output, stream);
        Print(output, Report.Summary.Arrays);
        foreach (var codes in Report.Codes)
        {
            output.Line();
            output.Table(
                ["codes tried", "bytes", "bits per sample", "dB"],
                [.. codes.Curve.Select(point => new[]
                {
                    point.Candidate, Format.Count(point.Bytes), FormattableString.Invariant($"{point.BitsPerSample:F4}"), FormattableString.Invariant($"{point.Psnr:F2}"),
                })]);
        }
    }

    /// <summary>How far numbers of arrays may be off, and are.</summary>
    public static string QualityOfArrays(PackSummary summary)
    {
        var bound = summary.RelativeError is { } share ? FormattableString.Invariant($"no number more than {share:G6} of its array's range off")
            : summary.AbsoluteError is { } error ? FormattableString.Invariant($"no number more than {error:G6} off") : null;
        if (bound is null)
            return "exact";
        return summary.Arrays?.WorstShare is { } worst ? bound + FormattableString.Invariant($"; measured while packing: at most {worst:F4} of that") : bound;
    }

    /// <summary>Prints how arrays were packed.</summary>
    public static void Print(Output output, ArraySummary? arrays)
    {
        if (arrays is null)
            return;
        output.Line();
        output.Line($"{Format.Count(arrays.Arrays, "array")}, {Format.Count(arrays.Values, "number")}, in {Format.Count(arrays.Chunks, "chunk")}:");
        output.Table(
            ["codec", "chunks won", "bytes won"],
            [.. arrays.Codecs.Select(codec => new[] { CodecWords.Of(codec.Codec), Format.Count(codec.Chunks), Format.Count(codec.Bytes) })]);
    }

    /// <summary>Prints what was tried on a stream and what won.</summary>
    public static void Print(Output output, StreamSummary stream)
    {
        output.Line();
        output.Line($"{Format.Count(stream.Pictures, "picture")}, {stream.Channels} of {Format.Count(stream.Levels)} levels a pixel, in {Format.Count(stream.Chunks, "chunk")}:");
        var tried = stream.Candidates.OrderBy(candidate => candidate.MeasuredBytes).ToList();
        output.Table(
            ["tried", "bytes", "model", "chunks won", "bytes won"],
            [
                .. tried.Select(candidate => new[]
                {
                    CodecWords.Of(candidate.Codec), candidate.MeasuredBytes == 0 ? "" : Format.Count(candidate.MeasuredBytes),
                    candidate.ModelBytes == 0 ? "" : Format.Count(candidate.ModelBytes), Format.Count(candidate.Chunks),
                    candidate.Chunks == 0 ? "" : Format.Count(candidate.Bytes),
                }),
            ]);
    }

    private string[] RowOf(PackBaseline packed) =>
    [
        packed.Name, Format.Count(packed.Bytes), FormattableString.Invariant($"{(double)Report.InputBytes / Math.Max(1, packed.Bytes):F2}"),
        FormattableString.Invariant($"{packed.Seconds:F1}"),
    ];

    private string Ratio => FormattableString.Invariant($"{(double)Report.InputBytes / Math.Max(1, Report.ArchiveBytes):F2}");
}
