using DuckDB.NET.Data;
using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Tables;

/// <summary>The columns of a source by its types in DuckDB, and the query that gives them as numbers and text.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Notes">What is left out or read in another way, and why.</param>
/// <param name="Select">The query; its columns are those, in order.</param>
internal sealed record TableSchema(IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Notes, string Select)
{
    /// <summary>The most columns of a table.</summary>
    public const int MaxColumns = 20_000;

    /// <summary>A column of text in which so large a share are numbers is one of numbers with a few words in it.</summary>
    private const double NumberShare = 0.9;

    private static readonly HashSet<string> Numbers =
        ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE"];

    /// <summary>Asks for the columns of <paramref name="from"/>.</summary>
    /// <exception cref="DataException">There is no column that can be used, or there are too many.</exception>
    public static TableSchema Read(DuckDBConnection connection, string path, string from)
    {
        var (columns, notes, terms) = (new List<TableColumn>(), new List<string>(), new List<string>());
        var described = Rows(connection, $"DESCRIBE SELECT * FROM {from}", reader => (Name: reader.GetString(0), Type: reader.GetString(1)));
        var words = WordsAmongNumbers(connection, from, [.. described.Where(column => column.Type == "VARCHAR").Select(column => column.Name)]);
        foreach (var (name, type) in described)
        {
            if (words.TryGetValue(name, out var word))
            {
                columns.Add(new TableColumn(name, ColumnKind.Number));
                terms.Add($"TRY_CAST({TableFile.Identifier(name)} AS DOUBLE) AS c{terms.Count}");
                notes.Add($"{name} is a column of numbers with {word} in it, counted as missing");
            }
            else if (KindOf(type) is { } kind)
            {
                columns.Add(new TableColumn(name, kind));
                terms.Add($"{Term(TableFile.Identifier(name), kind, type)} AS c{terms.Count}");
            }
            else
            {
                notes.Add($"{name} holds values of type {Short(type)} and is left out");
            }
        }

        if (columns.Count == 0)
            throw new DataException($"{path} has no column of numbers, dates or text.");
        return columns.Count > MaxColumns
            ? throw new DataException($"{path} has {columns.Count} columns; at most {MaxColumns} are read. Choose some with a query.")
            : new TableSchema(columns, notes, $"SELECT {string.Join(", ", terms)} FROM {from}");
    }

    /// <summary>The columns of text that are nearly all numbers, with the words in them.</summary>
    private static Dictionary<string, string> WordsAmongNumbers(DuckDBConnection connection, string from, string[] texts)
    {
        const int TextsAtOnce = 200;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in texts.Chunk(TextsAtOnce))
        {
            var terms = some.Select(TableFile.Identifier).Select(name =>
                $"count({name}), count(TRY_CAST({name} AS DOUBLE)), min(CASE WHEN TRY_CAST({name} AS DOUBLE) IS NULL THEN {name} END)");
            var counts = Rows(connection, $"SELECT {string.Join(", ", terms)} FROM {from}", reader => some
                .Select((_, i) => (All: reader.GetInt64(3 * i), Numbers: reader.GetInt64(3 * i + 1), Word: reader.IsDBNull(3 * i + 2) ? "" : reader.GetString(3 * i + 2)))
                .ToArray())[0];
            for (var i = 0; i < some.Length; i++)
            {
                var (all, numbers, word) = counts[i];
                if (numbers > 0 && numbers < all && numbers >= NumberShare * all)
                    found[some[i]] = all - numbers == 1 ? $"the word '{Short(word)}'" : FormattableString.Invariant($"{all - numbers} words such as '{Short(word)}'");
            }
        }

        return found;
    }

    private static List<T> Rows<T>(DuckDBConnection connection, string sql, Func<DuckDBDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static ColumnKind? KindOf(string type) => type switch
    {
        "BOOLEAN" => ColumnKind.Boolean,
        "DATE" => ColumnKind.Date,
        "VARCHAR" or "UUID" => ColumnKind.Text,
        _ when type.EndsWith(']') => null,
        _ when Numbers.Contains(type) || type.StartsWith("DECIMAL", StringComparison.Ordinal) => ColumnKind.Number,
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => ColumnKind.Date,
        _ when type.StartsWith("TIME", StringComparison.Ordinal) || type.StartsWith("ENUM", StringComparison.Ordinal) => ColumnKind.Text,
        _ => null,
    };

    private static string Term(string column, ColumnKind kind, string type) => kind switch
    {
        ColumnKind.Text => $"CAST({column} AS VARCHAR)",
        ColumnKind.Date when type == "DATE" => $"epoch(CAST({column} AS TIMESTAMP))",
        ColumnKind.Date => $"CAST(epoch({column}) AS DOUBLE)",
        ColumnKind.Boolean => $"CAST(CAST({column} AS INTEGER) AS DOUBLE)",
        _ => $"CAST({column} AS DOUBLE)",
    };

    private static string Short(string type) => type.Length <= 40 ? type : type[..37] + "...";
}
