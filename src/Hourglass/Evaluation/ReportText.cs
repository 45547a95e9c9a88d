using System.Globalization;
using System.Text;

namespace Hourglass.Evaluation;

/// <summary>How the report writes numbers and foreign text: three significant digits, a comma between thousands, the same in every country.</summary>
internal static class ReportText
{
    /// <summary>What stands where there is no figure.</summary>
    public const string Missing = "\u2013";

    private const char Replacement = '\uFFFD';
    private const int MaxDecimals = 7;

    /// <summary>A count: <c>10,000</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A measured number to three significant digits: <c>0.00562</c>, <c>22.5</c>, <c>1,230</c>, <c>3.1 × 10⁻⁹</c>.</summary>
    public static string Number(double value)
    {
        if (Special(value) is { } special)
            return special;
        if (value == 0)
            return "0";
        var exponent = Exponent(value);
        return exponent is < -5 or > 9
            ? Scientific(value, exponent)
            : Math.Round(value, Math.Max(0, 2 - exponent)).ToString($"N{Math.Max(0, 2 - exponent)}", CultureInfo.InvariantCulture);
    }

    /// <summary>A number of a column whose figures all have the same number of decimals, so that they can be compared at a glance.</summary>
    public static string Number(double value, int decimals) => Special(value) ?? value.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    /// <summary>The decimals that give the smallest figure of a column three significant digits.</summary>
    public static int Decimals(IEnumerable<double> column)
    {
        var smallest = column.Where(value => double.IsFinite(value) && value != 0).Select(Math.Abs).DefaultIfEmpty(1).Min();
        return Math.Clamp(2 - Exponent(smallest), 0, MaxDecimals);
    }

    /// <summary>A number with as few digits as it needs, at most three significant ones, for axes: <c>0.005</c>, <c>20</c>.</summary>
    public static string Tick(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return Special(value) ?? "0";
        var exponent = Exponent(value);
        return exponent is < -5 or > 6
            ? Scientific(value, exponent)
            : Math.Round(value, Math.Max(0, 2 - exponent)).ToString("#,0.#######", CultureInfo.InvariantCulture);
    }

    /// <summary>A share in percent: <c>97.1 %</c>.</summary>
    public static string Percent(double share) => Special(share) ?? $"{(100 * share).ToString("0.0", CultureInfo.InvariantCulture)}\u00A0%";

    /// <summary>A ratio: <c>4.8</c>; two significant digits are all that a ratio of measurements is good for.</summary>
    public static string Ratio(double ratio) =>
        Special(ratio) ?? (ratio < 9.95 ? ratio.ToString("0.0", CultureInfo.InvariantCulture) : ratio.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A time: <c>0.8 s</c>, <c>42 s</c>, <c>3 min 05 s</c>, <c>2 h 14 min</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 9.95 => $"{seconds.ToString("0.0", CultureInfo.InvariantCulture)}\u00A0s",
        < 120 => $"{seconds.ToString("0", CultureInfo.InvariantCulture)}\u00A0s",
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}\u00A0min {(int)(seconds % 60):00}\u00A0s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)(seconds / 3600):N0}\u00A0h {(int)(seconds % 3600 / 60):00}\u00A0min"),
    };

    /// <summary>
    /// Foreign text without what cannot be seen: control characters, and the marks that turn the direction of writing round, with which
    /// a file name can show another ending than it has.
    /// </summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned || IsDirection(rune.Value))
                printable.Append(rune.Value is '\n' or '\r' or '\t' ? ' ' : Replacement);
            else
                printable.Append(rune);
        }

        return printable.ToString();
    }

    /// <summary>A count and what is counted: <c>1 sample</c>, <c>10,000 samples</c>.</summary>
    public static string Count(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>Text cut at its end.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..(length - 1)].TrimEnd()}…";

    /// <summary>Text cut in the middle, where a long path matters least.</summary>
    public static string Shorten(string text, int length) =>
        text.Length <= length ? text : $"{text[..(length / 3)]}…{text[^(length - length / 3 - 1)..]}";

    /// <summary>A path of this machine as its last part only; anything else as it is. Reports are passed on, and folders are nobody's business.</summary>
    public static string WithoutFolder(string text)
    {
        var drive = text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is '\\' or '/';
        var rooted = drive || text.StartsWith('/') || text.StartsWith('~') || text.StartsWith('\\');
        return rooted && text.TrimEnd('/', '\\').Split('/', '\\')[^1] is { Length: > 0 } last ? last : text;
    }

    private static bool IsDirection(int rune) => rune is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;

    private static string? Special(double value) =>
        double.IsNaN(value) ? Missing : double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "−∞" : null;

    /// <summary>The power of ten of a number once it is rounded to three digits: 0.009996 is 0.0100.</summary>
    private static int Exponent(double value)
    {
        var text = value.ToString("0.00e+0", CultureInfo.InvariantCulture);
        return int.Parse(text.AsSpan(text.IndexOf('e', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static string Scientific(double value, int exponent)
    {
        var mantissa = (value / Math.Pow(10, exponent)).ToString("0.##", CultureInfo.InvariantCulture);
        var power = string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
        return $"{mantissa}\u00A0×\u00A010{power}";
    }
}
