using System.Collections.Concurrent;
using Hourglass.Numerics;
using Hourglass.Runs;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Whole photographs as a task's grid shows them. They are the same in every epoch, so as many as memory allows are made once and kept.</summary>
/// <param name="samples">The photographs.</param>
/// <param name="pictures">Which of them the indices stand for.</param>
/// <param name="kept">Shared by all readers.</param>
/// <param name="device">Where the tensors go.</param>
internal sealed class GridReader(PhotographSamples samples, IReadOnlyList<int> pictures, ConcurrentDictionary<int, TrainingPair> kept, Device device) : IPairReader
{
    private const long KeptValues = 1L << 27;

    /// <inheritdoc />
    public (Tensor Input, Tensor Target) Read(ReadOnlySpan<int> indices, long epoch)
    {
        var pairs = new TrainingPair[indices.Length];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = Pair(pictures[indices[i]]);
        return PairDraw.Stack(pairs, device);
    }

    private TrainingPair Pair(int photograph)
    {
        if (kept.TryGetValue(photograph, out var known))
            return known;
        var (height, width) = samples.SizeOf(photograph);
        var drawn = samples.Draw(photograph, new PatchPlace(0, 0, height, width), way: 0, new Rng(0));
        var pair = new TrainingPair(drawn.Input, drawn.Target);
        if ((kept.Count + 1L) * pair.Input.Values.Length <= KeptValues)
            kept.TryAdd(photograph, pair);
        return pair;
    }
}
