using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;

namespace Hourglass.Outliers;

/// <summary>Codes and errors of samples that an autoencoder was not taught: what is usual for it. Kept in the model folder.</summary>
/// <param name="Codes"><c>[N, n]</c>.</param>
/// <param name="Errors"><c>[N]</c>: the mean squared error of each sample, values in [0, 1].</param>
public sealed record HeldOutSamples(float[] Codes, float[] Errors)
{
    /// <summary>Encodes and rebuilds samples.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="data">Samples that it did not learn from.</param>
    /// <param name="most">Of more samples than this, so many evenly spaced ones.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ModelMismatchException">The data has another shape, or values of another range.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public static HeldOutSamples Measure(
        Autoencoder model, DataSet data, int most, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var some = data.Count <= most ? data : data.Subset(Spacing.Even(data.Count, most));
        var (size, span) = (model.Input.Size, model.Info.Normalization.Span);
        var (codes, errors) = (new float[some.Count * model.CodeLength], new float[some.Count]);
        model.ReconstructAll(some, (first, samples, coded, outputs) =>
        {
            coded.Span.CopyTo(codes.AsSpan(first * model.CodeLength));
            for (var i = 0; i < samples.Length / size; i++)
            {
                var distance = TensorPrimitives.Distance(samples.Span.Slice(i * size, size), outputs.Span.Slice(i * size, size)) / span;
                errors[first + i] = distance * distance / size;
            }
        }, progress, cancellation);
        return new HeldOutSamples(codes, errors);
    }

    /// <summary>What a model was stored with.</summary>
    /// <exception cref="ModelMismatchException">It has none, or too few to compare with.</exception>
    public static HeldOutSamples Of(Autoencoder model)
    {
        if (model.Info.Task is not null)
            throw new ModelMismatchException($"The model was trained to {model.Info.Task.Id}; whether data has changed is told by a model that reconstructs: train one without --task.");
        if (model.HeldOut is not [var codes, var errors])
            throw new ModelMismatchException("The model was stored without held-out samples to compare with: those for text are, and those of an earlier version; train one on the samples themselves.");
        return errors.Values.Length >= DriftTest.FewestRows
            ? new HeldOutSamples(codes.Values, errors.Values)
            : throw new ModelMismatchException($"The model holds {errors.Values.Length} held-out samples to compare with; at least {DriftTest.FewestRows} are needed: train it on more samples.");
    }

    /// <summary>The first sample that the network makes no number of; -1 where there is none.</summary>
    public int FirstWithoutNumber() => Enumerable.Range(0, Errors.Length).FirstOrDefault(i => !IsNumber(i), -1);

    /// <summary>As the tensors of a model folder; samples that the network makes no number of are left out.</summary>
    public IReadOnlyList<WeightTensor> ToTensors()
    {
        var kept = Enumerable.Range(0, Errors.Length).Where(IsNumber).ToArray();
        return kept.Length == 0
            ? []
            : [
                new WeightTensor(ModelFolder.HeldOutCodes, [kept.Length, CodeOf(0).Length], [.. kept.SelectMany(i => CodeOf(i).ToArray())]),
                new WeightTensor(ModelFolder.HeldOutErrors, [kept.Length], [.. kept.Select(i => Errors[i])]),
            ];
    }

    private ReadOnlySpan<float> CodeOf(int index) => Codes.AsSpan(index * (Codes.Length / Errors.Length), Codes.Length / Errors.Length);

    private bool IsNumber(int index) => float.IsFinite(Errors[index]) && !CodeOf(index).ContainsAnyExceptInRange(float.MinValue, float.MaxValue);
}
