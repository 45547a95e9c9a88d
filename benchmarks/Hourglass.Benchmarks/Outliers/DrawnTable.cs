using System.Globalization;
using DuckDB.NET.Data;

namespace Hourglass.Benchmarks.Outliers;

/// <summary>A table of correlated normal numbers of any size, as a Parquet file.</summary>
internal static class DrawnTable
{
    /// <summary>Writes it.</summary>
    public static void Write(string path, int rows, int columns)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SET threads=1; SELECT setseed(0.5)";
        command.ExecuteNonQuery();
        var terms = string.Join(", ", Enumerable.Range(0, columns).Select(i =>
            FormattableString.Invariant($"common * {i % 5 / 5.0} + sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS c{i}")));
        command.CommandText = $"COPY (SELECT {terms} FROM (SELECT sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS common FROM range({rows.ToString(CultureInfo.InvariantCulture)}))) "
            + $"TO '{path.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }
}
