using System.Globalization;
using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Outliers;

/// <summary>Makes rows of a table vectors: numbers, booleans, dates, categories and missing values, as the training rows had them.</summary>
/// <remarks><code>
/// number, boolean, date -> value, and missing where the training rows miss some
/// text                  -> one feature for each frequent category, the category's rarity, missing
/// </code>
/// What no training row had (a category, a missing value, another value in a constant column) is told apart from what is merely rare: see
/// <see cref="FeatureRows.Surprises"/>.</remarks>
public sealed class TableEncoder
{
    /// <summary>Fitted columns and features.</summary>
    /// <param name="rows">Training rows.</param>
    /// <param name="columns">What they say about each column.</param>
    /// <param name="features">At least one.</param>
    internal TableEncoder(int rows, IReadOnlyList<ColumnProfile> columns, IReadOnlyList<Feature> features) =>
        (Rows, Columns, Features) = (rows, columns, features);

    /// <summary>Training rows.</summary>
    public int Rows { get; }

    /// <summary>The columns, in the order of the training table.</summary>
    public IReadOnlyList<ColumnProfile> Columns { get; }

    /// <summary>The features, D of them.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>Fits on rows.</summary>
    /// <param name="table">Names the columns.</param>
    /// <param name="sample">The rows.</param>
    /// <param name="ignored">Columns that are not looked at.</param>
    /// <exception cref="DataException">Nothing varies.</exception>
    internal static TableEncoder Fit(ITable table, TableSample sample, IReadOnlyCollection<string> ignored)
    {
        var places = Enumerable.Range(0, table.Columns.Count).Where(i => !ignored.Contains(table.Columns[i].Name)).ToArray();
        var (profiles, features, values) = (new List<ColumnProfile>(), new List<Feature>(), new double[sample.Rows]);
        foreach (var place in places)
        {
            var profile = ProfileFit.Of(table.Columns[place], sample, place);
            var before = features.Count;
            ProfileFit.AddFeatures(profile, sample, place, profiles.Count, values, features);
            profiles.Add(features.Count == before && profile.LeftOut is null ? profile with { LeftOut = "is the same in all rows", IsConstant = true } : profile);
        }

        return features.Count == 0
            ? throw new DataException($"{table.Name}: no column varies, so no row can differ from the others.")
            : new TableEncoder(sample.Rows, profiles, features);
    }

    /// <summary>Finds the model's columns in a table, by name; columns that the model does not know are not looked at.</summary>
    /// <exception cref="DataException">A column is missing.</exception>
    internal TableReading Bind(ITable table)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < table.Columns.Count; i++)
            places.TryAdd(table.Columns[i].Name, i);
        var missing = Columns.Where(column => !places.ContainsKey(column.Name)).Select(column => column.Name).ToArray();
        if (missing.Length > 0)
        {
            var more = missing.Length > 1 ? $" and {missing.Length - 1} more" : "";
            throw new DataException($"{table.Name} has no column {missing[0]}{more}, which the model looks at; give a table with the columns of the training data.");
        }

        return new TableReading(table, Rows, Columns, [.. Columns.Select(column => places[column.Name])]);
    }

    /// <summary>Encodes some rows of a block into the same places of <paramref name="to"/>.</summary>
    /// <exception cref="DataException">Text stands where the model has numbers.</exception>
    internal void Encode(TableReading reading, TableBlock block, int first, int count, FeatureRows to)
    {
        Array.Clear(to.Surprises, first, count);
        for (var i = 0; i < Columns.Count; i++)
            reading.Surprises(block, i, first, count, to.Surprises);
        var (standard, robust, normal) = (to.On(FeatureScale.Standard), to.On(FeatureScale.Robust), to.On(FeatureScale.Normal));
        for (var j = 0; j < Features.Count; j++)
        {
            var feature = Features[j];
            for (var row = first; row < first + count; row++)
            {
                var (value, at) = (reading.Value(block, feature, row), row * to.Features + j);
                standard[at] = feature.Standard(value);
                robust[at] = feature.Robust(value);
                normal[at] = feature.Normal(value);
            }
        }
    }

    /// <summary>A value as people write it.</summary>
    public static string Show(ColumnKind kind, double value) => kind switch
    {
        _ when double.IsNaN(value) => "missing",
        ColumnKind.Boolean => value >= 0.5 ? "true" : "false",
        ColumnKind.Date when Math.Abs(value) < 2e11 => DateTime.UnixEpoch.AddSeconds(value) is var date && date.TimeOfDay == TimeSpan.Zero
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => value.ToString("G6", CultureInfo.InvariantCulture),
    };
}
