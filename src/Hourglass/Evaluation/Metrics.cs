using System.Numerics.Tensors;

namespace Hourglass.Evaluation;

/// <summary>Errors between samples and their reconstructions.</summary>
public static class Metrics
{
    private const int BlockLength = 4096;

    /// <summary>The peak signal-to-noise ratio in dB of a mean squared error of values in [0, 1]: <c>-10 log10(mse)</c>; infinite for 0.</summary>
    public static double Psnr(double meanSquaredError) => -10 * Math.Log10(meanSquaredError);

    /// <summary>The mean of the squared differences of two equally long runs of values; 0 for empty ones.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Mse(ReadOnlySpan<float> samples, ReadOnlySpan<float> outputs)
    {
        if (samples.Length != outputs.Length)
            throw new ArgumentException($"{samples.Length} values beside {outputs.Length}; both must be equally many.", nameof(outputs));
        if (samples.IsEmpty)
            return 0;

        // float32 within a block, float64 over the blocks: a large picture loses no digits.
        Span<float> differences = stackalloc float[Math.Min(BlockLength, samples.Length)];
        var sum = 0.0;
        for (var at = 0; at < samples.Length; at += BlockLength)
        {
            var length = Math.Min(BlockLength, samples.Length - at);
            TensorPrimitives.Subtract(samples.Slice(at, length), outputs.Slice(at, length), differences[..length]);
            sum += TensorPrimitives.SumOfSquares<float>(differences[..length]);
        }

        return sum / samples.Length;
    }

    /// <summary>The mean squared error of each sample.</summary>
    /// <param name="samples"><c>[N, D]</c>.</param>
    /// <param name="outputs"><c>[N, D]</c>.</param>
    /// <param name="errors">N values; D follows from the lengths.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static void SampleMse(ReadOnlySpan<float> samples, ReadOnlySpan<float> outputs, Span<float> errors)
    {
        if (errors.IsEmpty && samples.IsEmpty)
            return;
        if (errors.IsEmpty || samples.Length % errors.Length != 0)
            throw new ArgumentException($"{samples.Length} values are not {errors.Length} samples of one size.", nameof(errors));
        var size = samples.Length / errors.Length;
        for (var i = 0; i < errors.Length; i++)
            errors[i] = (float)Mse(samples.Slice(i * size, size), outputs.Slice(i * size, size));
    }
}
