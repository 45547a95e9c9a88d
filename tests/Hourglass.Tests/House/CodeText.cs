using System.Text;

namespace Hourglass.Tests.House;

/// <summary>C# source without its comments and string literals: what is left is code, on the same lines.</summary>
/// <remarks>
/// No parser: the holes of an interpolated string count as text, and literals inside of such holes as code.
/// </remarks>
internal static class CodeText
{
    public static string Of(string source)
    {
        var code = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length;)
        {
            var end = TokenEnd(source, i);
            if (end == i)
            {
                code.Append(source[i++]);
                continue;
            }

            code.Append(' ').Append('\n', source.AsSpan(i, end - i).Count('\n'));
            i = end;
        }

        return code.ToString();
    }

    /// <summary>Where the comment or literal that starts at <paramref name="i"/> ends, or <paramref name="i"/> when none does.</summary>
    private static int TokenEnd(string source, int i)
    {
        var rest = source.AsSpan(i);
        if (rest.StartsWith("//"))
            return After(source, i, "\n", keep: 1);
        if (rest.StartsWith("/*"))
            return After(source, i + 2, "*/");
        if (rest.StartsWith("\"\"\""))
            return RawStringEnd(source, i);
        if (rest.StartsWith("@\"") || rest.StartsWith("@$\""))
            return VerbatimEnd(source, source.IndexOf('"', i) + 1);
        if (rest.StartsWith("$@\""))
            return VerbatimEnd(source, i + 3);
        return source[i] is '"' or '\'' ? LiteralEnd(source, i + 1, source[i]) : i;
    }

    private static int After(string source, int from, string mark, int keep = 0)
    {
        var at = source.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? source.Length : at + mark.Length - keep;
    }

    private static int RawStringEnd(string source, int i)
    {
        var quotes = 0;
        while (i + quotes < source.Length && source[i + quotes] == '"')
            quotes++;
        return After(source, i + quotes, new string('"', quotes));
    }

    private static int VerbatimEnd(string source, int i)
    {
        for (; i < source.Length; i++)
        {
            if (source[i] == '"' && (i + 1 == source.Length || source[++i] != '"'))
                return i;
        }

        return source.Length;
    }

    private static int LiteralEnd(string source, int i, char quote)
    {
        for (; i < source.Length && source[i] != '\n'; i++)
        {
            if (source[i] == quote)
                return i + 1;
            if (source[i] == '\\')
                i++;
        }

        return Math.Min(i, source.Length);
    }
}
