using System.Globalization;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>Decoded samples as files: a folder of pictures, or one npy file with the values.</summary>
public static class DecodedFiles
{
    private const int BatchSize = 256;

    /// <summary>Decodes codes batch after batch. What is written appears whole or not at all.</summary>
    /// <param name="path">
    /// A file ending in <c>.npy</c> for float32 <c>[N, C, H, W]</c> in stored units, or a folder for <c>00000.png</c>, <c>00001.png</c> ... of 8 bits.
    /// </param>
    /// <param name="model">Decodes.</param>
    /// <param name="codes">Vectors of the model's code length.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops after the batch in progress; nothing is left.</param>
    /// <exception cref="ModelMismatchException">The codes have another length, or the samples are no pictures and a folder is asked for.</exception>
    /// <exception cref="DataException">A code cannot be read.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(
        string path, Autoencoder model, DataSet codes, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (codes.Shape.Size != model.CodeLength)
            throw new ModelMismatchException($"{codes.Name} has codes of {codes.Shape.Size} values, the model takes {model.CodeLength}; use the model that made them.");
        var shape = model.Input;
        if (Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.Write(path, stream =>
            {
                using var array = new NpyWriter(stream, [codes.Count, shape.Channels, shape.Height, shape.Width]);
                DecodeAll(model, codes, (_, samples) => array.Write(samples.Span), progress, cancellation);
                array.Complete();
            });
            return;
        }

        if (shape.IsVector || shape.Channels is not (1 or 3))
            throw new ModelMismatchException($"Samples of {shape} are no pictures; write them as .npy.");
        var digits = Math.Max(5, (codes.Count - 1).ToString(CultureInfo.InvariantCulture).Length);
        AtomicFile.WriteFolder(path, folder => DecodeAll(
            model,
            codes,
            (first, samples) =>
            {
                for (var i = 0; i < samples.Length / shape.Size; i++)
                {
                    var name = (first + i).ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + ".png";
                    File.WriteAllBytes(Path.Combine(folder, name), Picture(samples.Span.Slice(i * shape.Size, shape.Size), shape, model.Info.Normalization));
                }
            },
            progress,
            cancellation));
    }

    /// <summary>A sample <c>[C, H, W]</c> as a PNG of 8 bits; values outside the normalization's range are cut.</summary>
    internal static byte[] Picture(ReadOnlySpan<float> sample, SampleShape shape, Normalization normalization)
    {
        var plane = shape.Height * shape.Width;
        var pixels = new byte[sample.Length];
        for (var c = 0; c < shape.Channels; c++)
        {
            for (var i = 0; i < plane; i++)
            {
                var value = (sample[c * plane + i] - normalization.Low) / normalization.Span;
                pixels[i * shape.Channels + c] = (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
            }
        }

        return Png.Encode(shape.Width, shape.Height, shape.Channels, pixels);
    }

    private static void DecodeAll(
        Autoencoder model, DataSet codes, Action<int, ReadOnlyMemory<float>> batch, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var size = model.Input.Size;
        var batchSize = (int)Math.Clamp((1L << 26) / size, 1, BatchSize);
        var read = new float[batchSize * model.CodeLength];
        var samples = new float[batchSize * size];
        for (var first = 0; first < codes.Count; first += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batchSize, codes.Count - first);
            for (var i = 0; i < count; i++)
                codes.Read(first + i, read.AsSpan(i * model.CodeLength, model.CodeLength));
            model.Decode(read.AsMemory(0, count * model.CodeLength), samples.AsMemory(0, count * size));
            batch(first, samples.AsMemory(0, count * size));
            progress?.Report(new DataProgress("decoding", first + count, codes.Count));
        }
    }
}
