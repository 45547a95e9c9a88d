using System.Diagnostics;
using System.Globalization;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Training.Codes;
using Hourglass.Training.Restoration;

namespace Hourglass.Benchmarks.Codes;

/// <summary>
/// The figures of codes on one data set, as Markdown: lattices with and without networks, vector codes, JPEG, WebP and JPEG XL, and the
/// BD-rate against these. <c>codes DATA [train|test] LIMIT CELLS NETWORK MEGAPIXELS LATENTS [REPORT]</c>, such as
/// <c>codes mnist test 10000 2,3,4,6 8x4 40 16 report.html</c>; DATA may be a folder of PNG pictures of any sizes.
/// </summary>
internal static class CodesFigures
{
    public static void Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is not [var data, var part, var limit, var cells, var network, var megapixels, var latents, ..])
            throw new ArgumentException("Usage: codes DATA [train|test] LIMIT CELLS NETWORK MEGAPIXELS LATENTS [REPORT]");
        var pictures = Read(data, part, int.Parse(limit, CultureInfo.InvariantCulture));
        var measure = new RateMeasure(pictures, pictures.Length, Environment.ProcessorCount);
        var points = new List<(RatePoint Point, IPixelCodec Codec)>();
        Lattices(pictures, measure, [.. cells.Split(',').Select(text => Number(text))], [.. network.Split('x').Select(text => Number(text))], Number(megapixels), points);
        using var model = Number(latents) > 0 && CodeTraining.TakesVectors(pictures)
            ? VectorTrainer.Train(pictures, new VectorPlan { Latents = Number(latents), Threads = Environment.ProcessorCount }, null, default)
            : null;
        if (model is not null)
        {
            foreach (var (name, codec) in CodeTraining.Vectors(model, pictures, Number(latents)))
                Add(points, measure, name, codec);
        }

        var others = CommonFormats.Curves(pictures, default).ToList();
        if (JpegXl.Curve(pictures) is { } jxl)
            others.Add(jxl);
        var curve = new RateCurve("codes", [.. points.Select(point => new QualityPoint(point.Point.Candidate, point.Point.BitsPerSample, point.Point.Psnr))]);
        foreach (var other in others)
        {
            Console.WriteLine($"| {other.Name} | BD-rate {Bjontegaard.Rate(curve, other):P1} |"
                + string.Join(", ", other.Front().Select(point => $" {point.BitsPerSample:F3} @ {point.Psnr:F1}")));
        }

        if (args.Length > 7)
            Report(args[7], data, pictures, points, others);
    }

    private static void Lattices(
        IReadOnlyList<Raster> pictures, RateMeasure measure, int[] cells, int[] network, int megapixels, List<(RatePoint Point, IPixelCodec Codec)> points)
    {
        var histogram = LatticeDesign.Histogram(pictures);
        var train = CodeTraining.Restoration(pictures, new RestorationPlan { Pixels = megapixels * 1_000_000L, Threads = Environment.ProcessorCount });
        foreach (var lattice in cells.Select(count => LatticeDesign.Lloyd(histogram, count)))
        {
            var inner = new IPixelCodec[] { new CellCodec(), new ContextCodec() }.MinBy(codec => measure.Length(codec, lattice.Quantize, default))!;
            Add(points, measure, $"{lattice.Cells} cells, {inner.Id}", new LatticeCodec(lattice, pictures[0].Channels, null, inner));
            var trained = train(lattice, network[0], network[1], default);
            Add(points, measure, $"{lattice.Cells} cells, {inner.Id}, {network[0]}x{network[1]}", new LatticeCodec(lattice, pictures[0].Channels, trained, inner));
        }
    }

    private static void Add(List<(RatePoint Point, IPixelCodec Codec)> points, RateMeasure measure, string name, IPixelCodec codec)
    {
        var start = Stopwatch.GetTimestamp();
        var point = measure.Measure(name, codec, default);
        points.Add((point, codec));
        Console.WriteLine(
            $"| {name} | {point.Bytes} B | {point.ModelBytes} B | {point.BitsPerSample:F4} | {point.Psnr:F2} dB | {point.WorstPsnr:F1} dB | {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s |");
    }

    private static void Report(
        string path, string data, IReadOnlyList<Raster> pictures, List<(RatePoint Point, IPixelCodec Codec)> points, IReadOnlyList<RateCurve> others)
    {
        var (point, codec) = points.Where(point => point.Point.Psnr >= 25).DefaultIfEmpty(points[0]).MinBy(point => point.Point.Bytes);
        var found = new CodeSearchResult(codec, point, [.. points.Select(point => point.Point)]);
        CodesReport.Gather(data, "at least 25 dB", found, pictures, others.Where(other => other.Name == "JPEG XL"), 12, default).Write(path);
    }

    private static Raster[] Read(string data, string part, int limit)
    {
        if (Directory.Exists(data))
            return [.. Directory.GetFiles(data, "*.png").Order(StringComparer.Ordinal).Take(limit).Select(file => Of(Png.Decode(File.ReadAllBytes(file))))];
        using var set = DataSets.Open(data, part == "test" ? DataPart.Test : DataPart.Train, new DataOptions { Limit = limit });
        var (values, plane) = (new float[set.Shape.Size], set.Shape.Width * set.Shape.Height);
        return
        [
            .. Enumerable.Range(0, set.Count).Select(n =>
            {
                set.Read(n, values);
                var picture = new Raster(set.Shape.Width, set.Shape.Height, set.Shape.Channels, 256);
                for (var i = 0; i < values.Length; i++)
                    picture.Samples[(i % plane * picture.Channels) + (i / plane)] = (ushort)values[i];
                return picture;
            }),
        ];
    }

    private static Raster Of(PngPicture png)
    {
        var picture = new Raster(png.Width, png.Height, png.Channels, 256);
        for (var i = 0; i < picture.Samples.Length; i++)
            picture.Samples[i] = png.Interleaved[i];
        return picture;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
