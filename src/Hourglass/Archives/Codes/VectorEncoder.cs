using Hourglass.Archives.Pixels;
using Hourglass.Inference;

namespace Hourglass.Archives.Codes;

/// <summary>Makes quantized codes of pictures: a trained encoder on ONNX Runtime, and steps. Only packing needs it, so it may use floats.</summary>
/// <param name="session">The encoder: <c>[N, C, H, W] -> [N, n]</c>, in stored units.</param>
/// <param name="steps">The size of a quantization step of each value.</param>
internal sealed class VectorEncoder(OnnxSession session, float[] steps)
{
    private const int Batch = 64;

    /// <summary>The size of a quantization step of each value.</summary>
    public IReadOnlyList<float> Steps => steps;

    /// <summary>The same encoder with other steps.</summary>
    public VectorEncoder With(float[] others) => new(session, others);

    /// <summary>The codes before they are quantized, <c>[N, n]</c>.</summary>
    /// <param name="pictures">All of the size that the encoder is for.</param>
    public float[] Encode(IReadOnlyList<Raster> pictures)
    {
        var size = pictures[0].Samples.Length;
        var codes = new float[pictures.Count * steps.Length];
        var values = new float[Math.Min(Batch, pictures.Count) * size];
        for (var first = 0; first < pictures.Count; first += Batch)
        {
            var count = Math.Min(Batch, pictures.Count - first);
            for (var i = 0; i < count; i++)
                Planes(pictures[first + i], values.AsSpan(i * size, size));
            lock (session)
                session.Run(values.AsMemory(0, count * size), codes.AsMemory(first * steps.Length, count * steps.Length));
        }

        return codes;
    }

    /// <summary>The quantized codes, one per picture.</summary>
    public short[][] Quantize(IReadOnlyList<Raster> pictures)
    {
        var codes = Encode(pictures);
        var quantized = new short[pictures.Count][];
        for (var n = 0; n < quantized.Length; n++)
        {
            quantized[n] = new short[steps.Length];
            for (var i = 0; i < steps.Length; i++)
                quantized[n][i] = (short)Math.Clamp(MathF.Round(codes[(n * steps.Length) + i] / steps[i]), -VectorDecoder.MaxCode, VectorDecoder.MaxCode);
        }

        return quantized;
    }

    /// <summary>The samples of a picture, channel after channel.</summary>
    public static void Planes(Raster picture, Span<float> values)
    {
        var plane = picture.Width * picture.Height;
        for (var i = 0; i < picture.Samples.Length; i++)
            values[(i % picture.Channels * plane) + (i / picture.Channels)] = picture.Samples[i];
    }
}
