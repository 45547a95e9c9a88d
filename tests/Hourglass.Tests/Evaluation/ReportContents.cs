using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Tests.Evaluation;

/// <summary>Contents of reports drawn by the test: rings and blobs, or wavy vectors.</summary>
internal static class ReportContents
{
    public static ReportContent Of(
        SampleShape shape, int codeLength = 16, int samples = 600, IReadOnlyList<string>? labels = null, Func<int, string>? nameOf = null, int epochs = 10)
    {
        labels ??= [];
        nameOf ??= i => $"{i:D5}";
        var rng = new Rng(7);
        var errors = Enumerable.Range(0, samples).Select(_ => 0.005f * MathF.Exp(0.5f * rng.NextNormal())).ToArray();
        var drawn = ReportPictures.Drawn(shape);
        var all = Enumerable.Range(0, samples).ToArray();
        int[]? labelOf = labels.Count > 0 ? [.. all.Select(i => i % labels.Count)] : null;
        return new ReportContent
        {
            Model = "conv",
            Producer = "hourglass 0.1.0",
            TrainingData = "rings",
            Training = (5 * samples, epochs, 93.4),
            Result = new EvaluationResult
            {
                Data = "rings",
                Samples = samples,
                Shape = shape,
                CodeLength = codeLength,
                Methods =
                [
                    Method($"hourglass conv-{codeLength}", 0.00562, 0.972, 0.951),
                    Method($"PCA-{codeLength}", 0.02686, 0.953, 0.874),
                ],
                SampleErrors = errors,
                Codes = [.. Enumerable.Range(0, codeLength).Select(i => Code(i, codeLength, rng))],
            },
            History = [.. Enumerable.Range(1, epochs).Select(epoch => new EpochRecord(
                epoch, 0.0051 + 0.05 / (epoch * epoch), 0.0056 + 0.03 / (epoch * epoch), 0.01 * Math.Sin(Math.PI * epoch / (epochs + 1)), 9870, 9.3 * epoch))],
            Recipe = [("data", "rings"), ("model", "conv"), ("code", $"{codeLength}"), ("epochs", $"{epochs}"), ("batch size", "128"), ("optimizer", "adamw"), ("learning rate", "0.01"), ("schedule", "one-cycle"), ("seed", "42")],
            LabelNames = labels,
            Drawn = drawn,
            Shown = [.. ReportGathering.ChooseShown(labelOf, samples, ReportSamples.ShownCount(shape)).Select(Sample)],
            Worst = [.. ReportGathering.ChooseWorst(errors, ReportGathering.WorstCount).Select(Sample)],
            Map = samples < ReportGathering.MapLeast ? null : Map(),
        };

        MethodResult Method(string name, double mse, double nearest, double probe) => new(
            name, mse, Metrics.Psnr(mse), ReportPictures.ArePictures(shape) ? 1 - 8 * mse : null, labels.Count > 0 ? nearest : null, labels.Count > 0 ? probe : null);

        ReportSample Sample(int i) => new(
            nameOf(i), labelOf?[i] ?? -1, errors[i], Drawing(drawn, i, 0), Drawing(drawn, i, 0.5f), Drawing(drawn, i, 1.5f),
            [.. Enumerable.Range(0, codeLength).Select(k => MathF.Sin(i + k * 1.7f))]);

        ReportMap Map()
        {
            var shown = all.Take(ReportGathering.MapCount).ToArray();
            var thumb = ReportPictures.Thumb(shape, shown.Length);
            var kinds = Math.Max(1, labels.Count);
            return new ReportMap(
                [.. shown.Select(i => 0.5f + 0.33f * MathF.Cos(6.283f * (i % kinds) / kinds) + 0.05f * rng.NextNormal())],
                [.. shown.Select(i => 0.5f + 0.33f * MathF.Sin(6.283f * (i % kinds) / kinds) + 0.05f * rng.NextNormal())],
                [.. shown.Select(nameOf)], [.. shown.Select(i => labelOf?[i] ?? -1)], [.. shown.Select(i => (double)errors[i])],
                thumb, [.. shown.SelectMany(i => thumb.Size > 0 ? Drawing(thumb, i, 0) : [])]);
        }
    }

    private static CodeStatistics Code(int index, int length, Rng rng)
    {
        var dead = index % 7 == 5;
        var share = length > 64 ? (dead ? 0 : 0.02 + 0.1 * rng.NextDouble()) : 1;
        return new CodeStatistics(index, 0.3, dead ? 1e-5 : 0.6 + 0.8 * rng.NextDouble(), share, dead);
    }

    /// <summary>A ring whose size follows from its number, blurred by <paramref name="softness"/>; a wave where the shape is no picture.</summary>
    private static float[] Drawing(SampleShape shape, int number, float softness)
    {
        var values = new float[shape.Size];
        var plane = shape.Height * shape.Width;
        for (var i = 0; i < values.Length; i++)
        {
            if (!ReportPictures.ArePictures(shape))
            {
                values[i] = 0.5f + (0.4f - 0.1f * softness) * MathF.Sin(i * (0.2f + number % 5 * 0.1f) + number);
                continue;
            }

            var (x, y) = (i % plane % shape.Width / (float)shape.Width - 0.5f, i % plane / shape.Width / (float)shape.Height - 0.5f);
            var distance = MathF.Abs(MathF.Sqrt(x * x + y * y) - (0.15f + number % 10 * 0.025f));
            values[i] = MathF.Exp(-distance * distance / (0.003f * (1 + softness))) * (1 - 0.3f * (i / plane) * (number % 3) / 2f);
        }

        return values;
    }
}
