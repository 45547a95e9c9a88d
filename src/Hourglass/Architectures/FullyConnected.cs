using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>The catalogue's fully connected families.</summary>
internal static class FullyConnected
{
    /// <remarks><code>
    /// x [C,H,W] -> flatten -> 512 -> 256 -> h [n] -> 256 -> 512 -> sigmoid -> y [C,H,W]
    /// </code></remarks>
    public static Architecture Build(SampleShape input, int latent)
    {
        var widths = new[] { Width(input, 512), Width(input, 256) };
        return new Architecture
        {
            Name = "dense",
            Input = input,
            Encoder = [Flatten(input), .. widths.SelectMany((width, i) => Block(i + 1, width)), new Dense("code", latent)],
            Decoder = [.. widths.Reverse().SelectMany((width, i) => Block(i + 1, width)), new Dense("output", input.Size), .. Ending(input)],
        };
    }

    /// <remarks><code>
    /// x [C,H,W] -> flatten -> relu -> top-k -> h [2 C H W, k used] -> sigmoid -> y [C,H,W]
    /// </code></remarks>
    public static Architecture BuildSparse(SampleShape input, int latent)
    {
        var width = Math.Max(2 * input.Size, latent);
        return new Architecture
        {
            Name = "sparse",
            Input = input,
            Encoder = [Flatten(input), new Dense("code", width), new Activation("rectify", ActivationFunction.Relu), new TopK("top", latent)],
            Decoder = [new Dense("output", input.Size), .. Ending(input)],
        };
    }

    internal static Layer Flatten(SampleShape input) => new Reshape("flatten", SampleShape.Vector(input.Size));

    private static Layer[] Ending(SampleShape input) => [new Activation("squash", ActivationFunction.Sigmoid), new Reshape("shape", input)];

    private static Layer[] Block(int number, int width) =>
        [new Dense($"dense{number}", width, Bias: false), new BatchNorm($"norm{number}"), new Activation($"act{number}", ActivationFunction.Silu)];

    private static int Width(SampleShape input, int largest) => Math.Min(largest, Math.Max(16, 4 * input.Size));
}
