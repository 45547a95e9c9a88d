using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Hourglass.Archives.Pixels;
using Hourglass.Data;
using Hourglass.Evaluation;

namespace Hourglass.Benchmarks.Codes;

/// <summary>What JPEG XL makes of pictures, by the programs cjxl and djxl of libjxl-tools.</summary>
internal static class JpegXl
{
    private static readonly double[] Distances = [0.5, 1, 2, 3, 4, 6, 8, 12, 15];

    /// <summary>The curve, small pictures side by side; null when the programs are not there.</summary>
    public static RateCurve? Curve(IReadOnlyList<Raster> pictures)
    {
        var folder = Directory.CreateTempSubdirectory("hourglass-jxl").FullName;
        try
        {
            var sheets = CommonFormats.Sheets(pictures);
            for (var i = 0; i < sheets.Count; i++)
                File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), Png.Encode(sheets[i].Width, sheets[i].Height, sheets[i].Channels, [.. sheets[i].Samples.Select(sample => (byte)sample)]));
            var samples = pictures.Sum(picture => (long)picture.Samples.Length);
            return new RateCurve("JPEG XL", [.. Distances.Select(distance => Measure(folder, sheets, distance, samples))]);
        }
        catch (Win32Exception)
        {
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static QualityPoint Measure(string folder, IReadOnlyList<Raster> sheets, double distance, long samples)
    {
        var (bytes, error) = (0L, 0.0);
        var setting = distance.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < sheets.Count; i++)
        {
            var (packed, back) = (Path.Combine(folder, "packed.jxl"), Path.Combine(folder, "back.png"));
            Run("cjxl", Path.Combine(folder, $"{i}.png"), packed, "-d", setting, "-e", "7", "--quiet");
            Run("djxl", packed, back, "--quiet");
            bytes += new FileInfo(packed).Length;
            var decoded = Png.Decode(File.ReadAllBytes(back));
            var raster = new Raster(decoded.Width, decoded.Height, decoded.Channels, 256);
            for (var j = 0; j < raster.Samples.Length; j++)
                raster.Samples[j] = decoded.Interleaved[j];
            error += sheets[i].SquaredError(raster);
        }

        return new QualityPoint($"-d {setting}", 8.0 * bytes / samples, -10 * Math.Log10(error / samples / (255.0 * 255)));
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {said.Trim()}");
    }
}
