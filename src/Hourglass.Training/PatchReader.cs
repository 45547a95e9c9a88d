using Hourglass.Numerics;
using Hourglass.Runs;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Cuts squares at random from photographs, mirrors and turns them, and draws a task's pairs from them.</summary>
internal sealed class PatchReader(PhotographSamples samples, PairDraw draw, int side, Device device) : IPairReader
{
    private const int Ways = 8;
    private const int Mirror = 2;

    /// <inheritdoc />
    public (Tensor Input, Tensor Target) Read(ReadOnlySpan<int> indices, long epoch)
    {
        var pairs = new TrainingPair[indices.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            // Every place of every photograph is as likely as any other.
            var rng = draw.Rng(indices[i], epoch);
            var photograph = samples.TrainingPictureAt(rng.NextDouble());
            var (height, width) = samples.SizeOf(photograph);
            var place = new PatchPlace(rng.NextInt(height - side + 1), rng.NextInt(width - side + 1), side, side);
            pairs[i] = samples.Draw(photograph, place, Way(draw.Turning, rng), rng);
        }

        return PairDraw.Stack(pairs, device);
    }

    private static int Way(Turning turning, Rng rng) => turning switch
    {
        Turning.Free => rng.NextInt(Ways),
        Turning.Mirrored => Mirror * rng.NextInt(2),
        _ => 0,
    };
}
