using System.Text;

namespace Hourglass.Text.Reading;

/// <summary>Cuts a text into paragraphs as it comes: a line is one, unless lines were broken to fit a page.</summary>
internal static class Paragraphs
{
    /// <summary>The longest paragraph and the longest block of lines that are held, in characters; what is longer is cut there.</summary>
    public const int MaxLength = 1 << 20;

    private const int FewestLines = 3;
    private const int WidestPage = 120;
    private const double FullLine = 0.6;

    /// <summary>The paragraphs of a file, none of them empty; of Markdown, its prose.</summary>
    /// <param name="file">Read to its end.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="Data.DataException">See <see cref="Utf8File.Read"/>.</exception>
    public static IEnumerable<Paragraph> Read(Utf8File file, CancellationToken cancellation = default) =>
        file.IsMarkdown ? MarkdownParagraphs.Read(Lines(file, cancellation)) : ReadPlain(file, cancellation);

    /// <summary>The lines of a file as they come, without their ends; those longer than <see cref="MaxLength"/> in pieces.</summary>
    /// <param name="file">Read to its end.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="Data.DataException">See <see cref="Utf8File.Read"/>.</exception>
    public static IEnumerable<string> Lines(Utf8File file, CancellationToken cancellation)
    {
        var (buffer, line) = (new char[1 << 14], new StringBuilder());
        while (file.Read(buffer) is > 0 and var count)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = 0;
            for (var i = 0; i < count; i++)
            {
                var isLong = line.Length + i - start >= MaxLength && !char.IsHighSurrogate(buffer[i]);
                if (buffer[i] != '\n' && !isLong)
                    continue;
                line.Append(buffer, start, (buffer[i] == '\n' ? i : i + 1) - start);
                start = i + 1;
                yield return line.ToString();
                line.Clear();
            }

            line.Append(buffer, start, count - start);
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    private static IEnumerable<Paragraph> ReadPlain(Utf8File file, CancellationToken cancellation)
    {
        var (block, size) = (new List<string>(), 0);
        foreach (var line in Lines(file, cancellation))
        {
            var text = line.Trim();
            if (text.Length > 0)
                block.Add(text);
            size += text.Length;
            if (text.Length > 0 && size < MaxLength)
                continue;
            foreach (var paragraph in Join(block))
                yield return paragraph;
            block.Clear();
            size = 0;
        }

        foreach (var paragraph in Join(block))
            yield return paragraph;
    }

    private static IEnumerable<Paragraph> Join(List<string> lines)
    {
        if (lines.Count == 1)
            return [new Paragraph(lines[0], IsAlone: true)];
        if (!IsPage(lines))
            return lines.Select(line => new Paragraph(line, IsAlone: false)).ToList();
        return [new Paragraph(string.Join(' ', lines), IsAlone: false)];
    }

    /// <summary>Lines about equally long, of which few stop as sentences do: an editor broke them.</summary>
    private static bool IsPage(List<string> lines)
    {
        if (lines.Count < FewestLines)
            return lines.Count == 2 && !Sentences.IsEnded(lines[0]) && char.IsLower(lines[1][0]);
        var longest = lines.Max(line => line.Length);
        var broken = lines.Take(lines.Count - 1).ToList();
        return longest <= WidestPage
            && broken.All(line => line.Length >= FullLine * longest)
            && broken.Count(line => Sentences.IsEnded(line)) < broken.Count / 2.0;
    }
}

/// <summary>One paragraph of a text.</summary>
/// <param name="Text">Its text, on one line.</param>
/// <param name="IsAlone">Whether it is one line between empty lines, as titles are.</param>
internal readonly record struct Paragraph(string Text, bool IsAlone);
