using System.Globalization;

namespace Hourglass.Data.Arrays;

/// <summary>Reads the few Python literals of an npy header: strings, True and False, tuples of whole numbers.</summary>
internal sealed class PythonLiteral(string text, string name)
{
    private int _at;

    /// <summary>Whether the next character is this one; it stays.</summary>
    public bool Peek(char next)
    {
        while (_at < text.Length && text[_at] is ' ' or '\t')
            _at++;
        return _at < text.Length && text[_at] == next;
    }

    /// <summary>Takes the next character if it is this one.</summary>
    public bool Take(char next)
    {
        if (!Peek(next))
            return false;
        _at++;
        return true;
    }

    /// <summary>Takes the next character, which must be this one.</summary>
    /// <exception cref="DataException">It is another.</exception>
    public void Expect(char next)
    {
        if (!Take(next))
            throw Wrong($"'{next}'");
    }

    /// <summary>A string in single or double quotes, without escapes.</summary>
    /// <exception cref="DataException">Something else stands there.</exception>
    public string String()
    {
        var quote = Take('\'') ? '\'' : Take('"') ? '"' : throw Wrong("a string");
        var end = text.IndexOf(quote, _at);
        if (end < 0 || text.AsSpan(_at, end - _at).Contains('\\'))
            throw Wrong("a string without escapes");
        var content = text[_at..end];
        _at = end + 1;
        return content;
    }

    /// <summary><c>True</c> or <c>False</c>.</summary>
    /// <exception cref="DataException">Something else stands there.</exception>
    public bool Boolean()
    {
        Peek(' ');
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (!text.AsSpan(_at).StartsWith(word))
                continue;
            _at += word.Length;
            return value;
        }

        throw Wrong("True or False");
    }

    /// <summary>A tuple of whole numbers, none negative.</summary>
    /// <exception cref="DataException">Something else stands there, or more than <paramref name="most"/> numbers.</exception>
    public long[] Tuple(int most)
    {
        var numbers = new List<long>();
        Expect('(');
        while (!Take(')'))
        {
            if (numbers.Count == most)
                throw Wrong($"at most {most} sides");
            numbers.Add(Number());
            if (!Take(','))
            {
                // (5) is a number in parentheses, not a tuple.
                if (numbers.Count == 1)
                    throw Wrong("','");
                Expect(')');
                break;
            }
        }

        return [.. numbers];
    }

    /// <summary>Nothing but blanks may follow.</summary>
    /// <exception cref="DataException">Something does.</exception>
    public void End()
    {
        if (text[_at..].Trim(' ', '\t', '\n', '\r', '\0').Length > 0)
            throw Wrong("nothing more");
    }

    private long Number()
    {
        Peek(' ');
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        return long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong("a whole number");
    }

    private DataException Wrong(string expected)
    {
        var found = _at < text.Length ? $"'{text.AsSpan(_at, Math.Min(12, text.Length - _at)).TrimEnd()}'" : "the end";
        return new DataException($"{name}: its npy header has {found} at character {_at}; expected {expected}.");
    }
}
