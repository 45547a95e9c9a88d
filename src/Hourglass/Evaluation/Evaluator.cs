using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>Measures a model on data it was not trained on.</summary>
public static class Evaluator
{
    /// <summary>Reconstruction errors, code statistics and, where there are labels, what the codes are worth to a classifier; PCA beside it all.</summary>
    /// <param name="model">The model; its stored PCA baseline is used, if it has one.</param>
    /// <param name="data">What to measure on.</param>
    /// <param name="labelled">Labelled samples to classify <paramref name="data"/> by, usually the training part; when null, the data's own halves.</param>
    /// <param name="options">Limits.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ModelMismatchException">The data has another shape than the model.</exception>
    /// <exception cref="ModelFormatException">The stored baseline is broken or for another shape.</exception>
    /// <exception cref="DataException">There are no samples, or one cannot be read.</exception>
    /// <remarks>The table calls the model by its architecture and code length, such as <c>conv-16</c>; see <see cref="NearestNeighbors"/> and
    /// <see cref="LinearProbe"/> for the two accuracies. Memory grows with the codes, not with the samples.</remarks>
    public static EvaluationResult Evaluate(
        Autoencoder model, DataSet data, DataSet? labelled = null, EvaluationOptions? options = null, IProgress<DataProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new EvaluationOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LabelledSamples, nameof(options));
        if (data.Count == 0)
            throw new DataException($"{data.Name} has no samples; at least 1 is needed to evaluate a model.");
        var pca = Pca.FromTensors(model.Baseline);
        if (pca is not null && pca.SampleSize != model.Input.Size)
            throw new ModelFormatException("baseline", 0, "the length of the mean", $"{pca.SampleSize}", $"{model.Input.Size}, the size of a sample");

        var tally = new EvaluationTally(data.Count, model.Input, model.CodeLength, model.Info.Normalization, pca);
        model.ReconstructAll(data, tally.Add, progress, cancellation);
        var accuracies = Accuracies(model, pca, tally, data, labelled, options, progress, cancellation);
        MethodResult[] methods = [tally.ModelRow($"{model.Info.Architecture.Name}-{model.CodeLength}", accuracies.Model)];
        if (pca is not null)
            methods = [.. methods, tally.PcaRow($"PCA-{pca.CodeLength}", accuracies.Pca)];
        return new EvaluationResult
        {
            Data = data.Name,
            Samples = data.Count,
            Shape = data.Shape,
            CodeLength = model.CodeLength,
            Methods = methods,
            SampleErrors = tally.SampleErrors,
            Codes = CodeUse.Measure(tally.Codes, model.CodeLength),
        };
    }

    private static ((double, double)? Model, (double, double)? Pca) Accuracies(
        Autoencoder model, Pca? pca, EvaluationTally tally, DataSet data, DataSet? labelled, EvaluationOptions options,
        IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (!data.HasLabels)
            return (null, null);
        var (codes, pcaCodes) = (tally.Codes, tally.PcaCodes);
        CodeWorth? worth;
        if (labelled is { HasLabels: true, Count: > 0 })
        {
            using var some = labelled.Subset(Spacing.Even(labelled.Count, options.LabelledSamples));
            worth = CodeWorth.Between(some, data);
            (codes, pcaCodes) = Encode(model, pca, some, progress, cancellation);
        }
        else
        {
            worth = CodeWorth.Halves(data, options.LabelledSamples, options.Seed);
        }

        if (worth is null)
            return (null, null);
        return (
            worth.Of(codes, tally.Codes, model.CodeLength, cancellation),
            pca is null ? null : worth.Of(pcaCodes, tally.PcaCodes, pca.CodeLength, cancellation));
    }

    private static (float[] Codes, float[] PcaCodes) Encode(
        Autoencoder model, Pca? pca, DataSet data, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var codes = new float[checked(data.Count * model.CodeLength)];
        var pcaCodes = new float[checked(data.Count * (pca?.CodeLength ?? 0))];
        float[] normalized = [];
        model.EncodeAll(data, Keep, progress, cancellation);
        return (codes, pcaCodes);

        void Keep(int first, ReadOnlyMemory<float> samples, ReadOnlyMemory<float> batch)
        {
            batch.Span.CopyTo(codes.AsSpan(first * model.CodeLength));
            if (pca is null)
                return;
            if (normalized.Length < samples.Length)
                normalized = new float[samples.Length];
            var values = normalized.AsSpan(0, samples.Length);
            Pca.Normalize(samples.Span, model.Info.Normalization, values);
            pca.Encode(values, pcaCodes.AsSpan(first * pca.CodeLength, samples.Length / pca.SampleSize * pca.CodeLength));
        }
    }
}

/// <summary>How much is looked at.</summary>
public sealed record EvaluationOptions
{
    /// <summary>At most so many labelled samples teach the classifiers.</summary>
    public int LabelledSamples { get; init; } = 10_000;

    /// <summary>Names random choices.</summary>
    public ulong Seed { get; init; } = 42;
}
