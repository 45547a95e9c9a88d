using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Hourglass.Text.Reading;

/// <summary>The prose of a Markdown text: headings, paragraphs, items of lists and quotes, without marks; code, tables and HTML are no prose.</summary>
internal static class MarkdownParagraphs
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();
    private static readonly MarkdownPipeline s_first = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    /// <summary>The paragraphs, none of them empty or longer than <see cref="Paragraphs.MaxLength"/>.</summary>
    /// <param name="lines">The lines of the text, none longer than that.</param>
    public static IEnumerable<Paragraph> Read(IEnumerable<string> lines)
    {
        var (piece, pipeline, isCode) = (new StringBuilder(), s_first, false);
        foreach (var line in lines)
        {
            // A long text is read in pieces, if it can be between two paragraphs.
            var isBetween = !isCode && piece.Length >= Paragraphs.MaxLength / 2 && string.IsNullOrWhiteSpace(line);
            if (isBetween || piece.Length + line.Length >= Paragraphs.MaxLength)
            {
                foreach (var paragraph in Parse(piece.ToString(), pipeline))
                    yield return paragraph;
                piece.Clear();
                pipeline = s_pipeline;
            }

            isCode ^= line.AsSpan().TrimStart() is ['`', '`', '`', ..] or ['~', '~', '~', ..];
            piece.Append(line).Append('\n');
        }

        foreach (var paragraph in Parse(piece.ToString(), pipeline))
            yield return paragraph;
    }

    private static IEnumerable<Paragraph> Parse(string text, MarkdownPipeline pipeline)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser goes: no text that somebody wrote; its lines are taken as they are.
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => new Paragraph(line, IsAlone: false));
        }

        return document.Descendants<LeafBlock>().Where(block => block is HeadingBlock || (block is ParagraphBlock && block.Parent is not TableCell))
            .Select(block => new Paragraph(Plain(block.Inline), block is HeadingBlock))
            .Where(paragraph => paragraph.Text.Length > 0);
    }

    private static string Plain(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines?.Descendants() ?? [])
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                AutolinkInline link => text.Append(link.Url),
                LineBreakInline or HtmlInline => text.Append(' '),
                _ => text,
            };
        }

        return text.ToString().Trim();
    }
}
