using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Hourglass.Text.Reading;

/// <summary>The prose of a Markdown text: headings, paragraphs, items of lists and quotes, without marks; code, tables and HTML are no prose.</summary>
internal static class MarkdownParagraphs
{
    /// <summary>Texts are read in pieces of about so many characters, ended at an empty line.</summary>
    private const int PieceLength = 1 << 22;

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    /// <summary>The paragraphs, none of them empty.</summary>
    /// <param name="lines">The lines of the text.</param>
    public static IEnumerable<Paragraph> Read(IEnumerable<string> lines)
    {
        var piece = new StringBuilder();
        foreach (var line in lines)
        {
            piece.Append(line).Append('\n');
            if (piece.Length < PieceLength || !string.IsNullOrWhiteSpace(line))
                continue;
            foreach (var paragraph in Parse(piece.ToString()))
                yield return paragraph;
            piece.Clear();
        }

        foreach (var paragraph in Parse(piece.ToString()))
            yield return paragraph;
    }

    private static IEnumerable<Paragraph> Parse(string text) => Markdown.Parse(text, s_pipeline).Descendants<LeafBlock>()
        .Where(block => block is HeadingBlock or ParagraphBlock && block.Parent is not Markdig.Extensions.Tables.TableCell)
        .Select(block => new Paragraph(Plain(block.Inline), block is HeadingBlock))
        .Where(paragraph => paragraph.Text.Length > 0);

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
                LineBreakInline => text.Append(' '),
                _ => text,
            };
        }

        return text.ToString().Trim();
    }
}
