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
    /// <param name="picture">Gives a clean picture.</param>
    /// <param name="restore">Restores what it is given, of any size.</param>
    /// <param name="seed">Names the draws: picture i at strength s gets the same one every time.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellation">Stops after the picture in progress.</param>
    public static RestorationResult Evaluate(
        string name, RestorationTask task, int count, Func<int, Planes> picture, Func<RestorationTask, Planes, Planes> restore, ulong seed,
        IProgress<Data.DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var probes = task.Probes;
        var sums = new double[probes.Count, 4];
        for (var i = 0; i < count; i++)
        {
            var clean = picture(i);
            var ssim = new Ssim(new SampleShape(clean.Channels, clean.Height, clean.Width));
            for (var p = 0; p < probes.Count; p++)
            {
                cancellation.ThrowIfCancellationRequested();
                var pair = probes[p].Task.Draw(clean, new Rng(seed, ((ulong)p << 32) + (ulong)i));
                var restored = restore(task, pair.Input);
                sums[p, 0] += Metrics.Psnr(Metrics.Mse(pair.Target.Values, pair.Input.Values));
                sums[p, 1] += ssim.Mean(pair.Target.Values, pair.Input.Values);
                sums[p, 2] += Metrics.Psnr(Metrics.Mse(pair.Target.Values, restored.Values));
                sums[p, 3] += ssim.Mean(pair.Target.Values, restored.Values);
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
