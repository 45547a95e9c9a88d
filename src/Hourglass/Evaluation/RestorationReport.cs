using Hourglass.Data.Images;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Tasks;

namespace Hourglass.Evaluation;

/// <summary>One self-contained HTML file about a restoring model: its figures at every strength, and pictures before and after.</summary>
public static class RestorationReport
{
    private const int LargeShown = 4;
    private const int SmallShown = 8;

    /// <summary>Pictures up to this side are shown whole and enlarged, without a crop.</summary>
    internal const int SmallSide = 96;

    private const int CropSide = 64;
    private const int CropStep = 8;

    /// <summary>Writes the report; it appears whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="info">What is known of the model.</param>
    /// <param name="restorer">The model.</param>
    /// <param name="pictures">What <paramref name="result"/> was measured on.</param>
    /// <param name="result">The figures.</param>
    /// <param name="history">One record per epoch; empty when the model was only evaluated.</param>
    /// <param name="recipe">The recipe as (name, value) pairs for a table.</param>
    /// <param name="seed">Names the draws, as when the figures were measured.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(
        string path, ModelInfo info, Restorer restorer, RestorationPictures pictures, RestorationResult result, IReadOnlyList<EpochRecord> history,
        IReadOnlyList<(string Name, string Value)> recipe, ulong seed, CancellationToken cancellation = default)
    {
        var content = new RestorationContent
        {
            Model = info.Architecture.Name,
            Producer = info.Producer,
            Task = pictures.Task,
            TrainingData = info.Data,
            Training = (info.Samples, info.Epochs, info.TrainingSeconds),
            Result = result,
            History = history,
            Recipe = recipe,
            Shown = Gather(pictures, pair => restorer.Restore(pair.Picture, pair.Mask, cancellation: cancellation), seed),
        };
        AtomicFile.WriteText(path, RestorationPage.Draw(content, typeof(RestorationReport).Assembly.GetName().Version!.ToString(3)));
    }

    /// <summary>Some pictures evenly spaced over all, each at one strength, the strengths in turn.</summary>
    internal static IReadOnlyList<RestoredPicture> Gather(RestorationPictures pictures, Func<TrainingPair, Planes> restore, ulong seed)
    {
        var (task, probes) = (pictures.Task, pictures.Task.Probes);
        var first = pictures.Draw(0, probes[0].Task, RestorationEvaluator.DrawOf(seed, 0, 0)).Clean;
        var most = Math.Max(first.Height, first.Width) <= SmallSide ? SmallShown : LargeShown;
        return
        [
            .. Spacing.Even(pictures.Count, Math.Min(most, pictures.Count)).Select((picture, i) =>
            {
                var p = i % probes.Count;
                var pair = pictures.Draw(picture, probes[p].Task, RestorationEvaluator.DrawOf(seed, p, picture));
                return Picture(task, pair, restore(pair), $"{pictures.NameOf(picture)}, {probes[p].Name}");
            }),
        ];
    }

    private static RestoredPicture Picture(RestorationTask task, TrainingPair pair, Planes restored, string name)
    {
        var plain = task.Plain(pair.Picture, pair.Mask);
        var input = Repeated(pair.Picture, task.Scale);
        var crop = MostChanged(plain, restored);
        var isInput = ReferenceEquals(plain, pair.Picture);
        var figures = RestorationEvaluator.Compare(task, pair, plain);
        return new RestoredPicture(name,
        [
            new RestoredView("input", input, isInput ? figures : null),
            .. isInput ? (RestoredView[])[] : [new RestoredView(task.PlainName, plain, figures)],
            new RestoredView("restored", restored, RestorationEvaluator.Compare(task, pair, restored)) { IsOwn = true },
            new RestoredView("target", pair.Clean, null),
        ], crop);
    }

    /// <summary>A picture with every pixel as a square.</summary>
    private static Planes Repeated(Planes picture, int scale)
    {
        if (scale == 1)
            return picture;
        var large = new Planes(picture.Channels, scale * picture.Height, scale * picture.Width);
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            for (var y = 0; y < large.Height; y++)
            {
                var from = picture.Row(channel, y / scale);
                var to = large.Row(channel, y);
                for (var x = 0; x < to.Length; x++)
                    to[x] = from[x / scale];
            }
        }

        return large;
    }

    /// <summary>The square in which the network changed the most.</summary>
    internal static CropPlace MostChanged(Planes plain, Planes restored)
    {
        var (height, width) = (Math.Min(CropSide, restored.Height), Math.Min(CropSide, restored.Width));
        var (best, most) = (new CropPlace(0, 0, height, width), -1.0);
        for (var top = 0; top <= restored.Height - height; top += CropStep)
        {
            for (var left = 0; left <= restored.Width - width; left += CropStep)
            {
                var change = Change(plain, restored, top, left, height, width);
                if (change > most)
                    (best, most) = (new CropPlace(top, left, height, width), change);
            }
        }

        return best;
    }

    private static double Change(Planes plain, Planes restored, int top, int left, int height, int width)
    {
        var sum = 0.0;
        for (var channel = 0; channel < restored.Channels; channel++)
        {
            for (var y = top; y < top + height; y++)
            {
                var before = plain.Row(plain.Channels == 1 ? 0 : channel, y).Slice(left, width);
                sum += System.Numerics.Tensors.TensorPrimitives.Distance<float>(before, restored.Row(channel, y).Slice(left, width));
            }
        }

        return sum;
    }
}
