using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>The map of a data set's codes as one self-contained HTML file: the report's figure, alone on a page.</summary>
internal static class MapPage
{
    /// <summary>Encodes and rebuilds every sample, lays the codes out and writes the page, which appears whole or not at all.</summary>
    /// <exception cref="ModelMismatchException">The data has another shape.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string path, Autoencoder model, DataSet data, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var map = Gather(model, data, progress, cancellation);
        AtomicFile.WriteText(path, Draw(map, data, model.Info.Architecture.Name, model.CodeLength, typeof(MapPage).Assembly.GetName().Version!.ToString(3)));
    }

    /// <summary>The page as HTML.</summary>
    internal static string Draw(ReportMap map, DataSet data, string model, int codeLength, string version)
    {
        IReadOnlyList<string> labels = data.HasLabels ? data.LabelNames : [];
        var color = labels.Count > 0 ? "labels, which the model never saw, give the colors" : "colors tell the error, an eighth of the samples each";
        return HtmlPage.Draw(
            Markup.Of($"Map of {data.Name}"),
            Markup.Of($"""
                <main><section id="map">
                <p class="kicker">Hourglass · map of codes</p>
                <h1>{data.Name}</h1>
                <p class="lead">{ReportText.Count(map.X.Length)} codes of {model}-{codeLength} laid out by t-SNE, so that like codes lie together; {color}. Distances between far groups mean little. Point at a dot to see which sample it is.</p>
                {new ReportMapFigure(map, labels).Draw()}
                </section></main>

                """),
            Markup.Of($"Written"), version, isScripted: true);
    }

    private static ReportMap Gather(Autoencoder model, DataSet data, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var (shape, size, length) = (data.Shape, data.Shape.Size, model.CodeLength);
        var thumb = ReportPictures.Thumb(shape, data.Count);
        var thumbs = new float[data.Count * thumb.Size];
        var codes = new float[data.Count * length];
        var errors = new double[data.Count];
        var normalized = new float[size];
        var (low, span) = (model.Info.Normalization.Low, model.Info.Normalization.Span);
        model.ReconstructAll(data, Keep, progress, cancellation);
        progress?.Report(new DataProgress("laying out", 0, 0));
        var indices = Enumerable.Range(0, data.Count).ToArray();
        var map = LatentMap.Arrange(codes, length, indices, cancellation);
        return new ReportMap(
            map.X, map.Y, [.. indices.Select(data.NameOf)], [.. indices.Select(index => data.HasLabels ? data.LabelOf(index) : -1)], errors, thumb, thumbs);

        void Keep(int first, ReadOnlyMemory<float> samples, ReadOnlyMemory<float> batch, ReadOnlyMemory<float> outputs)
        {
            batch.Span.CopyTo(codes.AsSpan(first * length));
            for (var i = 0; i < samples.Length / size; i++)
            {
                var sample = samples.Span.Slice(i * size, size);
                var output = outputs.Span.Slice(i * size, size);
                var sum = 0.0;
                for (var j = 0; j < size; j++)
                {
                    normalized[j] = (sample[j] - low) / span;
                    sum += Math.Pow((output[j] - sample[j]) / span, 2);
                }

                errors[first + i] = sum / size;
                if (thumb.Size > 0)
                    ReportPictures.Reduce(normalized, shape, thumb, thumbs.AsSpan((first + i) * thumb.Size, thumb.Size));
            }
        }
    }
}
