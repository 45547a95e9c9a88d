using System.Globalization;
using DuckDB.NET.Data;
using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Tables;

/// <summary>A CSV, Parquet or JSON lines file, or what a query makes of it, as a table. Rows are streamed: files may be larger than memory.</summary>
/// <remarks>Read by DuckDB (Raasveldt and Mühleisen, SIGMOD 2019). Types come from the file, for CSV and JSON from all of its rows.</remarks>
public sealed class TableFile : ITable, IDisposable
{
    /// <summary>The name by which a query calls the file.</summary>
    public const string QueryName = "data";

    private const int RowsAtOnce = 2048;
    private const int CellsAtOnce = 1 << 20;

    // DuckDB keeps blocks of rows of every column for each thread: more columns take more memory, whatever else is allowed.
    private const int WideFields = 1000;
    private const int FieldsOfMegabyte = 3;

    private readonly DuckDBConnection _connection;
    private readonly string _select;

    private readonly TableFormat _format;

    private TableFile(string path, DuckDBConnection connection, TableFormat format, TableSchema schema) =>
        (Name, _connection, _format, Columns, Notes, _select) = (path, connection, format, schema.Columns, schema.Notes, schema.Select);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>What is read in another way than one might think: columns of lists, which are left out, and words in columns of numbers, which count
    /// as missing.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether a path names a table by its end, whatever is in it.</summary>
    public static bool IsTable(string path) => TableFormat.IsTable(path);

    /// <summary>Opens a file by the end of its name: <c>.csv</c>, <c>.tsv</c>, <c>.txt</c>, <c>.parquet</c>, <c>.jsonl</c>, <c>.ndjson</c> or
    /// <c>.json</c>; the text formats also as <c>.gz</c> or <c>.zst</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">A query over it, threads, memory.</param>
    /// <exception cref="DataException">There is no such file, its format is unknown, or it cannot be read.</exception>
    public static TableFile Open(string path, TableOptions? options = null)
    {
        options ??= new TableOptions();
        if (!File.Exists(path))
            throw new DataException(Directory.Exists(path)
                ? $"{path} is a folder; name one CSV, Parquet or JSON lines file."
                : $"{path}: there is no such file.");
        var connection = new DuckDBConnection("DataSource=:memory:");
        TableFormat? format = null;
        try
        {
            connection.Open();
            format = TableFormat.Of(path);
            var threads = format.Fields > WideFields ? 1 : options.Threads;
            var memory = Math.Max(options.MemoryMegabytes, format.Fields / FieldsOfMegabyte);
            Execute(connection, $"SET threads={threads.ToString(CultureInfo.InvariantCulture)}");
            Execute(connection, $"SET memory_limit='{memory.ToString(CultureInfo.InvariantCulture)}MB'");
            Execute(connection, "SET autoinstall_known_extensions=false");
            return new TableFile(path, connection, format, TableSchema.Read(connection, path, From(connection, format, options.Query)));
        }
        catch (DuckDBException broken)
        {
            connection.Dispose();
            throw TableFault.Of(path, format, broken);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<TableBlock> Read(CancellationToken cancellation = default)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = _select;
        command.UseStreamingMode = true;
        using var reader = Guarded(command.ExecuteReader);
        var capacity = Math.Clamp(CellsAtOnce / Columns.Count, 1, RowsAtOnce);
        var block = new TableBlock(Columns, capacity);
        for (var first = 0L; ; first += block.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            block.FirstRow = first;
            if (!Guarded(() => Fill(reader, block)))
                yield break;
            yield return block;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>Text as a string of SQL.</summary>
    internal static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name as SQL takes it, whatever stands in it.</summary>
    internal static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string From(DuckDBConnection connection, TableFormat format, string? query)
    {
        if (query is null)
            return format.Scan;
        Execute(connection, $"CREATE VIEW {QueryName} AS SELECT * FROM {format.Scan}");
        return $"({query.TrimEnd().TrimEnd(';')})";
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private bool Fill(DuckDBDataReader reader, TableBlock block)
    {
        var row = 0;
        for (; row < block.Capacity && reader.Read(); row++)
        {
            for (var i = 0; i < Columns.Count; i++)
            {
                var isMissing = reader.IsDBNull(i);
                if (Columns[i].Kind == ColumnKind.Text)
                    block.Texts(i)[row] = isMissing ? null : reader.GetString(i);
                else
                    block.Numbers(i)[row] = isMissing ? double.NaN : reader.GetDouble(i);
            }
        }

        block.Rows = row;
        return row > 0;
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDBException broken)
        {
            throw TableFault.Of(Name, _format, broken);
        }
    }
}
