using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Hourglass.Archives.Arrays;
using Hourglass.Data.Arrays;

namespace Hourglass.Benchmarks;

/// <summary>
/// Sizes of float32 fields, exact and within relative bounds, beside what a few lines of NumPy and zstd give: <c>arrays FOLDER</c> on fields
/// <c>name-AxBxC.f32.gz</c>. Needs the programs zstd and xz.
/// </summary>
internal static class ArrayTable
{
    private static readonly double[] Relatives = [1e-2, 1e-3, 1e-4];

    /// <summary>Prints one table of Markdown.</summary>
    /// <exception cref="InvalidOperationException">A value came back beyond its bound.</exception>
    public static void Print(string folder, TextWriter to)
    {
        to.WriteLine("| field | bound | bytes | bits/value | beside | its bytes | times smaller | worst error / bound | encode, decode: million values per second of CPU |");
        to.WriteLine("|---|---|---:|---:|---|---:|---:|---:|---|");
        foreach (var path in Directory.GetFiles(folder, "*.f32.gz").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path)[..^".f32.gz".Length];
            int[] shape = [.. name[(name.LastIndexOf('-') + 1)..].Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
            using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            var layout = new ArrayLayoutInfo(ElementKind.Float32, shape);
            var raw = new byte[layout.Bytes];
            file.ReadExactly(raw);
            var shuffled = Compressed("xz", "-9e", BytePlanes.Split(raw, sizeof(float)));
            var plain = Compressed("zstd", "-19", raw);
            Row(to, name, raw, layout, ArrayBound.Exact, "exact", shuffled < plain ? "byte shuffle + xz -9e" : "zstd -19", Math.Min(shuffled, plain));
            foreach (var relative in Relatives)
            {
                var bound = ArrayBound.Relative(relative).Resolve(raw, ElementKind.Float32);
                Row(to, name, raw, layout, bound, relative.ToString("0e-0", CultureInfo.InvariantCulture), "quantize + zstd -19", Quantized(raw, bound.Value));
            }
        }
    }

    private static void Row(TextWriter to, string name, byte[] raw, ArrayLayoutInfo layout, ArrayBound bound, string label, string other, int otherBytes)
    {
        var codec = new ArrayCodec();
        var start = Seconds();
        var payload = codec.Encode(raw, layout, bound, default);
        var encoded = Seconds();
        var decoded = new byte[raw.Length];
        codec.Decode(payload, layout, decoded, default);
        var (encode, decode) = (encoded - start, Seconds() - encoded);
        var worst = Worst(raw, decoded);
        if (worst > bound.Value || (bound.Kind == ArrayBoundKind.Exact && !raw.AsSpan().SequenceEqual(decoded)))
            throw new InvalidOperationException($"{name} at {label}: off by {worst}, more than {bound.Value}.");
        var share = bound.Value > 0 ? worst / bound.Value : 0;
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {label} | {payload.Length:N0} | {8.0 * payload.Length / layout.Count:F3} | {other} | {otherBytes:N0} | {(double)otherBytes / payload.Length:F2} | {share:F4} | {layout.Count / encode / 1e6:F2}, {layout.Count / decode / 1e6:F2} |"));
    }

    private static double Seconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static double Worst(byte[] raw, byte[] decoded)
    {
        var a = MemoryMarshal.Cast<byte, float>(raw);
        var b = MemoryMarshal.Cast<byte, float>(decoded);
        var worst = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            // Infinities and NaN must be the same; their difference would be NaN.
            if (BitConverter.SingleToUInt32Bits(a[i]) != BitConverter.SingleToUInt32Bits(b[i]))
                worst = Math.Max(worst, float.IsFinite(a[i]) && float.IsFinite(b[i]) ? Math.Abs((double)a[i] - b[i]) : double.PositiveInfinity);
        }

        return worst;
    }

    /// <summary>round(x / 2 e), less the smallest, in the narrowest type or in 32 bits, whichever zstd makes smaller.</summary>
    private static int Quantized(byte[] raw, double bound)
    {
        long[] indices = [.. MemoryMarshal.Cast<byte, float>(raw).ToArray().Select(value => (long)Math.Round(value / (2 * bound)))];
        var least = indices.Min();
        var narrow = indices.Max() - least < 256 ? indices.Select(index => (byte)(index - least)).ToArray()
            : MemoryMarshal.AsBytes<ushort>(indices.Select(index => (ushort)(index - least)).ToArray()).ToArray();
        var wide = MemoryMarshal.AsBytes<int>(indices.Select(index => (int)index).ToArray()).ToArray();
        return Math.Min(Compressed("zstd", "-19", narrow), Compressed("zstd", "-19", wide));
    }

    private static int Compressed(string program, string level, byte[] bytes)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [level, "-c", "-q"]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} does not start.");
        var written = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(written);
        process.StandardInput.BaseStream.Write(bytes);
        process.StandardInput.Close();
        reading.Wait();
        process.WaitForExit();
        return (int)written.Length;
    }
}
