using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary>One step of a network on its way to a graph: the layers outside training, with weights, and normalization beside them.</summary>
/// <param name="Name">Unique in its graph.</param>
/// <param name="Output">The shape of one sample after it.</param>
internal abstract record GraphStep(string Name, SampleShape Output)
{
    /// <summary>Whether a later step takes its output again: then nothing may be folded into it.</summary>
    public bool IsTaken { get; init; }
}

/// <summary>A layer without weights: activation, reshape, top-k, skips, pixels to channels and back.</summary>
internal sealed record LayerStep(string Name, SampleShape Output, Layer Layer) : GraphStep(Name, Output);

/// <summary>A layer of a network for text, with its weights by their short names.</summary>
internal sealed record TextStep(string Name, SampleShape Output, Layer Layer, IReadOnlyDictionary<string, float[]> Weights) : GraphStep(Name, Output);

/// <summary>Subtracts one number from every value. It stays a step of its own: folded into weights it could cancel all digits.</summary>
internal sealed record SubtractStep(string Name, SampleShape Output, float Value) : GraphStep(Name, Output);

/// <summary>Keeps the first values of a vector.</summary>
internal sealed record FirstStep(string Name, SampleShape Output) : GraphStep(Name, Output);

/// <summary>A factor and a summand per channel.</summary>
internal sealed record AffineStep(string Name, Affine Affine) : GraphStep(Name, Affine.Shape);

/// <summary>A dense layer or convolution.</summary>
/// <param name="Name">See <see cref="GraphStep"/>.</param>
/// <param name="Output">See <see cref="GraphStep"/>.</param>
/// <param name="Input">The shape of one sample before it.</param>
/// <param name="Layer">A <see cref="Dense"/>, <see cref="Conv"/> or <see cref="ConvTranspose"/>.</param>
/// <param name="Weight">As the layer defines it.</param>
/// <param name="Bias">One per output channel, or null.</param>
internal sealed record LinearStep(string Name, SampleShape Output, SampleShape Input, Layer Layer, float[] Weight, float[]? Bias)
    : GraphStep(Name, Output)
{
    /// <summary>
    /// Whether an affine map before this layer can become part of its weights. The zeros that pad a convolution and the gaps of a transposed
    /// one are not mapped, so a summand would be missing where they are met: then only factors can.
    /// </summary>
    public bool CanFollow(Affine affine) => Layer is Dense or Conv { Padding: 0 } || affine.IsShiftFree;

    /// <summary>This layer with an affine map of its outputs made part of its weights.</summary>
    public LinearStep Then(Affine affine)
    {
        var weight = new float[Weight.Length];
        for (var i = 0; i < weight.Length; i++)
            weight[i] = (float)(Weight[i] * affine.Scale[OutputOf(i)]);
        return this with
        {
            Weight = weight,
            Bias = Bias is null && affine.IsShiftFree
                ? null
                : [.. affine.Shift.Select((shift, c) => (float)((Bias?[c] ?? 0) * affine.Scale[c] + shift))],
        };
    }

    /// <summary>This layer with an affine map of its inputs made part of its weights; see <see cref="CanFollow"/>.</summary>
    public LinearStep After(Affine affine)
    {
        var weight = new float[Weight.Length];
        var bias = new double[Output.Channels];
        for (var i = 0; i < weight.Length; i++)
        {
            weight[i] = (float)(Weight[i] * affine.Scale[InputOf(i)]);
            bias[OutputOf(i)] += Weight[i] * affine.Shift[InputOf(i)];
        }

        return this with
        {
            Weight = weight,
            Bias = Bias is null && affine.IsShiftFree ? null : [.. bias.Select((value, c) => (float)(value + (Bias?[c] ?? 0)))],
        };
    }

    /// <summary>A dense layer without all but its first outputs.</summary>
    public LinearStep First(int outputs) => this with
    {
        Output = SampleShape.Vector(outputs),
        Weight = Weight[..(outputs * Input.Channels)],
        Bias = Bias?[..outputs],
    };

    private int OutputOf(int index) => Layer is ConvTranspose conv
        ? index / (conv.Kernel * conv.Kernel) % Output.Channels
        : index / (Weight.Length / Output.Channels);

    private int InputOf(int index) => Layer switch
    {
        Conv conv => index / (conv.Kernel * conv.Kernel) % Input.Channels,
        ConvTranspose => index / (Weight.Length / Input.Channels),
        _ => index % Input.Channels,
    };
}
