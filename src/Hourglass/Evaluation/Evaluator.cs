using Hourglass.Data;
using Hourglass.Inference;

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
    public static EvaluationResult Evaluate(
        Autoencoder model, DataSet data, DataSet? labelled = null, EvaluationOptions? options = null, IProgress<DataProgress>? progress = null,
        CancellationToken cancellation = default) => throw new NotImplementedException();
}

/// <summary>How much is looked at.</summary>
public sealed record EvaluationOptions
{
    /// <summary>At most so many labelled samples teach the classifiers.</summary>
    public int LabelledSamples { get; init; } = 10_000;

    /// <summary>Names random choices.</summary>
    public ulong Seed { get; init; } = 42;
}
