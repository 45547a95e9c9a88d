using System.IO.Compression;
using System.Text;
using Hourglass.Data;
using Hourglass.Tests.Data;
using Hourglass.Text.Reading;

namespace Hourglass.Tests.Text;

public sealed class ReadingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour")]
    [InlineData("\uFEFFmark", "mark")]
    [InlineData("", "")]
    [InlineData("Ω 語 😀 é", "Ω 語 😀 é")]
    public void LineEndsAndMarksAreAsOne(string stored, string read)
    {
        File.WriteAllText(_path, stored, new UTF8Encoding(false));
        Assert.Equal(read, ReadAll(_path, bufferLength: 7));
    }

    [Fact]
    public void GzipIsReadAsWhatIsInIt()
    {
        using (var zip = new GZipStream(File.Create(_path), CompressionLevel.Fastest))
            zip.Write("in a file"u8);
        Assert.Equal("in a file", ReadAll(_path));
    }

    [Fact]
    public void BytesThatAreNotUtf8AreCountedAndReplaced()
    {
        File.WriteAllBytes(_path, [.. "ab"u8, 0xFF, .. "c"u8, 0xC3]);
        using var file = Utf8File.Open(_path);
        var buffer = new char[100];
        Assert.Equal("ab\uFFFDc\uFFFD", new string(buffer, 0, file.Read(buffer)));
        Assert.Equal((2L, 2L), (file.InvalidBytes, file.FirstInvalid));
        Assert.Contains("2 bytes are not UTF-8, the first at offset 2", file.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void StrictReadingNamesTheByte()
    {
        File.WriteAllBytes(_path, [.. "ab"u8, 0xFF]);
        var refused = Assert.Throws<DataException>(() => ReadAll(_path, strict: true));
        Assert.Contains("byte 0xFF at offset 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf16IsNamed()
    {
        File.WriteAllText(_path, "text", Encoding.Unicode);
        Assert.Contains("UTF-16", Assert.Throws<DataException>(() => ReadAll(_path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It's 5 o'clock, Ångström!", "it s 5 o clock ångström")]
    [InlineData("东京 is Tokyo", "东 京 is tokyo")]
    [InlineData("Привет, мир", "привет мир")]
    [InlineData("... !", "")]
    public void WordsAreRunsOfLettersAndDigits(string text, string words) => Assert.Equal(words, string.Join(' ', Tokens.Of(text)));

    [Fact]
    public void AWordOfAnyLengthIsCut() => Assert.All(Tokens.Of(new string('x', 1000)), word => Assert.InRange(word.Length, 1, Tokens.MaxLength));

    [Theory]
    [InlineData("Dr. Smith came. He left.", "Dr. Smith came.|He left.")]
    [InlineData("\"Go!\" he said. They went.", "\"Go!\" he said.|They went.")]
    [InlineData("It cost 3.5 million. Really?", "It cost 3.5 million.|Really?")]
    [InlineData("In the U.S. Congress met. Done.", "In the U.S. Congress met.|Done.")]
    [InlineData("今日は。明日も！", "今日は。|明日も！")]
    [InlineData("no end", "no end")]
    public void SentencesEndWhereTheyEnd(string paragraph, string sentences) => Assert.Equal(sentences, string.Join('|', Sentences.Of(paragraph)));

    [Fact]
    public void LinesBrokenForAPageAreOneParagraph()
    {
        const string page = "The quick brown fox jumps over the lazy dog and goes\nhome through the wide fields, where Mary has already\nset the table.\n\nNext one.";
        Assert.Equal(
            ["The quick brown fox jumps over the lazy dog and goes home through the wide fields, where Mary has already set the table.", "Next one."],
            Cut(page).Select(sentence => sentence.Text));
    }

    [Fact]
    public void ALineOfItsOwnWithoutAnEndIsATitle()
    {
        var sentences = Cut("The title\n\nA sentence. Another.");
        Assert.Equal([true, false, false], sentences.Select(sentence => sentence.IsTitle));
        Assert.Equal([0, 1, 1], sentences.Select(sentence => sentence.Paragraph));
    }

    [Fact]
    public void OfMarkdownTheProseIsRead()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("notes.md", []);
        File.WriteAllText(path, """
            ---
            draft: true
            ---
            # The *title*

            See [the page](https://example.org/a) and `code` &amp; more.
            It goes on.

            - An item.
            > A quote.

            ```
            not prose;
            ```

            | a | table |
            |---|---|
            | is | none |

            <b>Neither</b>
            """);
        using var file = Utf8File.Open(path);
        Assert.Equal(
            ["#The title", "See the page and code & more.", "It goes on.", "An item.", "A quote.", "Neither"],
            TextSentence.Read(file).Select(sentence => (sentence.IsTitle ? "#" : "") + sentence.Text));
    }

    [Fact]
    public void MarkdownThatNobodyWroteIsReadLineByLine()
    {
        var deep = new string('>', 400) + " A sentence.";
        Assert.Contains("A sentence.", Assert.Single(MarkdownParagraphs.Read([deep])).Text, StringComparison.Ordinal);
        var longer = MarkdownParagraphs.Read(Enumerable.Repeat("Words and words.", 3 * Paragraphs.MaxLength / 16)).ToList();
        Assert.InRange(longer.Count, 3, 5);
        Assert.All(longer, paragraph => Assert.InRange(paragraph.Text.Length, 1, Paragraphs.MaxLength));
    }

    [Fact]
    public void APieceOfLongMarkdownDoesNotEndInsideCode()
    {
        var lines = Enumerable.Repeat("Words.\n", Paragraphs.MaxLength / 8 * 4 / 7).Append("```").Concat(Enumerable.Repeat("", 10)).Append("code").Append("```").Append("one<br>two");
        var paragraphs = MarkdownParagraphs.Read(lines).ToList();
        Assert.DoesNotContain(paragraphs, paragraph => paragraph.Text.Contains("code", StringComparison.Ordinal));
        Assert.Equal("one two", paragraphs[^1].Text);
    }

    [Fact]
    public void TheLanguageSaysWhatAStopWordIs()
    {
        Assert.Contains("und", StopWords.For(Tokens.Of("Der Hund und die Katze sind auf dem Dach")));
        Assert.Contains("the", StopWords.For(Tokens.Of("The dog and the cat are on the roof")));
        Assert.Empty(StopWords.For(Tokens.Of("собака и кошка на крыше")));
    }

    private static List<TextSentence> Cut(string text)
    {
        using var file = Utf8File.Of(text);
        return [.. TextSentence.Read(file)];
    }

    private static string ReadAll(string path, int bufferLength = 1000, bool strict = false)
    {
        using var file = Utf8File.Open(path, strict);
        var (buffer, text) = (new char[bufferLength], new StringBuilder());
        while (file.Read(buffer) is > 0 and var count)
            text.Append(buffer, 0, count);
        return text.ToString();
    }
}
