using System.Globalization;
using System.Text;

namespace Hourglass.Text.Reading;

/// <summary>Words of a text in any script: runs of letters, marks and digits; a sign of a script without blanks is a word of its own.</summary>
/// <remarks>Why not a library: docs/decisions/0011-text.md.</remarks>
public static class Tokens
{
    /// <summary>The longest word in characters; what is longer is cut there.</summary>
    public const int MaxLength = 100;

    /// <summary>The words of a text in small letters, in order.</summary>
    public static List<string> Of(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        Span<char> lower = stackalloc char[MaxLength];
        while (Next(ref text, out var word))
            words.Add(lower[..Lower(word, lower)].ToString());
        return words;
    }

    /// <summary>Finds the next word.</summary>
    /// <param name="text">What is left to read; moved behind the word.</param>
    /// <param name="word">The word as it stands.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Next(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> word)
    {
        var start = 0;
        while (start < text.Length)
        {
            var length = LengthAt(text[start..], out var kind);
            if (kind != Kind.Other)
            {
                var end = start + length;
                while (kind == Kind.Part && end < text.Length && end - start < MaxLength - 1)
                {
                    var more = LengthAt(text[end..], out var next);
                    if (next != Kind.Part)
                        break;
                    end += more;
                }

                word = text[start..end];
                text = text[end..];
                return true;
            }

            start += length;
        }

        word = default;
        text = default;
        return false;
    }

    /// <summary>Writes a word in small letters.</summary>
    /// <returns>Its length.</returns>
    public static int Lower(ReadOnlySpan<char> word, Span<char> to) => word.ToLowerInvariant(to);

    private static int LengthAt(ReadOnlySpan<char> text, out Kind kind)
    {
        var first = text[0];
        if (char.IsAscii(first))
        {
            kind = char.IsAsciiLetterOrDigit(first) ? Kind.Part : Kind.Other;
            return 1;
        }

        Rune.DecodeFromUtf16(text, out var rune, out var length);
        kind = KindOf(rune);
        return length;
    }

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.OtherLetter => StandsAlone(rune.Value) ? Kind.Whole : Kind.Part,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => Kind.Part,
        _ => Kind.Other,
    };

    /// <summary>Han, Hiragana and Katakana, which are written without blanks.</summary>
    private static bool StandsAlone(int value) => value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private enum Kind
    {
        Other,
        Part,
        Whole,
    }
}
