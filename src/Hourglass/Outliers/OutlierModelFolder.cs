using System.Text.Json;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>A model of ordinary rows as two plain files: columns and features as JSON, what the scores learnt as arrays. Opening it runs no code from it.</summary>
/// <remarks><code>
/// outliers.json          format version, seed, training rows, columns, features
/// outliers.safetensors   forest.*, neighbors-*, gaussian-*, autoencoders.*, calibration.*
/// </code></remarks>
public static class OutlierModelFolder
{
    /// <summary>The description's name; a folder with such a file holds a model.</summary>
    public const string DescriptionFile = "outliers.json";

    private const string ArrayFile = "outliers.safetensors";
    private const string CombinedName = "calibration.combined";
    private const int Version = 1;
    private const long MostDescriptionBytes = 256 << 20;
    private const int MostRows = 1 << 24;

    /// <summary>Whether a folder holds a model.</summary>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, DescriptionFile));

    /// <summary>Writes a model; the folder appears whole or not at all, and one that is there is replaced.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string folder, OutlierModel model)
    {
        var description = new OutlierDescription
        {
            Version = Version,
            Seed = model.Seed,
            Rows = model.Encoder.Rows,
            Columns = model.Encoder.Columns,
            Features = model.Encoder.Features,
        };
        IEnumerable<WeightTensor> tensors =
        [
            .. model.Parts.SelectMany(part => part.ToTensors()),
            .. model.Calibrations.Zip(model.Scores, (calibration, id) => calibration.ToTensor(CalibrationName(id))),
            model.Combined.ToTensor(CombinedName),
        ];
        AtomicFile.WriteFolder(folder, fresh =>
        {
            AtomicFile.Write(Path.Combine(fresh, DescriptionFile), stream => JsonSerializer.Serialize(stream, description, OutlierJson.Default.OutlierDescription));
            AtomicFile.Write(Path.Combine(fresh, ArrayFile), stream => Safetensors.Write(stream, [.. tensors]));
        });
    }

    /// <summary>Opens a model; everything in it is checked.</summary>
    /// <exception cref="ModelFormatException">A file is missing or is not what the format says.</exception>
    public static OutlierModel Read(string folder)
    {
        var path = Path.Combine(folder, DescriptionFile);
        if (!File.Exists(path))
            throw new ModelFormatException(folder, 0, DescriptionFile, "missing", "there, as outliers --save writes it");
        if (new FileInfo(path).Length > MostDescriptionBytes)
            throw new ModelFormatException(path, 0, "length", "more", $"at most {MostDescriptionBytes} bytes");
        var description = ReadDescription(path);
        Check(path, description);
        var arrays = Path.Combine(folder, ArrayFile);
        if (!File.Exists(arrays))
            throw new ModelFormatException(folder, 0, ArrayFile, "missing", "there");
        using var stream = File.OpenRead(arrays);
        var tensors = new TensorReader(Safetensors.Read(stream, arrays), arrays);
        var scores = ScoreCatalogue.Read(tensors, description.Features.Count);
        var calibrations = scores.Select(score => Calibration.Read(tensors, CalibrationName(score.Id))).ToArray();
        var encoder = new TableEncoder(description.Rows, description.Columns, description.Features);
        return new OutlierModel(encoder, scores, calibrations, Calibration.Read(tensors, CombinedName), description.Seed);
    }

    private static OutlierDescription ReadDescription(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, OutlierJson.Default.OutlierDescription)
                ?? throw new ModelFormatException(path, 0, "the description", "null", "an object");
        }
        catch (JsonException broken)
        {
            throw new ModelFormatException(path, broken.BytePositionInLine ?? 0, broken.Path ?? "the description", broken.Message.Split('\n')[0], "JSON as outliers --save writes it");
        }
    }

    private static void Check(string path, OutlierDescription description)
    {
        Require(description.Version == Version, "version", description.Version, $"{Version}");
        Require(description.Rows is > 0 and <= MostRows, "rows", description.Rows, $"from 1 to {MostRows}");
        Require(description.Features.Count > 0, "features", description.Features.Count, "at least 1");
        foreach (var column in description.Columns)
        {
            Require(column is not null, "a column", "null", "an object");
            Require(!string.IsNullOrEmpty(column!.Name), "name of a column", "empty", "a name");
            Require(column.Quantiles.All(double.IsFinite) && double.IsFinite(column.Median), $"distribution of {column.Name}", "not finite", "finite numbers");
            Require(column.Counts.Values.All(count => count > 0), $"counts of {column.Name}", "not positive", "at least 1");
        }

        foreach (var feature in description.Features)
        {
            Require(feature is not null, "a feature", "null", "an object");
            Require(feature!.Column >= 0 && feature.Column < description.Columns.Count, "column of a feature", feature.Column, $"below {description.Columns.Count}");
            Require(feature.Deviation > 0 && feature.Spread > 0 && feature.Weight > 0, "scale of a feature", "not positive", "above 0");
            Require(
                double.IsFinite(feature.Mean + feature.Deviation + feature.Median + feature.Spread + feature.Weight), "scale of a feature", "not finite", "finite numbers");
            Require(feature.Knots.Length > 0 && feature.Knots.Length == feature.Scores.Length, "knots of a feature", feature.Knots.Length, $"{feature.Scores.Length}, at least 1");
            Require(feature.Knots.Concat(feature.Scores).All(double.IsFinite), "knots of a feature", "not finite", "finite numbers");
            Require(IsAscending(feature.Knots) && IsAscending(feature.Scores), "knots of a feature", "out of order", "ascending");
            Require(
                feature.Kind != FeatureKind.Value || description.Columns[feature.Column].Quantiles.Count > 0, "feature of a column", "a value", "a column of numbers");
        }

        void Require(bool holds, string field, object found, string expected)
        {
            if (!holds)
                throw new ModelFormatException(path, 0, field, FormattableString.Invariant($"{found}"), expected);
        }
    }

    private static bool IsAscending(double[] values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (!(values[i] > values[i - 1]))
                return false;
        }

        return true;
    }

    private static string CalibrationName(string id) => $"calibration.{id}";
}
