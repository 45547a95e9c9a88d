using System.Runtime.InteropServices;
using System.Text;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Text.Words;

namespace Hourglass.Tests.Text;

public sealed class WordsTests : IDisposable
{
    private static readonly WordOptions Small = new() { Dimensions = 6, MinCount = 1, Window = 2, Subsample = 0 };

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WordsUsedAlikeAreNear()
    {
        var model = Train(Corpus());
        Assert.Equal("cat", model.Vectors.Nearest(model.Find("dog")!, 1, model.Vectors.Vocabulary.IndexOf("dog"))[0].Word);
        Assert.Equal("car", model.Vectors.Nearest(model.Find("bus")!, 1, model.Vectors.Vocabulary.IndexOf("bus"))[0].Word);
    }

    [Fact]
    public void TheSameSeedGivesTheSameVectorsAtAnyNumberOfThreads()
    {
        var path = Write(Corpus());
        var (one, _) = WordTrainer.Train([path], false, Small);
        var (two, _) = WordTrainer.Train([path], false, Small with { Threads = 2 });
        Assert.True(one.Vectors.Values.SequenceEqual(two.Vectors.Values));
    }

    [Fact]
    public void AFolderGivesTheModelBack()
    {
        var model = Train(Corpus());
        model.Write(Path.Combine(_folder, "m"));
        var again = WordModel.Open(Path.Combine(_folder, "m"));
        Assert.Equal(model.Vectors.Vocabulary.Words, again.Vectors.Vocabulary.Words);
        Assert.Equal(model.Find("dog")!, again.Find("dog")!, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(model.Find("doggy")!, again.Find("doggy")!, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void PiecesDoNotCutACharacterOfTwoHalves()
    {
        var model = Train(string.Join(' ', Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "\U00010330\U00010331\U00010332" : $"\U00010330\U00010331{(char)('a' + i % 9)}")));
        Assert.NotEmpty(model.Pieces.Pieces);
        model.Write(Path.Combine(_folder, "gothic"));
        Assert.Equal(model.Pieces.Pieces, WordModel.Open(Path.Combine(_folder, "gothic")).Pieces.Pieces);
    }

    [Theory]
    [InlineData("words.txt")]
    [InlineData("pieces.txt")]
    [InlineData("vectors.safetensors")]
    [InlineData("words.json")]
    public void ADamagedFileIsNamed(string name)
    {
        var folder = Path.Combine(_folder, "m");
        Train(Corpus()).Write(folder);
        File.WriteAllText(Path.Combine(folder, name), "{ damaged");
        Assert.Contains(name, Assert.Throws<ModelFormatException>(() => WordModel.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWordNeverSeenIsMadeUpOfItsPieces()
    {
        var model = Train(Corpus());
        Assert.Equal(-1, model.Vectors.Vocabulary.IndexOf("streets"));
        Assert.NotNull(model.Find("streets"));
        Assert.Null(model.Find("語"));
    }

    [Fact]
    public void BothFormatsOfWord2VecHoldEveryWord()
    {
        var vectors = Train(Corpus()).Vectors;
        var (text, binary) = (Path.Combine(_folder, "v.txt"), Path.Combine(_folder, "v.bin"));
        Word2VecFile.WriteText(text, vectors);
        Word2VecFile.WriteBinary(binary, vectors);
        var lines = File.ReadAllLines(text);
        var header = $"{vectors.Vocabulary.Words.Count} {vectors.Dimensions}";
        Assert.Equal(header, lines[0]);
        Assert.Equal(vectors.Vocabulary.Words, lines.Skip(1).Select(line => line.Split(' ')[0]));
        var bytes = File.ReadAllBytes(binary);
        var start = Encoding.UTF8.GetBytes($"{header}\n{vectors.Vocabulary.Words[0]} ");
        Assert.Equal(start, bytes[..start.Length]);
        Assert.Equal(vectors[0].ToArray(), MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start.Length, 4 * vectors.Dimensions)).ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    public void TooLittleTextIsSaid(string text) =>
        Assert.Contains("give more text", Assert.Throws<DataException>(() => Train(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void EigenvectorsOfADiagonalMatrixAreItsAxes()
    {
        var (vectors, values) = TopEigen.Find(40, Multiply, 3, 20, seed: 1);
        Assert.Equal([40.0, 39.0, 38.0], values.Select(value => Math.Round(Math.Abs(value), 3)));
        for (var i = 0; i < 3; i++)
            Assert.Equal(1, Math.Abs(vectors[(39 - i) * 3 + i]), 1e-3);

        static void Multiply(float[] right, float[] product, int width)
        {
            for (var i = 0; i < product.Length; i++)
                product[i] = (i / width + 1) * right[i];
        }
    }

    [Fact]
    public void AFullTableForgetsTheLightestPairs()
    {
        var table = new PairTable(most: 1000);
        for (var i = 0; i < 5000; i++)
        {
            table.Add(7, 7, 1);
            table.Add(i, i + 1, 0.25f);
        }

        Assert.InRange(table.Count, 1, 1000);
        var heavy = 0f;
        table.ForEach((low, high, weight) => heavy = (low, high) == (7, 7) ? weight : heavy);
        Assert.Equal(5000, heavy);
    }

    [Fact]
    public void ALineWithoutAnEndIsReadInPieces()
    {
        var path = Path.Combine(_folder, "long.txt");
        using (var writer = new StreamWriter(path))
        {
            for (var i = 0; i < 200_000; i++)
                writer.Write("some words ");
            writer.Write(new string('x', 100_000));
        }

        var (vocabulary, tokens, _) = Vocabulary.Count([path], false, Small, default);
        Assert.Equal(200_000, vocabulary.Counts[vocabulary.IndexOf("words")]);
        Assert.InRange(tokens, 400_001, 402_000);
    }

    private static string Corpus()
    {
        var random = new Rng(5);
        string[] animals = ["cat", "dog"], cars = ["car", "bus"], did = ["eats", "sleeps", "barks"], drove = ["street", "drives", "parks"];
        return string.Join('\n', Enumerable.Range(0, 400).Select(i => i % 2 == 0
            ? $"{animals[random.NextInt(2)]} {did[random.NextInt(3)]} {did[random.NextInt(3)]}"
            : $"{cars[random.NextInt(2)]} {drove[random.NextInt(3)]} {drove[random.NextInt(3)]}"));
    }

    private WordModel Train(string text) => WordTrainer.Train([Write(text)], false, Small).Model;

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "corpus.txt");
        File.WriteAllText(path, text);
        return path;
    }
}
