using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Runs;

/// <summary>A column that says which rows are outliers.</summary>
internal static class KnownOutliers
{
    /// <summary>Reads it: a number or boolean that is not 0 marks an outlier; of two words, the rarer one does.</summary>
    /// <exception cref="DataException">There is no such column, a value is missing, or it does not tell two sorts of rows apart.</exception>
    public static bool[] Read(ITable table, string label, CancellationToken cancellation)
    {
        var column = Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Name == label).Cast<int?>().FirstOrDefault()
            ?? throw new DataException($"{table.Name} has no column {label}; it has {string.Join(", ", table.Columns.Take(8).Select(other => other.Name))}{(table.Columns.Count > 8 ? " ..." : "")}.");
        var (known, words) = (new List<bool>(), new List<string?>());
        foreach (var block in table.Read(cancellation))
        {
            if (table.Columns[column].Kind == ColumnKind.Text)
            {
                words.AddRange(block.Texts(column)[..block.Rows]);
                continue;
            }

            foreach (var value in block.Numbers(column)[..block.Rows])
            {
                known.Add(double.IsNaN(value)
                    ? throw new DataException($"{table.Name}, row {known.Count + 1}: {label} is missing; give every row a label, or leave --label out.")
                    : value != 0);
            }
        }

        if (table.Columns[column].Kind == ColumnKind.Text)
            known = OfWords(table, label, words);
        return known.Contains(true) && known.Contains(false)
            ? [.. known]
            : throw new DataException($"{table.Name}: {label} is the same in all rows, so it cannot tell how well outliers are found; leave --label out.");
    }

    private static List<bool> OfWords(ITable table, string label, List<string?> words)
    {
        var sorts = words.GroupBy(word => word).OrderBy(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
        return sorts.Length == 2
            ? words.ConvertAll(word => word == sorts[0].Key)
            : throw new DataException($"{table.Name}: {label} has {sorts.Length} different values; two are needed, of which the rarer marks outliers.");
    }
}
