using Hourglass.Numerics;
using Hourglass.Runs.Texts;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Gives spoilt sentences and whole ones; what is spoilt is drawn anew in each epoch, named by seed, epoch and index.</summary>
/// <param name="corpus">The sentences.</param>
/// <param name="indices">Which of them.</param>
/// <param name="dropout">Spoils.</param>
/// <param name="length">The longest sentence.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="device">Where tensors live.</param>
internal sealed class SentenceReader(SentenceCorpus corpus, IReadOnlyList<int> indices, WordDropout dropout, int length, ulong seed, Device device) : IPairReader
{
    private const ulong Streams = 1UL << 48;

    /// <inheritdoc />
    public (Tensor Input, Tensor Target) Read(ReadOnlySpan<int> wanted, long epoch)
    {
        var (spoilt, whole) = (new float[wanted.Length * length], new float[wanted.Length * length]);
        for (var i = 0; i < wanted.Length; i++)
        {
            var words = corpus[indices[wanted[i]]];
            var rng = new Rng(seed, Streams + (ulong)epoch * (ulong)indices.Count + (ulong)wanted[i]);
            Write(dropout.Draw(words, rng), spoilt.AsSpan(i * length, length));
            Write(words, whole.AsSpan(i * length, length));
        }

        return (tensor(spoilt, [wanted.Length, length], device: device), tensor(whole, [wanted.Length, length], device: device));
    }

    /// <summary>Writes words as a network takes them.</summary>
    public static void Write(ReadOnlySpan<int> words, Span<float> to)
    {
        for (var i = 0; i < words.Length; i++)
            to[i] = words[i];
    }
}
