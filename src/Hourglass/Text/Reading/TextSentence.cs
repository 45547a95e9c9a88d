namespace Hourglass.Text.Reading;

/// <summary>One sentence of a text, or a title.</summary>
/// <param name="Text">As it stands.</param>
/// <param name="Paragraph">Which paragraph it is of, from 0.</param>
/// <param name="IsTitle">Whether it is a short line of its own that does not end as sentences do.</param>
public readonly record struct TextSentence(string Text, int Paragraph, bool IsTitle)
{
    private const int LongestTitle = 150;

    /// <summary>The sentences of a file, in order, as they come; memory does not grow with the file.</summary>
    /// <param name="file">Read to its end.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="Data.DataException">See <see cref="Utf8File.Read"/>.</exception>
    public static IEnumerable<TextSentence> Read(Utf8File file, CancellationToken cancellation = default)
    {
        var number = 0;
        foreach (var paragraph in Paragraphs.Read(file, cancellation))
        {
            var isTitle = (paragraph.IsAlone || number == 0) && paragraph.Text.Length <= LongestTitle && !Sentences.IsEnded(paragraph.Text);
            if (isTitle)
            {
                yield return new TextSentence(paragraph.Text, number, IsTitle: true);
            }
            else
            {
                foreach (var sentence in Sentences.Of(paragraph.Text))
                    yield return new TextSentence(sentence, number, IsTitle: false);
            }

            number++;
        }
    }
}
