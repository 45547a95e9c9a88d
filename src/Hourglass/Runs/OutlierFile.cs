using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hourglass.Outliers;

namespace Hourglass.Runs;

/// <summary>Writes what a model says of each row, row after row: csv, or one JSON object a line.</summary>
public sealed class OutlierFile : IDisposable
{
    private readonly TextWriter _writer;
    private readonly bool _isJson;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="isJson">Whether each row is a JSON object instead of comma-separated values.</param>
    public OutlierFile(Stream stream, bool isJson)
    {
        (_writer, _isJson) = (new StreamWriter(stream, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" }, isJson);
        if (!isJson)
            _writer.WriteLine("row,score,p_value,outlier,reasons");
    }

    /// <summary>Writes a row; reasons stand beside outliers only.</summary>
    public void Write(OutlierRow row, bool isOutlier)
    {
        var reasons = isOutlier ? string.Join("; ", row.Reasons.Select(Describe)) : "";
        var (number, score, pValue) = (Number(row.Row), Number(row.Score), Number(row.PValue));
        _writer.WriteLine(_isJson
            ? $"{{\"row\":{number},\"score\":{score},\"p_value\":{pValue},\"outlier\":{(isOutlier ? "true" : "false")},\"reasons\":\"{JsonEncodedText.Encode(reasons, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"}}"
            : $"{number},{score},{pValue},{(isOutlier ? "true" : "false")},{CsvText.Quote(reasons)}");
    }

    /// <summary>A reason in words: the value, and what was expected.</summary>
    public static string Describe(OutlierReason reason) => $"{reason.Column} is {reason.Value}, expected {reason.Expected}";

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
