using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Hourglass.Data;

namespace Hourglass.Tables;

/// <summary>What DuckDB says over many lines, in one.</summary>
internal static partial class TableFault
{
    private const int MaxLength = 240;

    /// <summary>The exception for a file that cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What it is, if that is known.</param>
    /// <param name="broken">What DuckDB said.</param>
    public static DataException Of(string path, TableFormat? format, DuckDBException broken)
    {
        var message = broken.Message;
        if (format is { Delimiter: { } delimiter } && IsAboutText(message) && RowLengths.FirstOdd(path, format.IsGzip, delimiter) is { } odd)
        {
            return new DataException(
                $"{path}, line {odd.Line}: {odd.Found} {(odd.Found == 1 ? "field" : "fields")} where the first line has {odd.Expected}; make all rows as long as the first.", broken);
        }

        if (message.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase))
            return new DataException($"{path}: reading takes more memory than --memory allows; allow more, or choose columns with --query.", broken);
        var line = CsvLine().Match(message) is { Success: true } match ? $", line {match.Groups[1].Value}" : "";
        return new DataException($"{path}{line}: {FirstSentence(line.Length > 0 ? AfterFirstLine(message) : message)}", broken);
    }

    private static bool IsAboutText(string message) =>
        message.Contains("CSV", StringComparison.Ordinal) || message.Contains("sniffing", StringComparison.Ordinal);

    private static string AfterFirstLine(string message) => message.Split('\n').Skip(1).Select(line => line.Trim())
        .FirstOrDefault(line => line.Length > 0 && !line.StartsWith("Original Line", StringComparison.Ordinal)) ?? message;

    private static string FirstSentence(string message)
    {
        var line = message.Split('\n').Select(part => part.Trim()).FirstOrDefault(part => part.Length > 0) ?? "it cannot be read";
        return (line.Length <= MaxLength ? line : line[..MaxLength] + "...").TrimEnd('.', ' ') + ".";
    }

    [GeneratedRegex(@"CSV Error on Line: (\d+)")]
    private static partial Regex CsvLine();
}
