using System.Globalization;
using Hourglass.Data;
using Hourglass.Data.Arrays;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>Codes read from csv, held in memory.</summary>
internal static class CodeTable
{
    private const string FirstColumn = "c0";

    /// <summary>Reads a table whose last columns are c0, c1 ...; columns before them are passed over, the first of them is the name.</summary>
    /// <exception cref="DataException">It is no such table; names the row and column.</exception>
    public static DataSet Read(TextReader reader, string path)
    {
        var header = CsvText.ReadRow(reader, $"{path}, row 1") ?? throw new DataException($"{path} is empty; expected codes, as encode writes them.");
        var first = header.IndexOf(FirstColumn);
        if (first < 0)
            throw new DataException($"{path}, row 1: there is no column {FirstColumn}; expected name,label,c0,c1,... as encode writes them.");
        var length = header.Count - first;
        for (var i = 0; i < length; i++)
        {
            if (header[first + i] != string.Create(CultureInfo.InvariantCulture, $"c{i}"))
                throw new DataException($"{path}, row 1: column {first + i + 1} is '{header[first + i]}'; expected c{i}.");
        }

        var values = new List<float>();
        var names = new List<string>();
        while (CsvText.ReadRow(reader, $"{path}, row {names.Count + 2}") is { } row)
        {
            if (row.Count != header.Count)
                throw new DataException($"{path}, row {names.Count + 2}: {row.Count} fields; expected {header.Count}, as in row 1.");
            for (var i = first; i < row.Count; i++)
                values.Add(Parse(row[i], path, names.Count + 2, header[i]));
            names.Add(first > 0 ? row[0] : "");
        }

        if (names.Count == 0)
            throw new DataException($"{path} has no rows below its header; at least 1 code is needed.");
        return new DataSet(new MemorySource([.. values]), nameOf: first > 0 ? index => names[index] : null)
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Count = names.Count,
            Shape = SampleShape.Vector(length),
        };
    }

    private static float Parse(string text, string path, int row, string column) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw new DataException($"{path}, row {row}: {column} is '{(text.Length > 40 ? text[..40] + "..." : text)}'; expected a finite number.");
}
