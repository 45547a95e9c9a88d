using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hourglass.Architectures;
using Hourglass.Numerics;
using Hourglass.Text.Codes;

namespace Hourglass.Text.Words;

/// <summary>Word vectors and those of their pieces: a folder of plain data, from which no code is run.</summary>
/// <param name="Info">How they were learned.</param>
/// <param name="Vectors">Of the words of the vocabulary.</param>
/// <param name="Pieces">For all other words.</param>
/// <remarks>
/// <code>
/// words.json             how they were learned, and the SHA-256 of the other files
/// words.txt              a word, a tab and its count on each line, the most frequent first
/// pieces.txt             a piece on each line
/// vectors.safetensors    words [V, n] and pieces [P, n], float32
/// </code>
/// </remarks>
public sealed record WordModel(WordModelInfo Info, WordVectors Vectors, PieceVectors Pieces) : ITextMeaning
{
    private const string InfoFile = "words.json";
    private const string WordsFile = "words.txt";
    private const string PiecesFile = "pieces.txt";
    private const string VectorsFile = "vectors.safetensors";
    private const int MaxInfoBytes = 1 << 16;
    private const int MaxTextBytes = 256 << 20;

    /// <summary>The vector of any word: its own, or what its pieces give, of length 1; null where no piece is known.</summary>
    public float[]? Find(string word)
    {
        word = word.ToLowerInvariant();
        if (Vectors.Vocabulary.IndexOf(word) is >= 0 and var place)
            return Vectors[place].ToArray();
        var vector = new float[Vectors.Dimensions];
        if (Pieces.Compose(word, vector) == 0)
            return null;
        var length = TensorPrimitives.Norm<float>(vector);
        TensorPrimitives.Divide(vector, length > 0 ? length : 1, vector);
        return vector;
    }

    /// <inheritdoc />
    int ITextMeaning.Dimensions => Vectors.Dimensions;

    /// <inheritdoc />
    /// <remarks>The sum of the vectors of the words, of length 1.</remarks>
    public float[] MeaningOf(IReadOnlyList<string> texts, Func<string, IEnumerable<(string Word, float Weight)>> weigh, CancellationToken cancellation = default)
    {
        var (size, found) = (Vectors.Dimensions, new Dictionary<string, float[]?>(StringComparer.Ordinal));
        var meanings = new float[texts.Count * size];
        for (var i = 0; i < texts.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var sum = meanings.AsSpan(i * size, size);
            foreach (var (word, weight) in weigh(texts[i]))
            {
                if (!found.TryGetValue(word, out var vector))
                    found.Add(word, vector = Find(word));
                if (vector is not null)
                    TensorPrimitives.MultiplyAdd(vector, weight, sum, sum);
            }

            if (TensorPrimitives.Norm<float>(sum) is > 0 and var length)
                TensorPrimitives.Divide(sum, length, sum);
        }

        return meanings;
    }

    /// <summary>Writes the folder, which appears whole or not at all.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public void Write(string folder) => AtomicFile.WriteFolder(folder, target =>
    {
        var vocabulary = Vectors.Vocabulary;
        File.WriteAllLines(Path.Combine(target, WordsFile), vocabulary.Words.Select((word, i) => string.Create(CultureInfo.InvariantCulture, $"{word}\t{vocabulary.Counts[i]}")));
        File.WriteAllLines(Path.Combine(target, PiecesFile), Pieces.Pieces);
        using (var stream = File.Create(Path.Combine(target, VectorsFile)))
        {
            Safetensors.Write(stream,
            [
                new WeightTensor("words", [vocabulary.Words.Count, Vectors.Dimensions], Vectors.Values.ToArray()),
                new WeightTensor("pieces", [Pieces.Pieces.Count, Pieces.Dimensions], Pieces.Values.ToArray()),
            ]);
        }

        var hashes = new[] { WordsFile, PiecesFile, VectorsFile }.ToDictionary(name => name, name => Hash(Path.Combine(target, name)));
        File.WriteAllBytes(Path.Combine(target, InfoFile), JsonSerializer.SerializeToUtf8Bytes(Info with { Files = hashes }, WordModelJson.Default.WordModelInfo));
    });

    /// <summary>Whether a folder holds word vectors.</summary>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, InfoFile));

    /// <summary>Opens a folder.</summary>
    /// <exception cref="ModelFormatException">It is no such folder, or a file is damaged.</exception>
    public static WordModel Open(string folder)
    {
        var info = ReadInfo(Path.Combine(folder, InfoFile), folder);
        foreach (var name in new[] { WordsFile, PiecesFile, VectorsFile })
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || Hash(path) != info.Files.GetValueOrDefault(name))
                throw new ModelFormatException(path, $"is missing, or not the file that {InfoFile} was written with; train the model again.");
        }

        IReadOnlyList<WeightTensor> tensors;
        using (var stream = File.OpenRead(Path.Combine(folder, VectorsFile)))
            tensors = Safetensors.Read(stream, Path.Combine(folder, VectorsFile));
        var pieces = ReadLines(Path.Combine(folder, PiecesFile));
        var lines = ReadLines(Path.Combine(folder, WordsFile)).Select(line => line.Split('\t')).ToList();
        try
        {
            var vocabulary = new Vocabulary([.. lines.Select(cells => cells[0])], [.. lines.Select(cells => long.Parse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture))]);
            var (words, parts) = (tensors.Single(tensor => tensor.Name == "words"), tensors.Single(tensor => tensor.Name == "pieces"));
            return new WordModel(info, new WordVectors(vocabulary, words.Values, words.Shape[1]), new PieceVectors(pieces, parts.Values, words.Shape[1]));
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new ModelFormatException(folder, $"its files do not go together ({broken.Message.TrimEnd('.')}); train the model again.", broken);
        }
    }

    private static WordModelInfo ReadInfo(string path, string folder)
    {
        if (!File.Exists(path))
            throw new ModelFormatException(folder, $"holds no {InfoFile}: no word vectors; hourglass words train makes such a folder.");
        try
        {
            if (new FileInfo(path).Length > MaxInfoBytes)
                throw new JsonException("it is too long");
            var info = JsonSerializer.Deserialize(File.ReadAllBytes(path), WordModelJson.Default.WordModelInfo) ?? throw new JsonException("it is null");
            return info.FormatVersion == WordModelInfo.CurrentVersion
                ? info
                : throw new ModelFormatException(path, $"has version {info.FormatVersion}; this program reads version {WordModelInfo.CurrentVersion}.");
        }
        catch (JsonException broken)
        {
            throw new ModelFormatException(path, $"cannot be read ({broken.Message.TrimEnd('.')}); train the model again.", broken);
        }
    }

    private static string[] ReadLines(string path) => new FileInfo(path).Length <= MaxTextBytes
        ? File.ReadAllText(path, Encoding.UTF8).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToArray()
        : throw new ModelFormatException(path, $"has over {MaxTextBytes} bytes.");

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
