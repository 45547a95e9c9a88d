using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Text.Codes;
using Hourglass.Text.Reading;

namespace Hourglass.Runs.Texts;

/// <summary>The sentences of files as numbered words, in memory: drawn at random where there are too many.</summary>
public sealed class SentenceCorpus
{
    /// <summary>The most sentences that are held.</summary>
    public const int MaxSentences = 2_000_000;

    private const int FewestSentences = 10;
    private const int FewestWords = 4;
    private const int WatchedEvery = 100;
    private const int MostWatched = 2000;
    private const ulong Stream = 0x73656E74; // "sent"

    private readonly List<int[]> _sentences;

    private SentenceCorpus(List<int[]> sentences)
    {
        _sentences = sentences;
        Validation = [.. Enumerable.Range(0, sentences.Count).Where(i => i % WatchedEvery == WatchedEvery - 1).Take(MostWatched)];
        Train = [.. Enumerable.Range(0, sentences.Count).Except(Validation)];
    }

    /// <summary>The sentences that are learned from.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>Those by which the learning is watched.</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>The words of a sentence.</summary>
    public ReadOnlySpan<int> this[int index] => _sentences[index];

    /// <summary>Names the sentences: another corpus has another name.</summary>
    public string Identity()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sentence in _sentences)
            hash.AppendData(MemoryMarshal.AsBytes(sentence.AsSpan()));
        return FormattableString.Invariant($"{_sentences.Count} sentences, {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    /// <summary>Reads files once.</summary>
    /// <returns>The sentences, and what to tell the user about the reading.</returns>
    /// <exception cref="DataException">A file cannot be read, or there are too few sentences.</exception>
    public static (SentenceCorpus Corpus, IReadOnlyList<string> Notes) Read(
        SentencePlan plan, WordNumbers numbers, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (sentences, notes, files, seen) = (new List<int[]>(), new List<string>(), TextFiles.Find(plan.Inputs), 0L);
        var random = new Rng(plan.Seed, Stream);
        for (var i = 0; i < files.Count; i++)
        {
            using var file = Utf8File.Open(files[i], plan.Strict);
            foreach (var words in TextSentence.Read(file, cancellation).SelectMany(sentence => numbers.Pieces(sentence.Text, plan.Length)).Where(words => words.Length >= FewestWords))
            {
                seen++;
                if (sentences.Count < MaxSentences)
                    sentences.Add(words);
                else if ((long)(random.NextDouble() * seen) is var place && place < MaxSentences)
                    sentences[(int)place] = words;
            }

            if (file.Note is { } note)
                notes.Add(note);
            progress?.Report(new DataProgress("reading sentences", i + 1, files.Count));
        }

        return sentences.Count >= FewestSentences
            ? (new SentenceCorpus(sentences), notes)
            : throw new DataException($"There are {sentences.Count} sentences of {FewestWords} words or more; at least {FewestSentences} are needed: give more text.");
    }
}
