using System.Collections.Frozen;
using System.Globalization;

namespace Hourglass.Text.Reading;

/// <summary>Cuts a paragraph into sentences: after a mark that ends sentences and the quotes that close behind it, unless what stands around says otherwise.</summary>
public static class Sentences
{
    private const string Blankless = "。！？｡";
    private const string Ends = ".!?…؟۔।॥։።" + Blankless;
    private const string Closing = "\"'”’»›)]」』）】";
    private const string Opening = "\"'“‘«‹„‚([「『（【¿¡-–—";

    private static readonly FrozenSet<string> Abbreviations = (
        "mr mrs ms dr prof st sir gen lt col sgt capt rev hon jr sr vs no vol fig inc ltd co corp dept est jan feb mar apr jun jul aug sep sept oct nov dec " +
        "bzw ca evtl ggf inkl nr str usw vgl z.b d.h mme mlle art av env ex sra dra ud uds").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The sentences of one paragraph, in order, without blanks around them.</summary>
    public static List<string> Of(string paragraph)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var i = 0; i < paragraph.Length; i++)
        {
            if (!Ends.Contains(paragraph[i]))
                continue;
            var mark = i;
            while (i + 1 < paragraph.Length && (Ends.Contains(paragraph[i + 1]) || Closing.Contains(paragraph[i + 1])))
                i++;
            if (IsEnd(paragraph, start, mark, i + 1))
                start = Add(sentences, paragraph, start, i + 1);
        }

        Add(sentences, paragraph, start, paragraph.Length);
        return sentences;
    }

    /// <summary>Whether a text stops as a sentence does.</summary>
    public static bool IsEnded(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd().TrimEnd(Closing).TrimEnd();
        return text.Length > 0 && (Ends.Contains(text[^1]) || text[^1] == ':');
    }

    private static int Add(List<string> sentences, string paragraph, int start, int end)
    {
        if (paragraph.AsSpan(start, end - start).Trim() is { IsEmpty: false } sentence)
            sentences.Add(sentence.ToString());
        return end;
    }

    private static bool IsEnd(string text, int start, int mark, int after)
    {
        if (after == text.Length || Blankless.Contains(text[mark]))
            return true;
        if (!char.IsWhiteSpace(text[after]))
            return false;
        var next = text.AsSpan(after).TrimStart().TrimStart(Opening).TrimStart();
        if (next.IsEmpty)
            return true;
        return !char.IsLower(next[0]) && (text[mark] != '.' || (mark > 0 && text[mark - 1] == '.') || !IsShortened(text.AsSpan(start, mark - start), next[0]));
    }

    /// <summary>Whether the dot behind a text belongs to its last word: <c>Dr</c>, <c>J</c>, <c>U.S</c>, and in many languages <c>3</c>.</summary>
    private static bool IsShortened(ReadOnlySpan<char> before, char next)
    {
        var word = before[(before.LastIndexOfAny(' ', '\t', '\n') + 1)..].TrimStart(Opening);
        if (word.IsEmpty)
            return false;
        if (word.Length <= 2 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return char.IsLower(next) || before.Length == word.Length;
        var letters = true;
        for (var i = 0; i < word.Length; i++)
            letters &= i % 2 == 0 ? char.IsLetter(word[i]) : word[i] == '.';
        return (letters && word.Length % 2 == 1) || Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word.ToString().ToLowerInvariant());
    }
}
