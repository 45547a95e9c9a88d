using System.Globalization;
using System.IO.Compression;
using System.Text;
using Hourglass.Data;

namespace Hourglass.Tables;

/// <summary>From the name of a file to the SQL that reads it.</summary>
/// <remarks>DuckDB would guess delimiter, header and the first row too, and guesses wrong where rows are ragged: a broken row then reads as
/// a preamble. What the first line says decides here, and every row has to keep to it.</remarks>
internal static class TableFormat
{
    private const int MaxFirstLine = 1 << 20;

    private static readonly string[] Missing = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"];
    private static readonly string[] Text = [".csv", ".tsv", ".txt"];
    private static readonly string[] Json = [".jsonl", ".ndjson", ".json"];

    /// <summary>The table function with its arguments.</summary>
    /// <exception cref="DataException">The format is unknown, or the file is empty.</exception>
    public static string Scan(string path)
    {
        var literal = TableFile.Literal(path);
        var name = path.ToLowerInvariant();
        var isGzip = name.EndsWith(".gz", StringComparison.Ordinal);
        var ending = Path.GetExtension(isGzip || name.EndsWith(".zst", StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] : name);
        if (new FileInfo(path).Length == 0)
            throw new DataException($"{path} is empty; a table needs a line of names and rows.");
        if (ending == ".parquet" && ending.Length == Path.GetExtension(name).Length)
            return $"read_parquet({literal})";
        if (Json.Contains(ending))
            return $"read_json({literal}, sample_size=-1)";
        if (!Text.Contains(ending))
            throw new DataException($"{path} is no table by its name; tables end in {string.Join(", ", Text)}, .parquet, {string.Join(", ", Json)}, text also in .gz.");
        var shape = name.EndsWith(".zst", StringComparison.Ordinal) ? "header=true" : Shape(FirstLine(path, isGzip));
        var missing = string.Join(", ", Missing.Select(TableFile.Literal));
        return $"read_csv({literal}, {shape}, quote='\"', escape='\"', skip=0, null_padding=false, ignore_errors=false, sample_size=-1, "
            + $"max_line_size={(16 << 20).ToString(CultureInfo.InvariantCulture)}, nullstr=[{missing}])";
    }

    /// <summary>Delimiter and header by the first line: the delimiter is the one seen most outside of quotes; names are no numbers.</summary>
    private static string Shape(string line)
    {
        var (delimiter, most) = (',', -1);
        foreach (var candidate in ",\t;|")
        {
            if (Fields(line, candidate).Count is var count && count > most)
                (delimiter, most) = (candidate, count);
        }

        var hasNumbers = Fields(line, delimiter).Any(field => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        return $"delim='{delimiter}', header={(hasNumbers ? "false" : "true")}";
    }

    private static List<string> Fields(string line, char delimiter)
    {
        var (fields, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var c in line)
        {
            isQuoted ^= c == '"';
            if (c == delimiter && !isQuoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else if (c != '"')
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString().Trim());
        return fields;
    }

    private static string FirstLine(string path, bool isGzip)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var stream = isGzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var line = new StringBuilder();
            for (int next; (next = reader.Read()) >= 0 && next is not ('\n' or '\r');)
            {
                line.Append((char)next);
                if (line.Length > MaxFirstLine)
                    throw new DataException($"{path}: the first line has more than {MaxFirstLine} characters; a line of column names is expected.");
            }

            return line.ToString();
        }
        catch (InvalidDataException broken)
        {
            throw new DataException($"{path} is no whole gzip file: {broken.Message}", broken);
        }
    }
}
