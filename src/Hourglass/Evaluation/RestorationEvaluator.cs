using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Evaluation;

/// <summary>Restores pictures at every strength of a task and compares the results with the clean pictures.</summary>
public static class RestorationEvaluator
{
    /// <summary>A picture that comes back exactly counts as this many dB, so that means stay finite.</summary>
    public const double MaxPsnr = 100;

    /// <summary>Measures a restorer beside the input and beside the best that a classical method does.</summary>
    /// <param name="pictures">What it is judged by.</param>
    /// <param name="restore">Restores what a pair's user would have.</param>
    /// <param name="seed">Names the draws: picture i at strength s gets the same one every time.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellation">Stops after the picture in progress.</param>
    public static RestorationResult Evaluate(
        RestorationPictures pictures, Func<TrainingPair, Planes> restore, ulong seed, IProgress<Data.DataProgress>? progress = null,
        CancellationToken cancellation = default) => Evaluate(
            pictures.Data, pictures.Task, pictures.Count, pictures.Draw, restore, seed, progress, cancellation,
            RestorationBaseline.Fit(pictures, seed, cancellation));

    /// <summary>Measures a restorer.</summary>
    /// <param name="name">The data set, for tables.</param>
    /// <param name="task">What is restored.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="draw">Gives the pair of a picture at a strength.</param>
    /// <param name="restore">Restores what a pair's user would have.</param>
    /// <param name="seed">Names the draws: picture i at strength s gets the same one every time.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellation">Stops after the picture in progress.</param>
    /// <param name="baseline">A classical method to measure too.</param>
    public static RestorationResult Evaluate(
        string name, RestorationTask task, int count, DrawnPair draw, Func<TrainingPair, Planes> restore, ulong seed,
        IProgress<Data.DataProgress>? progress = null, CancellationToken cancellation = default, RestorationBaseline? baseline = null)
    {
        var probes = task.Probes;
        var (plain, classical, restored) = (Tallies(), Tallies(), Tallies());
        for (var i = 0; i < count; i++)
        {
            for (var p = 0; p < probes.Count; p++)
            {
                cancellation.ThrowIfCancellationRequested();
                var pair = draw(i, probes[p].Task, DrawOf(seed, p, i));
                plain[p].Add(Compare(task, pair, task.Plain(pair.Picture, pair.Mask)));
                restored[p].Add(Compare(task, pair, restore(pair)));
                if (baseline is not null)
                    classical[p].Add(Compare(task, pair, baseline.Restore(p, pair)));
            }

            progress?.Report(new Data.DataProgress("evaluating", i + 1, count));
        }

        return new RestorationResult
        {
            Data = name,
            Pictures = count,
            PlainName = task.PlainName,
            BaselineName = baseline?.Name,
            Rows = [.. probes.Select((probe, p) => new RestorationRow(probe.Name, plain[p].Psnr, plain[p].Ssim, restored[p].Psnr, restored[p].Ssim)
            {
                BaselinePsnr = baseline is null ? null : classical[p].Psnr,
                BaselineSsim = baseline is null ? null : classical[p].Ssim,
                BaselineSetting = baseline?.Setting(p),
            })],
        };

        Tally[] Tallies() => [.. probes.Select(_ => new Tally())];
    }

    /// <summary>Names what is drawn for picture <paramref name="picture"/> at strength <paramref name="probe"/>.</summary>
    internal static Rng DrawOf(ulong seed, int probe, int picture) => new(seed, ((ulong)probe << 32) + (ulong)picture);

    /// <summary>How near a result is to what it should be. PSNR is over the missing pixels where a mask names them, over all of them elsewhere.</summary>
    internal static PictureQuality Compare(RestorationTask task, TrainingPair pair, Planes result)
    {
        var (clean, found) = (task.Compared(pair.Clean), task.Compared(result));
        var quality = PictureQuality.Of(clean, found);
        return pair.Mask is null ? quality : quality with { Psnr = Metrics.Psnr(MissingMse(clean, found, pair.Mask)) };
    }

    /// <summary>The mean squared error of the missing pixels; 0 when none is missing.</summary>
    private static double MissingMse(Planes clean, Planes found, Planes mask)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < clean.Values.Length; i++)
        {
            if (mask.Values[i % mask.Values.Length] == 0)
                continue;
            double difference = clean.Values[i] - found.Values[i];
            sum += difference * difference;
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    private sealed class Tally
    {
        private double _psnr;
        private double _ssim;
        private int _count;

        public double Psnr => _psnr / Math.Max(1, _count);

        public double Ssim => _ssim / Math.Max(1, _count);

        public void Add(PictureQuality quality)
        {
            _psnr += Math.Min(MaxPsnr, quality.Psnr);
            _ssim += quality.Ssim;
            _count++;
        }
    }
}
