using System.Numerics.Tensors;
using Hourglass.Data;
using Hourglass.Data.Tables;
using Hourglass.Numerics;
using Hourglass.Runs.Texts;
using Hourglass.Tasks;
using Hourglass.Text.Codes;

namespace Hourglass.Tests.Text;

public sealed class TextCodesTests : IDisposable
{
    private static readonly string[] Texts =
    [
        "the ship sails the sea", "a ship crosses the sea", "bread needs flour and water", "the baker bakes bread of flour", "the sea carries a ship", "flour makes bread",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TextsAboutTheSameAreNear()
    {
        var codes = TextCodes.Learn(Texts, null, 2);
        Assert.True(TensorPrimitives.Dot(codes[0], codes[1]) > TensorPrimitives.Dot(codes[0], codes[2]) + 0.5f);
        Assert.InRange(TensorPrimitives.Dot<float>(codes.Encode(Texts[3]), codes[3]), 0.9999f, 1.0001f);
        Assert.All(codes.Encode("nothing known"), value => Assert.Equal(0, value));
    }

    [Fact]
    public void MeaningJoinsTextsThatShareNoWord()
    {
        var codes = TextCodes.Learn(Texts, new Meaning(), 8);
        var code = codes.Encode("vessel");
        Assert.True(TensorPrimitives.Dot<float>(code, codes[0]) > TensorPrimitives.Dot<float>(code, codes[2]));
        Assert.InRange(TensorPrimitives.Norm<float>(code), 0.9999f, 1.0001f);
    }

    [Fact]
    public void TheTextOfAnotherKindIsTheStrangest()
    {
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => $"the ship {(i % 2 == 0 ? "sails" : "crosses")} the sea in number {i}"), "bread needs flour"];
        var strangeness = TextStrangeness.Of(texts, null);
        Assert.Equal(20, strangeness.Scores.Index().MaxBy(pair => pair.Item).Index);
        Assert.Contains("flour", strangeness.About(20));
    }

    [Fact]
    public void LostWordsAreDrawnAnewAndOneAlwaysStays()
    {
        int[] words = [.. Enumerable.Range(1, 20)];
        var dropout = new WordDropout();
        Assert.NotEqual(dropout.Draw(words, new Rng(1, 1)), dropout.Draw(words, new Rng(1, 2)));
        Assert.Equal(dropout.Draw(words, new Rng(1, 1)), dropout.Draw(words, new Rng(1, 1)));
        for (var i = 0UL; i < 50; i++)
            Assert.Single(new WordDropout { Share = 0.999 }.Draw([7, 7], new Rng(2, i)).Distinct());
        Assert.Equal(words, new WordDropout { Share = 0, Reach = 0 }.Draw(words, new Rng(1, 1)));
    }

    [Fact]
    public void WordsOutsideTheVocabularyShareBuckets()
    {
        var numbers = new WordNumbers(["sea", "ship"], 3);
        Assert.Equal((1, 2, 6), (numbers.Of("sea"), numbers.Of("ship"), numbers.Count));
        Assert.InRange(numbers.Of("flour"), 3, 5);
        Assert.Equal([[1, 2], [1]], numbers.Pieces("Sea ship, sea.", 2));
    }

    [Fact]
    public void TextsComeFromFoldersLinesAndColumns()
    {
        foreach (var (name, text) in new[] { ("a/1.txt", "one"), ("a/2.txt", "two"), ("b/1.txt", "three") })
        {
            Directory.CreateDirectory(Path.Combine(_folder, "t", name[..1]));
            File.WriteAllText(Path.Combine(_folder, "t", name), text);
        }

        var folder = TextCollection.Open(Path.Combine(_folder, "t"));
        Assert.Equal(["one", "two", "three"], folder.Texts);
        Assert.Equal(["a", "a", "b"], folder.Labels!);
        Assert.Equal("b/1.txt", folder.Names[2]);
        File.WriteAllText(Path.Combine(_folder, "lines.txt"), "first\n\nthird\n");
        var lines = TextCollection.Open(Path.Combine(_folder, "lines.txt"));
        Assert.Equal(["first", "third"], lines.Texts);
        Assert.Equal(["line 1", "line 3"], lines.Names);
        Assert.Null(lines.Labels);

        var table = new MemoryTable("table").Add("said", ["x", null, "z"]).Add("who", ["p", "q", "p"]).Add("age", [1, 2, 3]);
        var column = TextCollection.Of(table, "said", "who");
        Assert.Equal(["x", "z"], column.Texts);
        Assert.Equal(["row 1", "row 3"], column.Names);
        Assert.Equal(["p", "p"], column.Labels!);
        Assert.Contains("no column words", Assert.Throws<DataException>(() => TextCollection.Of(table, "words")).Message, StringComparison.Ordinal);
        Assert.Contains("holds no text", Assert.Throws<DataException>(() => TextCollection.Of(table, "age")).Message, StringComparison.Ordinal);
        Assert.True(TextCollection.IsText(Path.Combine(_folder, "t")));
        Assert.False(TextCollection.IsText("rows.csv"));
    }

    private sealed class Meaning : ITextMeaning
    {
        private static readonly string[] Water = ["ship", "sea", "vessel", "sails"];

        public int Dimensions => 2;

        public float[] MeaningOf(IReadOnlyList<string> texts, Func<string, IEnumerable<(string Word, float Weight)>> weigh, CancellationToken cancellation = default) =>
            [.. texts.SelectMany(text => weigh(text).Any(word => Water.Contains(word.Word)) ? new[] { 1f, 0.1f } : [0.1f, 1f])];
    }
}
