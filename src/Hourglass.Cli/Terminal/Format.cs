using System.Globalization;

namespace Hourglass.Cli.Terminal;

/// <summary>Numbers for people, the same in every language of the system.</summary>
internal static class Format
{
    /// <summary>A text that may come from outside, without control characters: a file's name must not steer the terminal.</summary>
    public static string Visible(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;

    /// <summary>A path as it is typed on a command line.</summary>
    public static string Argument(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || c is '/' or '\\' or ':' or '.' or '-' or '_' or '+' or '=' or ',') ? path
        : path.AsSpan().ContainsAny("\"$`!\\") ? $"'{path}'" : $"\"{path}\"";

    /// <summary>A text in lines of at most <paramref name="width"/> columns, broken between words; a word wider than that stands alone.</summary>
    public static IEnumerable<string> Wrap(string text, int width, string indent = "", string first = "")
    {
        var line = first;
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line.TrimEnd();
                (line, isEmpty) = (indent, true);
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        yield return line.TrimEnd();
    }

    /// <summary>For example <c>60,000</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>So many of something: 1 file, 2,000 files.</summary>
    /// <param name="value">How many.</param>
    /// <param name="one">What one is called.</param>
    /// <param name="many">What several are called, if not that with an s.</param>
    public static string Count(long value, string one, string? many = null) => $"{Count(value)} {(value == 1 ? one : many ?? one + "s")}";

    /// <summary>A small error in four significant digits, for example <c>0.005603</c>.</summary>
    /// <param name="value">The error, at least 0.</param>
    /// <param name="smallest">The smallest error of a column, whose decimals all of it gets; the error itself when it stands alone.</param>
    public static string Error(double value, double? smallest = null) => (smallest ?? value) switch
    {
        0 => "0",
        >= 1e-4 and < 1e5 and var scale => value.ToString($"F{Math.Clamp(3 - (int)Math.Floor(Math.Log10(scale)), 0, 7)}", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000e0", CultureInfo.InvariantCulture),
    };

    /// <summary>Any figure in up to four significant digits, for example <c>255</c> or <c>-0.5</c>.</summary>
    public static string Figure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture) is var text && text is "0" or "-0"
        && value != 0
        ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
        : text;

    /// <summary>A number that is a name, such as a seed.</summary>
    public static string Plain(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share or a similarity, for example <c>0.912</c>.</summary>
    public static string Share(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>For example <c>22.51 dB</c>.</summary>
    public static string Decibel(double value) => double.IsPositiveInfinity(value) ? "exact" : FormattableString.Invariant($"{value:F2} dB");

    /// <summary>For example <c>97.1 %</c>.</summary>
    public static string Percent(double share) => FormattableString.Invariant($"{100 * share:F1} %");

    /// <summary>For example <c>12.4 MB</c>.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => FormattableString.Invariant($"{bytes:F0} B"),
        < 1e6 => FormattableString.Invariant($"{bytes / 1e3:F1} kB"),
        < 1e9 => FormattableString.Invariant($"{bytes / 1e6:F1} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e9:F1} GB"),
    };

    /// <summary>For example <c>0:42</c> or <c>1:02:03</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? FormattableString.Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : FormattableString.Invariant($"{time.Minutes}:{time.Seconds:00}");
}
