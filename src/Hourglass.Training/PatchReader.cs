using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Runs;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Cuts squares at random from photographs, mirrors and turns them, and draws a task's pairs from them.</summary>
internal sealed class PatchReader(PhotographSamples samples, RestorationTask task, PairDraw draw, int side, Device device) : IPairReader
{
    /// <inheritdoc />
    public (Tensor Input, Tensor Target) Read(ReadOnlySpan<int> indices, long epoch)
    {
        var pairs = new TrainingPair[indices.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            var rng = draw.Rng(indices[i], epoch);
            pairs[i] = task.Draw(Patch(rng), rng);
        }

        return PairDraw.Stack(pairs, device);
    }

    /// <summary>Every place of every photograph is as likely as any other.</summary>
    private Planes Patch(Rng rng)
    {
        var photograph = samples.TrainingPictureAt(rng.NextDouble());
        var (height, width) = samples.Photographs.SizeOf(photograph);
        var patch = samples.Photographs.Cut(photograph, rng.NextInt(height - side + 1), rng.NextInt(width - side + 1), side, side);
        return Turned(patch, rng.NextInt(8));
    }

    /// <summary>One of the eight ways to lay down a square.</summary>
    private static Planes Turned(Planes patch, int way)
    {
        if (way == 0)
            return patch;
        var (side, turned) = (patch.Height, new Planes(patch.Channels, patch.Height, patch.Width));
        for (var channel = 0; channel < patch.Channels; channel++)
        {
            var from = patch.Plane(channel);
            var to = turned.Plane(channel);
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++)
                {
                    var (row, column) = (way & 4) != 0 ? (x, y) : (y, x);
                    row = (way & 1) != 0 ? side - 1 - row : row;
                    column = (way & 2) != 0 ? side - 1 - column : column;
                    to[y * side + x] = from[row * side + column];
                }
            }
        }

        return turned;
    }
}
