using DuckDB.NET.Data;
using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Tables;

/// <summary>The columns of a source by its types in DuckDB, and the query that gives them as numbers and text.</summary>
internal static class TableSchema
{
    /// <summary>The most columns of a table.</summary>
    public const int MaxColumns = 20_000;

    private static readonly HashSet<string> Numbers =
        ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE"];

    /// <summary>Asks for the columns of <paramref name="from"/>.</summary>
    /// <exception cref="DataException">There is no column that can be used, or there are too many.</exception>
    public static (IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Skipped, string Select) Read(
        DuckDBConnection connection, string path, string from)
    {
        var (columns, skipped, terms) = (new List<TableColumn>(), new List<string>(), new List<string>());
        using var command = connection.CreateCommand();
        command.CommandText = $"DESCRIBE SELECT * FROM {from}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (name, type) = (reader.GetString(0), reader.GetString(1));
            if (KindOf(type) is { } kind)
            {
                columns.Add(new TableColumn(name, kind));
                terms.Add($"{Term(TableFile.Identifier(name), kind, type)} AS c{terms.Count}");
            }
            else
            {
                skipped.Add($"{name} holds values of type {Short(type)} and is left out");
            }
        }

        if (columns.Count == 0)
            throw new DataException($"{path} has no column of numbers, dates or text.");
        return columns.Count > MaxColumns
            ? throw new DataException($"{path} has {columns.Count} columns; at most {MaxColumns} are read. Choose some with a query.")
            : (columns, skipped, $"SELECT {string.Join(", ", terms)} FROM {from}");
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
