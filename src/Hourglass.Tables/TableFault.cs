using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Hourglass.Data;

namespace Hourglass.Tables;

/// <summary>What DuckDB says over many lines, in one.</summary>
internal static partial class TableFault
{
    private const int MaxLength = 300;

    /// <summary>The exception for a file that cannot be read.</summary>
    public static DataException Of(string path, DuckDBException broken)
    {
        var message = broken.Message;
        var line = CsvLine().Match(message) is { Success: true } match ? $", line {match.Groups[1].Value}" : "";
        if (Ragged().Match(message) is { Success: true } ragged)
            return new DataException($"{path}{line}: {ragged.Groups[1].Value} fields are expected as in the first line, and {ragged.Groups[2].Value} found; make all rows as long as the first.", broken);
        if (TooMany().Match(message) is { Success: true } many)
            return new DataException($"{path}{line}: more fields than the {many.Groups[1].Value} of the first line; make all rows as long as the first.", broken);
        if (line.Length > 0)
            return new DataException($"{path}{line}: {FirstSentence(AfterCsvLine(message))}", broken);
        return new DataException($"{path}: {FirstSentence(message)}", broken);
    }

    private static string AfterCsvLine(string message) =>
        message.Split('\n').Skip(1).Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && !line.StartsWith("Original Line", StringComparison.Ordinal)) ?? message;

    private static string FirstSentence(string message)
    {
        var line = message.Split('\n').Select(part => part.Trim()).First(part => part.Length > 0 || message.Trim().Length == 0);
        return (line.Length <= MaxLength ? line : line[..MaxLength] + "...").TrimEnd('.', ' ') + ".";
    }

    [GeneratedRegex(@"CSV Error on Line: (\d+)")]
    private static partial Regex CsvLine();

    [GeneratedRegex(@"Expected Number of Columns: (\d+) Found: (\d+)")]
    private static partial Regex Ragged();

    [GeneratedRegex(@"Maximum Number of Columns: (\d+)|too many columns: (\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex TooMany();
}
