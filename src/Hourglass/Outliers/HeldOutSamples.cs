using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>Codes and errors of samples that an autoencoder was not taught: what is usual for it. Kept in the model folder.</summary>
/// <param name="Codes"><c>[N, n]</c>.</param>
/// <param name="Errors"><c>[N]</c>: the mean squared error of each sample, values in [0, 1].</param>
public sealed record HeldOutSamples(float[] Codes, float[] Errors)
{
    private const string CodesName = "codes";
    private const string ErrorsName = "errors";

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

    /// <summary>What a model was stored with; null where it has none.</summary>
    public static HeldOutSamples? Of(Autoencoder model)
    {
        var tensors = model.HeldOut.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        return tensors.TryGetValue(CodesName, out var codes) && tensors.TryGetValue(ErrorsName, out var errors) ? new HeldOutSamples(codes.Values, errors.Values) : null;
    }

    /// <summary>As the tensors of a model folder.</summary>
    public IReadOnlyList<WeightTensor> ToTensors() =>
        [new WeightTensor(CodesName, [Errors.Length, Codes.Length / Math.Max(1, Errors.Length)], Codes), new WeightTensor(ErrorsName, [Errors.Length], Errors)];
}
