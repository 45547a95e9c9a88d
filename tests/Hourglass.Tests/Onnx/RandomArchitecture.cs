using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Tests.Onnx;

/// <summary>Draws small networks in which any layer may follow any other, as far as shapes allow.</summary>
internal static class RandomArchitecture
{
    public static Architecture Draw(ulong seed)
    {
        var rng = new Rng(seed);
        var input = new SampleShape(1 + rng.NextInt(3), 1 + rng.NextInt(6), 1 + rng.NextInt(6));
        var shape = input;
        var encoder = Layers(rng, ref shape, 1 + rng.NextInt(7));
        if (!shape.IsVector)
            encoder.Add(new Reshape("code", shape = SampleShape.Vector(shape.Size)));
        if (rng.NextInt(4) == 0)
            encoder.AddRange(new Dense("moments", (shape = SampleShape.Vector(6)).Size), new BatchNorm("moments-norm"));
        if (shape.Channels % 2 == 0 && rng.NextInt(2) == 0)
            encoder.Add(new Variational("draw" + (shape = SampleShape.Vector(shape.Channels / 2)).Channels));

        var decoder = Layers(rng, ref shape, rng.NextInt(6));
        if (!shape.IsVector)
            decoder.Add(new Reshape("flat", shape = SampleShape.Vector(shape.Size)));
        decoder.Add(new Dense("output", input.Size));
        decoder.Add(new Reshape("shape", input));
        if (rng.NextInt(2) == 0)
            decoder.Add(new BatchNorm("last"));
        return new Architecture { Name = "random", Input = input, Encoder = encoder, Decoder = decoder };
    }

    private static List<Layer> Layers(Rng rng, ref SampleShape shape, int count)
    {
        var layers = new List<Layer>();
        for (var i = 0; i < count; i++)
        {
            var layer = One(rng, $"layer{i}", shape);
            layers.Add(layer);
            shape = After(layer, shape);
        }

        if (layers.Count == 0)
            layers.Add(new Activation("only", ActivationFunction.Tanh));
        return layers;
    }

    private static Layer One(Rng rng, string name, SampleShape shape)
    {
        var kernel = 1 + rng.NextInt(3);
        var padding = rng.NextInt(kernel);
        var stride = 1 + rng.NextInt(2);
        var bias = rng.NextInt(2) == 0;
        switch (rng.NextInt(8))
        {
            case 0 when shape.IsVector:
                return new Dense(name, 1 + rng.NextInt(8), bias);
            case 1 when shape.IsVector:
                return new TopK(name, 1 + rng.NextInt(shape.Channels));
            case 2 when shape.Height + 2 * padding >= kernel && shape.Width + 2 * padding >= kernel:
                return new Conv(name, 1 + rng.NextInt(4), kernel, stride, padding, bias);
            case 3 when shape.Size < 200 && Math.Min(shape.Height, shape.Width) * stride - stride - 2 * padding + kernel >= 1:
                return new ConvTranspose(name, 1 + rng.NextInt(4), kernel, stride, padding, rng.NextInt(stride), rng.NextInt(stride), bias);
            case 4:
                return new Activation(name, (ActivationFunction)rng.NextInt(5));
            case 5:
                return new Reshape(name, rng.NextInt(2) == 0 ? SampleShape.Vector(shape.Size) : new SampleShape(shape.Width, shape.Channels, shape.Height));
            default:
                return new BatchNorm(name);
        }
    }

    private static SampleShape After(Layer layer, SampleShape shape) => layer switch
    {
        Dense dense => SampleShape.Vector(dense.Units),
        Conv conv => new(conv.Filters, (shape.Height + 2 * conv.Padding - conv.Kernel) / conv.Stride + 1, (shape.Width + 2 * conv.Padding - conv.Kernel) / conv.Stride + 1),
        ConvTranspose conv => new(
            conv.Filters, (shape.Height - 1) * conv.Stride - 2 * conv.Padding + conv.Kernel + conv.ExtraHeight,
            (shape.Width - 1) * conv.Stride - 2 * conv.Padding + conv.Kernel + conv.ExtraWidth),
        Reshape reshape => reshape.Shape,
        _ => shape,
    };
}
