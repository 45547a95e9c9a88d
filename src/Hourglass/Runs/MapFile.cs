using System.Globalization;
using System.Text;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>The map of a data set in a file: an html page to look at, or csv with <c>name,label,x,y</c>.</summary>
public static class MapFile
{
    /// <summary>Samples on a map when nothing else is asked for.</summary>
    public const int DefaultSamples = 2000;

    /// <summary>The most samples on a map: time and memory grow with their square.</summary>
    public const int MostSamples = 10_000;

    private const string Html = ".html";
    private const string Csv = ".csv";

    /// <summary>Whether a file name has an ending that a map can be written as.</summary>
    public static bool IsSupported(string path) => EndingOf(path) is Html or Csv;

    /// <summary>Encodes samples, lays them out and writes the map, which appears whole or not at all.</summary>
    /// <param name="path">A file ending in <c>.html</c> or <c>.csv</c>.</param>
    /// <param name="model">Encodes.</param>
    /// <param name="data">Its shape must be the model's.</param>
    /// <param name="samples">At most so many are shown, evenly spaced; from 1 to <see cref="MostSamples"/>.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Stops; no file is left.</param>
    /// <returns>How many samples are shown.</returns>
    /// <exception cref="ArgumentException">The ending is neither.</exception>
    /// <exception cref="ModelMismatchException">The data has another shape.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static int Write(
        string path, Autoencoder model, DataSet data, int samples = DefaultSamples, IProgress<DataProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, MostSamples);
        if (!IsSupported(path))
            throw new ArgumentException($"{path} ends neither in {Html} nor in {Csv}.", nameof(path));
        using var shown = data.Subset(Spacing.Even(data.Count, samples));
        if (EndingOf(path) == Html)
            MapPage.Write(path, model, shown, progress, cancellation);
        else
            WriteTable(path, model, shown, progress, cancellation);
        return shown.Count;
    }

    private static void WriteTable(string path, Autoencoder model, DataSet data, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var codes = new float[data.Count * model.CodeLength];
        model.EncodeAll(data, (first, _, batch) => batch.Span.CopyTo(codes.AsSpan(first * model.CodeLength)), progress, cancellation);
        progress?.Report(new DataProgress("laying out", 0, 0));
        var map = LatentMap.Arrange(codes, model.CodeLength, [.. Enumerable.Range(0, data.Count)], cancellation);
        AtomicFile.Write(path, stream => WriteRows(stream, data, map));
    }

    private static void WriteRows(Stream stream, DataSet data, LatentMap map)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("name,label,x,y");
        for (var i = 0; i < map.Indices.Length; i++)
        {
            var index = map.Indices[i];
            var label = data.HasLabels ? CsvText.Quote(data.LabelNames[data.LabelOf(index)]) : "";
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{CsvText.Quote(data.NameOf(index))},{label},{map.X[i]:R},{map.Y[i]:R}"));
        }
    }

    private static string EndingOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}
