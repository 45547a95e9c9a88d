using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Training;

/// <summary>Draws first weights, the same on every machine: each tensor has a stream of its own, named by the tensor.</summary>
internal static class WeightInitialization
{
    /// <summary>
    /// Uniform in <c>±1/sqrt(fan-in)</c> for weights and biases (LeCun et al., "Efficient BackProp", 1998); batch norms start as the identity, the
    /// vector of number 0 as zero.
    /// </summary>
    public static IEnumerable<WeightTensor> Draw(IReadOnlyList<LayerShapes> layers, ulong seed)
    {
        foreach (var layer in layers)
        {
            foreach (var shape in layer.Weights())
            {
                var values = new float[shape.Size];
                if (layer.Layer is BatchNorm)
                    Array.Fill(values, shape.Name.EndsWith("weight", StringComparison.Ordinal) || shape.Name.EndsWith("var", StringComparison.Ordinal) ? 1 : 0);
                else
                    Fill(values.AsSpan(layer.Layer is Embedding padded ? padded.Size : 0), 1 / MathF.Sqrt(FanIn(layer)), new Rng(seed, StreamOf(shape.Name)));
                yield return new WeightTensor(shape.Name, shape.Shape, values);
            }
        }
    }

    private static int FanIn(LayerShapes layer) => layer.Layer switch
    {
        Conv conv => layer.Input.Channels * conv.Kernel * conv.Kernel,
        // Each output sees only one in Stride x Stride of the kernel's taps.
        ConvTranspose conv => Math.Max(1, layer.Input.Channels * conv.Kernel * conv.Kernel / (conv.Stride * conv.Stride)),
        Embedding embedding => embedding.Size,
        _ => layer.Input.Channels,
    };

    private static void Fill(Span<float> values, float bound, Rng rng)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = rng.NextSingle(-bound, bound);
    }

    private static ulong StreamOf(string name)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var c in name)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
