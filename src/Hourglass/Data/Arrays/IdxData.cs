using System.Text.RegularExpressions;

namespace Hourglass.Data.Arrays;

/// <summary>Data sets of IDX files: pictures with the labels beside them, and folders of train and test files named like MNIST's.</summary>
internal static partial class IdxData
{
    /// <summary>Opens a file of samples, with its labels where a file beside it holds them.</summary>
    /// <exception cref="DataException">A file is broken, or the labels are not as many as the samples.</exception>
    public static DataSet Open(
        string path, string name, IReadOnlyList<string>? labelNames = null, IProgress<DataProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var array = IdxFile.Open(path, progress, cancellation);
        try
        {
            if (array.Shape.Length == 1)
                throw new DataException(
                    $"{path} is a plain list of {array.Shape[0]} numbers, such as labels; name the file with the samples (images-idx3) instead.");
            var layout = ArrayLayout.Of(array.Shape, path);
            Labels? labels = null;
            if (LabelFile(path) is { } labelPath)
            {
                using var stored = IdxFile.Open(labelPath, cancellation: cancellation);
                labels = stored.ReadLabels(layout.Count);
            }

            return new DataSet(new ArraySource(array, layout), labels?.Values)
            {
                Name = name,
                Count = layout.Count,
                Shape = layout.Shape,
                Range = array.Type.Range,
                LabelNames = labels is null ? [] : labelNames?.Count >= labels.Names.Count ? labelNames : labels.Names,
            };
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    /// <summary>The file of a part in a folder with files named like MNIST's, or null.</summary>
    public static string? PartFile(string folder, DataPart part) =>
        Directory.EnumerateFiles(folder).Where(path => SampleName().Match(Path.GetFileName(path)) is { Success: true } match
                && (match.Groups["part"].Value is "train") == (part == DataPart.Train))
            .Order(StringComparer.Ordinal).FirstOrDefault();

    private static string? LabelFile(string path)
    {
        var file = Path.GetFileName(path);
        if (!file.Contains("images", StringComparison.Ordinal))
            return null;
        var labels = Sides().Replace(file.Replace("images", "labels", StringComparison.Ordinal), "idx1");
        var raw = labels.EndsWith(".gz", StringComparison.Ordinal) ? labels[..^3] : labels;
        var folder = Path.GetDirectoryName(path) ?? "";
        return new[] { labels, raw, raw + ".gz" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    [GeneratedRegex(@"^(?<part>train|t10k|test)-images[-.]idx[34]-ubyte(\.gz)?$")]
    private static partial Regex SampleName();

    [GeneratedRegex(@"idx\d")]
    private static partial Regex Sides();
}
