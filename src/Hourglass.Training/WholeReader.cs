using Hourglass.Runs;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Whole photographs, cut to a size that the network takes, with the same draw every time; to watch the learning.</summary>
internal sealed class WholeReader(PhotographSamples samples, PairDraw draw, int multiple, Device device) : IPairReader
{
    /// <inheritdoc />
    public (Tensor Input, Tensor Target) Read(ReadOnlySpan<int> indices, long epoch)
    {
        var pairs = new TrainingPair[indices.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            var (height, width) = samples.SizeOf(indices[i]);
            pairs[i] = samples.Draw(
                indices[i], new PatchPlace(0, 0, height / multiple * multiple, width / multiple * multiple), way: 0, draw.Rng(indices[i], 0));
        }

        return PairDraw.Stack(pairs, device);
    }
}
