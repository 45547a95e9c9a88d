using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>The catalogue's convolutional families; they take pictures of any size and number of channels.</summary>
internal static class Convolutional
{
    /// <summary>The side of every kernel.</summary>
    public const int Kernel = 3;

    private const int Waist = 256;

    /// <remarks><code>
    /// x [C,H,W] -> conv/2 -> conv/2 -> dense -> h [n] -> dense -> dense -> conv-transpose*2 -> conv-transpose*2 -> y [C,H,W]
    /// </code></remarks>
    public static Architecture Build(SampleShape input, int latent) => Mirrored("conv", input, latent, Filters(input), Waist, ActivationFunction.Silu);

    /// <remarks>As conv, but the encoder ends with means and log variances, of which a code is drawn while training.</remarks>
    public static Architecture BuildVariational(SampleShape input, int latent)
    {
        var plain = Mirrored("variational", input, 2 * latent, Filters(input), Waist, ActivationFunction.Silu);
        return plain with { Encoder = [.. plain.Encoder, new Variational("draw")] };
    }

    /// <remarks>
    /// <code>
    /// x [1,28,28] -> conv 32/2 -> conv 64/2 -> h [16] -> dense -> conv-transpose 64*2 -> conv-transpose 32*2 -> conv-transpose 1 -> y
    /// </code>
    /// The PyImageSearch recipe (A. Rosebrock, "Autoencoders with Keras, TensorFlow, and Deep Learning", 2020): the activation stands before
    /// the batch norm, and one more transposed convolution of stride 1 makes the picture.
    /// </remarks>
    public static Architecture BuildClassic(SampleShape input, int latent)
    {
        int[] filters = [32, 64];
        var shapes = Halvings(input, filters);
        var inner = shapes[^1];
        var decoder = new List<Layer> { new Dense("dense", inner.Size), new Reshape("shape", inner) };
        for (var i = filters.Length - 1; i >= 0; i--)
        {
            var number = filters.Length - i;
            decoder.Add(Upward($"up{number}", shapes[i + 1], shapes[i] with { Channels = filters[i] }, bias: true));
            decoder.Add(new Activation($"act{number}", ActivationFunction.LeakyRelu));
            decoder.Add(new BatchNorm($"norm{number}"));
        }

        return new Architecture
        {
            Name = "classic",
            Input = input,
            Encoder =
            [
                .. filters.SelectMany((count, i) => new Layer[]
                {
                    new Conv($"conv{i + 1}", count, Kernel, Stride: 2, Padding: 1),
                    new Activation($"act{i + 1}", ActivationFunction.LeakyRelu),
                    new BatchNorm($"norm{i + 1}"),
                }),
                FullyConnected.Flatten(inner),
                new Dense("code", latent),
            ],
            Decoder =
            [
                .. decoder,
                new ConvTranspose("output", input.Channels, Kernel, Stride: 1, Padding: 1),
                new Activation("squash", ActivationFunction.Sigmoid),
            ],
        };
    }

    private static Architecture Mirrored(string name, SampleShape input, int codes, int[] filters, int waist, ActivationFunction function)
    {
        var shapes = Halvings(input, filters);
        var inner = shapes[^1];
        var encoder = new List<Layer>();
        for (var i = 0; i < filters.Length; i++)
            encoder.AddRange(Normalized(new Conv($"conv{i + 1}", filters[i], Kernel, Stride: 2, Padding: 1, Bias: false), $"{i + 1}"));
        encoder.Add(FullyConnected.Flatten(inner));
        encoder.AddRange(Activated("waist", waist));
        encoder.Add(new Dense("code", codes));

        var decoder = new List<Layer>();
        decoder.AddRange(Activated("waist", waist));
        decoder.AddRange(Activated("widen", inner.Size));
        decoder.Add(new Reshape("shape", inner));
        for (var i = filters.Length - 1; i > 0; i--)
            decoder.AddRange(Normalized(Upward($"up{filters.Length - i}", shapes[i + 1], shapes[i], bias: false), $"{filters.Length - i}"));
        decoder.Add(Upward("output", shapes[1], input, bias: true));
        decoder.Add(new Activation("squash", ActivationFunction.Sigmoid));
        return new Architecture { Name = name, Input = input, Encoder = encoder, Decoder = decoder };

        // Batch norm around the code would add noise to it: a twentieth of the error on MNIST (docs/decisions/0006-optimizer-defaults.md).
        Layer[] Activated(string name, int units) => [new Dense(name, units), new Activation($"act-{name}", function)];

        Layer[] Normalized(Layer layer, string suffix) => [layer, new BatchNorm($"norm{suffix}"), new Activation($"act{suffix}", function)];
    }

    /// <summary>Widths that double as the picture is halved, until its longer side is at most 8.</summary>
    private static int[] Filters(SampleShape input)
    {
        var filters = new List<int>();
        for (var side = Math.Max(input.Height, input.Width); side > 8 || filters.Count == 0; side = (side + 1) / 2)
            filters.Add(Math.Min(128, 16 << filters.Count));
        return [.. filters];
    }

    /// <summary>The shape of the input, and after each strided convolution of so many filters.</summary>
    internal static SampleShape[] Halvings(SampleShape input, int[] filters)
    {
        var shapes = new List<SampleShape> { input };
        foreach (var count in filters)
            shapes.Add(new SampleShape(count, (shapes[^1].Height + 1) / 2, (shapes[^1].Width + 1) / 2));
        return [.. shapes];
    }

    /// <summary>A transposed convolution of stride 2 that lands exactly on <paramref name="to"/>, whether its sides are even or odd.</summary>
    internal static ConvTranspose Upward(string name, SampleShape from, SampleShape to, bool bias) => new(
        name, to.Channels, Kernel, Stride: 2, Padding: 1,
        ExtraHeight: to.Height - (2 * from.Height - 1), ExtraWidth: to.Width - (2 * from.Width - 1), Bias: bias);
}
