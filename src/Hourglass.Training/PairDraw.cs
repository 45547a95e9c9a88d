using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Draws the pairs of a task; what is drawn is named by the seed, the epoch and the index of the sample, and by nothing else.</summary>
/// <param name="task">The task.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="count">Samples of an epoch.</param>
internal sealed class PairDraw(RestorationTask task, ulong seed, int count)
{
    private const ulong Streams = 1UL << 48;

    /// <summary>The generator of a sample.</summary>
    public Rng Rng(int index, long epoch) => new(seed, Streams + (ulong)epoch * (ulong)count + (ulong)index);

    /// <summary>How squares may be laid down.</summary>
    public Turning Turning => task.Turning;

    /// <summary>The pair of a clean sample.</summary>
    public TrainingPair Of(Planes clean, int index, long epoch) => task.Draw(clean, Rng(index, epoch));

    /// <summary>Pairs of one size as two tensors.</summary>
    public static (Tensor Input, Tensor Target) Stack(IReadOnlyList<TrainingPair> pairs, Device device) =>
        (Stack([.. pairs.Select(pair => pair.Input)], device), Stack([.. pairs.Select(pair => pair.Target)], device));

    private static Tensor Stack(Planes[] pictures, Device device)
    {
        var (first, size) = (pictures[0], pictures[0].Values.Length);
        var values = new float[pictures.Length * size];
        for (var i = 0; i < pictures.Length; i++)
            pictures[i].Values.CopyTo(values, i * size);
        return tensor(values, [pictures.Length, first.Channels, first.Height, first.Width], device: device);
    }
}
