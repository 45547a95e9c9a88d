using System.Numerics.Tensors;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Text.Codes;
using Hourglass.Text.Reading;

namespace Hourglass.Runs.Texts;

/// <summary>The sentences of files with their codes: for search, and for finding what is said twice.</summary>
public sealed class SentenceIndex
{
    /// <summary>The most sentences that are held.</summary>
    public const int MaxSentences = 500_000;

    /// <summary>The most sentences that are compared with each other.</summary>
    public const int MaxCompared = 50_000;

    private const int RowsAtOnce = 256;

    private readonly List<(string File, int Paragraph, string Text)> _sentences;
    private readonly TextCodes _codes;

    private SentenceIndex(List<(string File, int Paragraph, string Text)> sentences, TextCodes codes, IReadOnlyList<string> notes) =>
        (_sentences, _codes, Notes) = (sentences, codes, notes);

    /// <summary>What to tell the user about the reading.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>How many sentences there are.</summary>
    public int Count => _sentences.Count;

    /// <summary>Reads files and learns codes of their sentences.</summary>
    /// <param name="inputs">Text files and folders of them.</param>
    /// <param name="meaning">Word vectors or a sentence model, or null to go by shared words alone.</param>
    /// <param name="dimensions">The length of a code.</param>
    /// <param name="strict">Whether bytes that are not UTF-8 are an error.</param>
    /// <param name="progress">Told how many files are read.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">A file cannot be read, or there are no sentences or too many.</exception>
    public static SentenceIndex Build(
        IReadOnlyList<string> inputs, ITextMeaning? meaning, int dimensions, bool strict, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (sentences, notes, files) = (new List<(string, int, string)>(), new List<string>(), TextFiles.Find(inputs));
        for (var i = 0; i < files.Count; i++)
        {
            using var file = Utf8File.Open(files[i], strict);
            foreach (var sentence in TextSentence.Read(file, cancellation))
            {
                sentences.Add((files[i], sentence.Paragraph + 1, sentence.Text));
                if (sentences.Count > MaxSentences)
                    throw new DataException($"There are over {MaxSentences} sentences, the last in '{files[i]}': name fewer files.");
            }

            if (file.Note is { } note)
                notes.Add(note);
            progress?.Report(new DataProgress("reading", i + 1, files.Count));
        }

        if (sentences.Count == 0)
            throw new DataException($"There is no sentence in {string.Join(", ", inputs.Select(input => $"'{input}'"))}.");
        progress?.Report(new DataProgress("learning codes", 0, 0));
        var codes = TextCodes.Learn([.. sentences.Select(sentence => sentence.Item3)], meaning, dimensions, cancellation: cancellation);
        return new SentenceIndex(sentences, codes, notes);
    }

    /// <summary>The sentences most like a query, best first; none that has nothing in common with it.</summary>
    /// <param name="query">Any text.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<FoundSentence> Search(string query, int count)
    {
        var code = _codes.Encode(query);
        return
        [
            .. Enumerable.Range(0, Count).Select(i => (Index: i, Score: TensorPrimitives.Dot<float>(code, _codes[i]))).Where(pair => pair.Score > 0)
                .OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Index).DistinctBy(pair => _sentences[pair.Index].Text).Take(count).Select(pair => Found(pair.Index, pair.Score)),
        ];
    }

    /// <summary>Pairs of sentences whose cosine is at least so great, the most alike first.</summary>
    /// <param name="least">The least cosine.</param>
    /// <param name="count">How many pairs at most.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">There are more than <see cref="MaxCompared"/> sentences.</exception>
    public IReadOnlyList<SentencePair> Duplicates(double least, int count, CancellationToken cancellation = default)
    {
        if (Count > MaxCompared)
            throw new DataException($"There are {Count} sentences, and at most {MaxCompared} are compared with each other: name fewer files.");
        var transposed = new float[_codes.Codes.Length];
        MatrixProduct.Transpose(_codes.Codes, transposed, Count, _codes.Dimensions);
        var best = new PriorityQueue<(int First, int Second, float Score), (float, int)>();
        var products = new float[RowsAtOnce * Count];
        for (var first = 0; first < Count; first += RowsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = Math.Min(RowsAtOnce, Count - first);
            products.AsSpan().Clear();
            MatrixProduct.Add(_codes.Codes.AsSpan(first * _codes.Dimensions, rows * _codes.Dimensions), transposed, products.AsSpan(0, rows * Count), rows, _codes.Dimensions, Count);
            for (var i = first; i < first + rows; i++)
            {
                for (var j = i + 1; j < Count; j++)
                {
                    var score = products[(i - first) * Count + j];
                    if (score < least)
                        continue;
                    best.Enqueue((i, j, score), (score, -i));
                    if (best.Count > count)
                        best.Dequeue();
                }
            }
        }

        var pairs = new List<SentencePair>();
        while (best.TryDequeue(out var pair, out _))
            pairs.Add(new SentencePair(Found(pair.First, 1), Found(pair.Second, pair.Score), Math.Min(1, pair.Score)));
        pairs.Reverse();
        return pairs;
    }

    private FoundSentence Found(int index, double score) => new(_sentences[index].File, _sentences[index].Paragraph, _sentences[index].Text, score);
}
