using DuckDB.NET.Data;
using Hourglass.Numerics;
using Hourglass.Outliers;
using Hourglass.Runs;

namespace Hourglass.Tables;

/// <summary>The file that takes what is said of every row: csv, JSON lines or Parquet, by its name.</summary>
public static class OutlierTarget
{
    private const string Csv = ".csv";
    private const string JsonLines = ".jsonl";
    private const string Parquet = ".parquet";

    /// <summary>Whether results can be written under a name.</summary>
    public static bool IsSupported(string path) => Path.GetExtension(path).ToLowerInvariant() is Csv or JsonLines or Parquet;

    /// <summary>Runs a job and writes each row as it comes; the file appears whole or not at all.</summary>
    /// <param name="path">The file; null to write none.</param>
    /// <param name="job">Gets what to call for every row; null when nothing is written.</param>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string? path, Action<Action<OutlierRow, bool>?> job)
    {
        if (path is null)
        {
            job(null);
            return;
        }

        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        if (ending != Parquet)
        {
            AtomicFile.Write(path, stream => Run(stream, ending == JsonLines, job));
            return;
        }

        var rows = $"{path}.{Path.GetRandomFileName()}.csv";
        var packed = $"{path}.{Path.GetRandomFileName()}.part";
        try
        {
            using (var stream = File.Create(rows))
                Run(stream, isJson: false, job);
            Pack(rows, packed);
            File.Move(packed, path, overwrite: true);
        }
        finally
        {
            File.Delete(rows);
            File.Delete(packed);
        }
    }

    private static void Run(Stream stream, bool isJson, Action<Action<OutlierRow, bool>?> job)
    {
        using var file = new OutlierFile(stream, isJson);
        job(file.Write);
    }

    private static void Pack(string rows, string packed)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT * FROM read_csv({TableFile.Literal(rows)}, header=true, delim=',', quote='\"', escape='\"', "
            + "columns={'row': 'BIGINT', 'score': 'DOUBLE', 'p_value': 'DOUBLE', 'outlier': 'BOOLEAN', 'reasons': 'VARCHAR'})) "
            + $"TO {TableFile.Literal(packed)} (FORMAT parquet)";
        command.ExecuteNonQuery();
    }
}
