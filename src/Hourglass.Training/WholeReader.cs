using Hourglass.Data.Images;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Whole photographs, cut to a size that the network takes, with the same draw every time; to watch the learning.</summary>
internal sealed class WholeReader(Photographs photographs, RestorationTask task, PairDraw draw, int multiple, Device device) : IPairReader
{
    /// <inheritdoc />
    public (Tensor Input, Tensor Target) Read(ReadOnlySpan<int> indices, long epoch)
    {
        var pairs = new TrainingPair[indices.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            var (height, width) = photographs.SizeOf(indices[i]);
            var clean = photographs.Cut(indices[i], 0, 0, height / multiple * multiple, width / multiple * multiple);
            pairs[i] = task.Draw(clean, draw.Rng(indices[i], 0));
        }

        return PairDraw.Stack(pairs, device);
    }
}
