using System.Globalization;
using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Outliers;

/// <summary>The values of a model's columns in the blocks of a table that may have them in another order, and of another kind.</summary>
internal sealed class TableReading(ITable table, int rows, IReadOnlyList<ColumnProfile> columns, int[] places)
{
    private readonly HashSet<string>[] _seen = [.. columns.Select(column => column.Counts.Keys.ToHashSet(StringComparer.Ordinal))];

    /// <summary>Where a model's column stands in the table.</summary>
    public int Place(int column) => places[column];

    /// <summary>A feature of a row.</summary>
    public double Value(TableBlock block, Feature feature, int row)
    {
        var profile = columns[feature.Column];
        if (profile.Kind == ColumnKind.Text)
        {
            var text = Text(block, feature.Column, row);
            return feature.Kind switch
            {
                FeatureKind.Missing => text is null ? 1 : 0,
                FeatureKind.Category => text == feature.Category ? 1 : 0,
                _ => ProfileFit.Rarity(profile, rows, text),
            };
        }

        var number = Number(block, feature.Column, row);
        return feature.Kind == FeatureKind.Missing
            ? double.IsFinite(number) ? 0 : 1
            : double.IsFinite(number) ? number : profile.Median;
    }

    /// <summary>Notes for each row without a surprise whether this column has one.</summary>
    public void Surprises(TableBlock block, int column, int first, int count, string?[] surprises)
    {
        var profile = columns[column];
        if (profile.LeftOut is not null && !profile.IsConstant)
            return;
        for (var row = first; row < first + count; row++)
        {
            if (surprises[row] is null && IsSurprise(block, column, row, profile))
                surprises[row] = profile.Name;
        }
    }

    /// <summary>The value of a column as people write it.</summary>
    public string Show(TableBlock block, int column, int row) => columns[column].Kind == ColumnKind.Text
        ? Text(block, column, row) ?? "missing"
        : TableEncoder.Show(columns[column].Kind, Number(block, column, row));

    /// <summary>A value of a column of text, null when it is missing.</summary>
    public string? Text(TableBlock block, int column, int row)
    {
        if (table.Columns[places[column]].Kind == ColumnKind.Text)
            return block.Texts(places[column])[row];
        var number = block.Numbers(places[column])[row];
        return double.IsNaN(number) ? null : TableEncoder.Show(table.Columns[places[column]].Kind, number);
    }

    /// <summary>A value of a column of numbers, NaN when it is missing.</summary>
    public double Number(TableBlock block, int column, int row)
    {
        if (table.Columns[places[column]].Kind != ColumnKind.Text)
            return block.Numbers(places[column])[row];
        var text = block.Texts(places[column])[row];
        if (text is null)
            return double.NaN;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new DataException(
                $"{table.Name}, row {block.FirstRow + row + 1}, column {columns[column].Name}: '{Shortened(text)}' stands where the model has numbers; correct it or leave it empty.");
    }

    private bool IsSurprise(TableBlock block, int column, int row, ColumnProfile profile)
    {
        if (profile.Kind == ColumnKind.Text)
        {
            var text = Text(block, column, row);
            return text is null ? profile.MissingShare == 0 : !_seen[column].Contains(text) && profile.Counts.Count < ColumnProfile.MostCounts;
        }

        var number = Number(block, column, row);
        return !double.IsFinite(number)
            ? profile.MissingShare == 0
            : profile.IsConstant && number != profile.Median;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..37] + "...";
}
