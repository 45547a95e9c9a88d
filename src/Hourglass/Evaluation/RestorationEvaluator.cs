using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Evaluation;

/// <summary>Restores pictures at every strength of a task and compares the results with the clean pictures.</summary>
public static class RestorationEvaluator
{
    /// <summary>Measures a restorer.</summary>
    /// <param name="name">The data set, for tables.</param>
    /// <param name="task">What is restored.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="draw">Gives the pair of a picture at a strength.</param>
    /// <param name="restore">Restores what a pair's user would have.</param>
    /// <param name="seed">Names the draws: picture i at strength s gets the same one every time.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellation">Stops after the picture in progress.</param>
    public static RestorationResult Evaluate(
        string name, RestorationTask task, int count, DrawnPair draw, Func<TrainingPair, Planes> restore, ulong seed,
        IProgress<Data.DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var probes = task.Probes;
        var sums = new double[probes.Count, 4];
        for (var i = 0; i < count; i++)
        {
            for (var p = 0; p < probes.Count; p++)
            {
                cancellation.ThrowIfCancellationRequested();
                var pair = draw(i, probes[p].Task, new Rng(seed, ((ulong)p << 32) + (ulong)i));
                var clean = task.Compared(pair.Clean);
                var ssim = new Ssim(new SampleShape(clean.Channels, clean.Height, clean.Width));
                var (plain, restored) = (task.Compared(task.Plain(pair.Picture, pair.Mask)), task.Compared(restore(pair)));
                sums[p, 0] += Metrics.Psnr(Metrics.Mse(clean.Values, plain.Values));
                sums[p, 1] += ssim.Mean(clean.Values, plain.Values);
                sums[p, 2] += Metrics.Psnr(Metrics.Mse(clean.Values, restored.Values));
                sums[p, 3] += ssim.Mean(clean.Values, restored.Values);
            }

            progress?.Report(new Data.DataProgress("evaluating", i + 1, count));
        }

        return new RestorationResult
        {
            Data = name,
            Pictures = count,
            Rows = [.. probes.Select((probe, p) => new RestorationRow(
                probe.Name, sums[p, 0] / count, sums[p, 1] / count, sums[p, 2] / count, sums[p, 3] / count))],
        };
    }
}

/// <summary>Gives the pair of a picture.</summary>
/// <param name="index">Which picture.</param>
/// <param name="task">The task at one strength.</param>
/// <param name="rng">Makes its random choices.</param>
public delegate TrainingPair DrawnPair(int index, RestorationTask task, Rng rng);
