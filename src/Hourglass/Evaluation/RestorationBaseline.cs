using Hourglass.Data.Images;
using Hourglass.Tasks;

namespace Hourglass.Evaluation;

/// <summary>A classical way to restore, fitted on training pictures: what a network must be better than.</summary>
public sealed class RestorationBaseline
{
    /// <summary>Components of the projection beside networks that work at one size.</summary>
    public const int Components = 32;

    private const int BlurPictures = 8;
    private const int ColorPictures = 64;
    private const int FitSide = 256;
    private const ulong FitStream = 1UL << 62;

    private static readonly float[] BlurSigmas = [0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 1, 1.2f, 1.4f, 1.6f, 1.8f, 2, 2.5f, 3, 4];

    private readonly Func<int, TrainingPair, Planes> _restore;
    private readonly string[]? _settings;

    private RestorationBaseline(string name, Func<int, TrainingPair, Planes> restore, string[]? settings = null) =>
        (Name, _restore, _settings) = (name, restore, settings);

    /// <summary>The name for tables.</summary>
    public string Name { get; }

    /// <summary>
    /// Fits the method that belongs to a task. Pictures of one size: the projection on principal components of the clean ones. Noise: the Gaussian blur
    /// that is best at each strength. Color: the mean color. Other tasks have theirs in <see cref="RestorationTask.Plain"/>.
    /// </summary>
    /// <param name="pictures">Gives the pictures to fit on.</param>
    /// <param name="seed">Names the draws.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Null where there is none.</returns>
    public static RestorationBaseline? Fit(RestorationPictures pictures, ulong seed, CancellationToken cancellation = default)
    {
        var task = pictures.Task;
        if (pictures.FitLinear is not null && task is { TakesMask: false, Scale: 1 } && task.PictureChannels == task.CleanChannels && task.OutputChannels == task.CleanChannels)
            return Linear(pictures.FitLinear(cancellation));
        return task switch
        {
            Denoise => Blur(pictures, seed, cancellation),
            Colorize => MeanColor(pictures, seed, cancellation),
            _ => null,
        };
    }

    /// <summary>Restores the picture of a pair at one of the task's strengths.</summary>
    public Planes Restore(int probe, TrainingPair pair) => _restore(probe, pair);

    /// <summary>What was chosen for a strength; null where there is nothing to choose.</summary>
    public string? Setting(int probe) => _settings?[probe];

    private static RestorationBaseline Linear(Pca pca) => new($"PCA-{pca.CodeLength}", (_, pair) =>
    {
        var (picture, code) = (pair.Picture, new float[pca.CodeLength]);
        var result = new Planes(picture.Channels, picture.Height, picture.Width);
        pca.Encode(picture.Values, code);
        pca.Decode(code, result.Values);
        return result;
    });

    private static RestorationBaseline Blur(RestorationPictures pictures, ulong seed, CancellationToken cancellation)
    {
        var best = pictures.Task.Probes.Select((probe, p) =>
        {
            TrainingPair[] pairs = [.. Drawn(pictures, probe.Task, p, seed, BlurPictures)];
            return BlurSigmas.MinBy(sigma =>
            {
                cancellation.ThrowIfCancellationRequested();
                return pairs.Sum(pair => Metrics.Mse(pair.Clean.Values, GaussianBlur.Of(pair.Picture, sigma).Values));
            });
        }).ToArray();
        return new RestorationBaseline(
            "best blur", (p, pair) => GaussianBlur.Of(pair.Picture, best[p]), [.. best.Select(sigma => FormattableString.Invariant($"{sigma:0.#} pixels"))]);
    }

    private static RestorationBaseline MeanColor(RestorationPictures pictures, ulong seed, CancellationToken cancellation)
    {
        var (task, sums, count) = (pictures.Task, new double[pictures.Task.OutputChannels], 0L);
        foreach (var pair in Drawn(pictures, task, 0, seed, ColorPictures))
        {
            cancellation.ThrowIfCancellationRequested();
            for (var channel = 0; channel < sums.Length; channel++)
            {
                foreach (var value in pair.Target.Plane(channel))
                    sums[channel] += value;
            }

            count += pair.Target.Height * pair.Target.Width;
        }

        return new RestorationBaseline("mean color", (_, pair) =>
        {
            var output = new Planes(sums.Length, pair.Picture.Height, pair.Picture.Width);
            for (var channel = 0; channel < sums.Length; channel++)
                output.Plane(channel).Fill((float)(sums[channel] / count));
            return task.Leave(pair.Picture, null, output);
        });
    }

    /// <summary>Pairs of some training pictures, evenly spaced over all; of large ones the middle.</summary>
    private static IEnumerable<TrainingPair> Drawn(RestorationPictures pictures, RestorationTask task, int probe, ulong seed, int most) =>
        Numerics.Spacing.Even(pictures.TrainingCount, Math.Min(most, pictures.TrainingCount))
            .Select(i => Middle(pictures.DrawTraining(i, task, RestorationEvaluator.DrawOf(seed ^ FitStream, probe, i))));

    private static TrainingPair Middle(TrainingPair pair) => pair with
    {
        Target = Middle(pair.Target),
        Picture = Middle(pair.Picture),
        Clean = Middle(pair.Clean),
    };

    private static Planes Middle(Planes picture)
    {
        var (height, width) = (Math.Min(FitSide, picture.Height), Math.Min(FitSide, picture.Width));
        if ((height, width) == (picture.Height, picture.Width))
            return picture;
        var part = new Planes(picture.Channels, height, width);
        var (top, left) = ((picture.Height - height) / 2, (picture.Width - width) / 2);
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            for (var y = 0; y < height; y++)
                picture.Row(channel, top + y).Slice(left, width).CopyTo(part.Row(channel, y));
        }

        return part;
    }
}
