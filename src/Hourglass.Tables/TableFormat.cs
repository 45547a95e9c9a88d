using System.Globalization;
using System.IO.Compression;
using System.Text;
using Hourglass.Data;

namespace Hourglass.Tables;

/// <summary>What a file is by its name and its first line, and the SQL that reads it.</summary>
/// <param name="Scan">A table function with its arguments.</param>
/// <param name="Delimiter">Between the fields of a text table; null for other formats, and where it is not known.</param>
/// <param name="Fields">Fields of the first line of a text table, else 0.</param>
/// <param name="IsGzip">Whether it is text in gzip.</param>
/// <remarks>DuckDB would guess delimiter and header too, and guesses wrong where rows are ragged: a broken row then reads as a preamble. What
/// the first line says decides here, and every row has to keep to it.</remarks>
internal sealed record TableFormat(string Scan, char? Delimiter, int Fields, bool IsGzip)
{
    private const int MaxFirstLine = 1 << 20;

    private static readonly string[] Missing = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"];
    private static readonly string[] Text = [".csv", ".tsv", ".txt"];
    private static readonly string[] Json = [".jsonl", ".ndjson", ".json"];

    /// <summary>Whether a path ends as tables do.</summary>
    public static bool IsTable(string path)
    {
        var name = path.ToLowerInvariant();
        var isPacked = name.EndsWith(".gz", StringComparison.Ordinal) || name.EndsWith(".zst", StringComparison.Ordinal);
        var ending = Path.GetExtension(isPacked ? name[..name.LastIndexOf('.')] : name);
        return Text.Contains(ending) || Json.Contains(ending) || ending == ".parquet" && !isPacked;
    }

    /// <summary>Looks at a file.</summary>
    /// <exception cref="DataException">The format is unknown, or the file is empty.</exception>
    public static TableFormat Of(string path)
    {
        var literal = TableFile.Literal(path);
        var name = path.ToLowerInvariant();
        var isGzip = name.EndsWith(".gz", StringComparison.Ordinal);
        var isPacked = isGzip || name.EndsWith(".zst", StringComparison.Ordinal);
        var ending = Path.GetExtension(isPacked ? name[..name.LastIndexOf('.')] : name);
        if (new FileInfo(path).Length == 0)
            throw new DataException($"{path} is empty; a table needs a line of names and rows.");
        if (ending == ".parquet" && !isPacked)
            return new TableFormat($"read_parquet({literal})", null, 0, false);
        if (Json.Contains(ending))
            return new TableFormat($"read_json({literal}, sample_size=-1)", null, 0, isGzip);
        if (!Text.Contains(ending))
            throw new DataException($"{path} is no table by its name; tables end in {string.Join(", ", Text)}, .parquet, {string.Join(", ", Json)}, text also in .gz.");
        var (delimiter, fields, hasHeader) = isPacked && !isGzip ? (',', 0, true) : Shape(FirstLine(path, isGzip));
        var missing = string.Join(", ", Missing.Select(TableFile.Literal));
        var scan = $"read_csv({literal}, delim='{delimiter}', header={(hasHeader ? "true" : "false")}, quote='\"', escape='\"', skip=0, null_padding=false, "
            + $"ignore_errors=false, sample_size=-1, max_line_size={(16 << 20).ToString(CultureInfo.InvariantCulture)}, nullstr=[{missing}])";
        return new TableFormat(scan, delimiter, fields, isGzip);
    }

    /// <summary>The delimiter is the one seen most outside of quotes; names are no numbers.</summary>
    private static (char Delimiter, int Fields, bool HasHeader) Shape(string line)
    {
        var (delimiter, best) = (',', new List<string>());
        foreach (var candidate in ",\t;|")
        {
            if (Split(line, candidate) is var fields && fields.Count > best.Count)
                (delimiter, best) = (candidate, fields);
        }

        return (delimiter, best.Count, !best.Exists(field => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)));
    }

    private static List<string> Split(string line, char delimiter)
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
            throw new DataException($"{path} is no whole gzip file: {broken.Message.TrimEnd('.')}.", broken);
        }
    }
}
