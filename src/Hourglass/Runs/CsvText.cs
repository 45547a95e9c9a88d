using System.Buffers;
using System.Text;
using Hourglass.Data;

namespace Hourglass.Runs;

/// <summary>Comma-separated values after RFC 4180: fields with commas, quotes or line breaks stand in quotes, quotes in them are doubled.</summary>
internal static class CsvText
{
    /// <summary>The longest field that is read, in characters.</summary>
    public const int MaxField = 1 << 16;

    /// <summary>The most fields in a row.</summary>
    public const int MaxFields = 1 << 20;

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>A field as it stands in a file.</summary>
    public static string Quote(string field) =>
        field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    /// <summary>Reads the next row, or null at the end.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="place">Named in errors, for example file and row.</param>
    /// <exception cref="DataException">A quote is not closed, or a limit is passed.</exception>
    public static List<string>? ReadRow(TextReader reader, string place)
    {
        if (reader.Peek() < 0)
            return null;
        var row = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        while (true)
        {
            var next = reader.Read();
            if (next < 0 && quoted)
                throw new DataException($"{place}: a quote is not closed; close it.");
            if (next == '"' && quoted && reader.Peek() == '"')
                field.Append((char)reader.Read());
            else if (next == '"' && (quoted || field.Length == 0))
                quoted = !quoted;
            else if (quoted || next >= 0 && !Special.Contains((char)next))
                field.Append((char)next);
            else if (next != '\r')
                row.Add(Take(field));
            if (field.Length > MaxField || row.Count > MaxFields)
                throw new DataException($"{place}: more than {MaxField} characters in a field or {MaxFields} fields; this is no table of codes.");
            if (!quoted && next is (< 0 or '\n'))
                return row;
        }
    }

    private static string Take(StringBuilder field)
    {
        var text = field.ToString();
        field.Clear();
        return text;
    }
}
