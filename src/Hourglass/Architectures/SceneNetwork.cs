using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>The network that sees a whole picture as a grid of cells, each told in words of light, roughness and place, and answers for every cell.</summary>
/// <remarks>
/// <code>
/// x [C,H,W] -> noise -> conv 1x1, 32 -> relu -> dropout -> conv 1x1, 32 -> relu -> dropout -> conv 1x1 -> y [C',H,W]
/// </code>
/// What surrounds a cell is among what is told of it, so no layer looks aside. Noise and dropout act while training. It is as small as a few hundred photographs allow: docs/decisions/0014-colors.md.
/// </remarks>
public static class SceneNetwork
{
    /// <summary>The catalogue's id.</summary>
    public const string Id = "scene";

    private const int Width = 32;
    private const float Dropped = 0.3f;
    private const float Deviation = 0.5f;

    /// <summary>Builds the network.</summary>
    /// <param name="input">What is told of the cells, <c>[C, H, W]</c>.</param>
    /// <param name="outputs">Channels of the answer.</param>
    public static Architecture Build(SampleShape input, int outputs) => new()
    {
        Name = Id,
        Input = input,
        Encoder =
        [
            new Noise("shake", Deviation),
            new Conv("first", Width, Kernel: 1),
            new Activation("first-rectify", ActivationFunction.Relu),
            new Dropout("first-drop", Dropped),
            new Conv("second", Width, Kernel: 1),
            new Activation("second-rectify", ActivationFunction.Relu),
            new Dropout("second-drop", Dropped),
            new Conv("output", outputs, Kernel: 1),
        ],
        Decoder = [],
    };
}
