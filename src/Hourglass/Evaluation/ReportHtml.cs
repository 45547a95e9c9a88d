using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hourglass.Evaluation;

/// <summary>HTML that is safe to insert as it is.</summary>
/// <param name="Html">The markup.</param>
internal readonly record struct Markup(string Html)
{
    /// <summary>No markup at all.</summary>
    public static Markup None { get; } = new("");

    /// <summary>Markup from an interpolated string: its literals stand as they are, every text put into them is escaped.</summary>
    public static Markup Of(ref MarkupBuilder markup) => new(markup.ToString());

    /// <summary>Pieces one after another.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.Html)));

    /// <summary>Text with nothing in it that HTML, or a reader, could take for something else.</summary>
    public static Markup Text(string text) => new(WebUtility.HtmlEncode(ReportText.Printable(text)));

    /// <inheritdoc />
    public override string ToString() => Html;
}

/// <summary>
/// Builds <see cref="Markup"/> from interpolated strings. Texts are escaped here and nowhere else, so that no caller can forget it;
/// numbers are written without regard to culture.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupBuilder
{
    private readonly StringBuilder _html;

    /// <summary>Called by the compiler.</summary>
    public MarkupBuilder(int literalLength, int holes) => _html = new StringBuilder(literalLength + 16 * holes);

    /// <summary>A literal of the source: markup.</summary>
    public void AppendLiteral(string literal) => _html.Append(literal);

    /// <summary>Markup made before.</summary>
    public void AppendFormatted(Markup markup) => _html.Append(markup.Html);

    /// <summary>Text, escaped.</summary>
    public void AppendFormatted(string? text) => _html.Append(Markup.Text(text ?? "").Html);

    /// <summary>A whole number, in plain digits.</summary>
    public void AppendFormatted(int number) => _html.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate, to a hundredth.</summary>
    public void AppendFormatted(double coordinate) => _html.Append(coordinate.ToString("0.##", CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public override string ToString() => _html.ToString();
}
