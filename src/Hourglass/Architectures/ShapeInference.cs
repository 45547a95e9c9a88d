using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>Works out the shape between any two layers, and refuses layers that do not fit, by name.</summary>
public static class ShapeInference
{
    /// <summary>The most layers one half may have; architectures come from files, and files may be hostile.</summary>
    public const int MaxLayers = 1000;

    private const int MaxUnits = 1 << 16;

    /// <summary>The shapes around every layer, encoder first, in order.</summary>
    /// <exception cref="ArchitectureException">
    /// A layer does not fit what comes before it, a name is missing or used twice, the code is no vector, or a decoder that is there does not
    /// return to the shape of the sample.
    /// </exception>
    public static IReadOnlyList<LayerShapes> Infer(Architecture architecture)
    {
        CheckSize("input", architecture.Input, architecture.Input);
        var shapes = new List<LayerShapes>(architecture.Encoder.Count + architecture.Decoder.Count);
        var code = Walk(Architecture.EncoderHalf, architecture.Encoder, architecture.Input, shapes);
        if (!architecture.HasCode)
            return shapes;
        if (!code.IsVector)
            throw new ArchitectureException($"The encoder ends with {code}, but a code is a vector: end it with a dense or reshape layer.");
        var output = Walk(Architecture.DecoderHalf, architecture.Decoder, code, shapes);
        if (output != architecture.Input)
            throw new ArchitectureException($"The decoder ends with {output}, but the sample is {architecture.Input}: change its last layers.");
        return shapes;
    }

    /// <summary>The shapes around every layer of what the network is trained against, second encoder first; empty without an adversary.</summary>
    /// <exception cref="ArchitectureException">
    /// See <see cref="Infer"/>; or the adversary has no code to stand beside or no last layer that makes one value of its features, or a second encoder is missing,
    /// in the way, or gives another code than the first.
    /// </exception>
    public static IReadOnlyList<LayerShapes> InferAdversary(Architecture architecture)
    {
        Infer(architecture);
        if (architecture.Adversary is not { } adversary)
            return [];
        var code = SampleShape.Vector(CodeLength(architecture));
        if (!Enum.IsDefined(adversary.Game))
            throw new ArchitectureException($"The adversary's game is {adversary.Game}; there are {string.Join(", ", Enum.GetNames<AdversarialGame>())}.");
        var shapes = new List<LayerShapes>();
        if ((adversary.Game == AdversarialGame.Reconstructions) != adversary.Recoder.Count > 0)
            throw new ArchitectureException($"The adversary's game is {adversary.Game}, and there are {adversary.Recoder.Count} layers of a second encoder; the game of reconstructions has one, the others have none.");
        if (adversary.Recoder.Count > 0 && Walk(Architecture.RecoderHalf, adversary.Recoder, architecture.Input, shapes) is var again && again != code)
            throw new ArchitectureException($"The second encoder ends with {again}, the first with {code}: change its last layer.");
        var verdict = Walk(Architecture.AdversaryHalf, adversary.Layers, adversary.Game == AdversarialGame.Codes ? code : architecture.Input, shapes);
        return verdict.Size == 1 && adversary.Layers.Count > 1 && shapes[^1].Input.IsVector
            ? shapes
            : throw new ArchitectureException($"The adversary ends with {verdict} after {shapes[^1].Input}: let it end with one value, after features that are a vector.");
    }

    /// <summary>The shape of what comes out.</summary>
    /// <exception cref="ArchitectureException">See <see cref="Infer"/>.</exception>
    public static SampleShape Output(Architecture architecture) => Infer(architecture)[^1].Output;

    /// <summary>The length n of the code h, <c>[N, n]</c>.</summary>
    /// <exception cref="ArchitectureException">See <see cref="Infer"/>; or there is no code.</exception>
    public static int CodeLength(Architecture architecture)
    {
        if (!architecture.HasCode)
            throw new ArchitectureException($"The network '{architecture.Name}' has no code: its decoder is empty.");
        var code = architecture.Input;
        foreach (var layer in Infer(architecture).Where(layer => layer.Half == Architecture.EncoderHalf))
            code = layer.Output;
        return code.Channels;
    }

    private static SampleShape Walk(string half, IReadOnlyList<Layer> layers, SampleShape shape, List<LayerShapes> into)
    {
        if (layers.Count is 0 or > MaxLayers)
            throw new ArchitectureException($"The {half} has {layers.Count} layers; between 1 and {MaxLayers} are allowed.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var before = new Dictionary<string, SampleShape>(StringComparer.Ordinal) { [Architecture.InputName] = shape };
        for (var i = 0; i < layers.Count; i++)
        {
            var layer = layers[i] ?? throw new ArchitectureException($"{half} layer {i} is null; expected an object.");
            var place = $"{half} layer '{layer.Name}' ({layer.GetType().Name})";
            if (string.IsNullOrEmpty(layer.Name) || !layer.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                throw new ArchitectureException($"{half} layer {i}: the name '{layer.Name}' must be letters, digits, '-' and '_'.");
            if (!names.Add(layer.Name))
                throw new ArchitectureException($"{place}: the name is used twice; give each layer of the {half} its own.");
            if (layer is Variational && (half != Architecture.EncoderHalf || i != layers.Count - 1))
                throw new ArchitectureException($"{place}: a variational layer must be the last one of the encoder.");
            if (layer is Dropout or Noise && half != Architecture.EncoderHalf)
                throw new ArchitectureException($"{place}: it must be in the encoder, or in a network without a code.");
            if (layer is Choice && (half != Architecture.DecoderHalf || i != layers.Count - 1))
                throw new ArchitectureException($"{place}: a choice must be the last layer of the decoder.");
            var output = Skips.Of(layer) is { } with ? Joined(place, layer, shape, before.TryGetValue(with, out var earlier) ? earlier : null) : Output(place, layer, shape);
            CheckSize(place, shape, output);
            into.Add(new LayerShapes(half, layer, shape, output));
            CheckWeights(place, into[^1]);
            shape = before[layer.Name] = output;
        }

        return shape;
    }

    private static SampleShape Output(string place, Layer layer, SampleShape input) => layer switch
    {
        Dense dense => Units(place, dense, input),
        Conv conv => Convolved(place, conv, input),
        ConvTranspose conv => Transposed(place, conv, input),
        BatchNorm norm => norm.Epsilon > 0 ? input : throw new ArchitectureException($"{place}: epsilon is {norm.Epsilon}; it must be above 0."),
        Activation activation => Enum.IsDefined(activation.Function) && float.IsFinite(activation.Slope)
            ? input
            : throw new ArchitectureException($"{place}: unknown function {activation.Function} or slope {activation.Slope}."),
        Reshape reshape => SizeOf(reshape.Shape) == input.Size
            ? reshape.Shape
            : throw new ArchitectureException($"{place}: {input} has {input.Size} values, {reshape.Shape} has {SizeOf(reshape.Shape)}."),
        TopK top => top.Keep >= 1 && top.Keep <= Vector(place, input)
            ? input
            : throw new ArchitectureException($"{place}: keep is {top.Keep}; allowed are 1 to {input.Channels}."),
        Variational => Vector(place, input) % 2 == 0
            ? SampleShape.Vector(input.Channels / 2)
            : throw new ArchitectureException($"{place}: gets {input} values; it needs an even number, means and log variances."),
        Dropout dropout => dropout.Share is >= 0 and < 1
            ? input
            : throw new ArchitectureException($"{place}: the share is {dropout.Share}; allowed are 0 to below 1."),
        Noise noise => noise.Deviation is >= 0 and <= float.MaxValue
            ? input
            : throw new ArchitectureException($"{place}: the deviation is {noise.Deviation}; it must be at least 0."),
        SpaceToDepth fold => Folded(place, fold, input),
        DepthToSpace unfold => Unfolded(place, unfold, input),
        Embedding embedding => Embedded(place, embedding, input),
        Recurrent recurrent => Column(place, input) with { Channels = 2 * Between(place, "units", recurrent.Units, 1, MaxUnits) },
        Mean => SampleShape.Vector(input.Channels),
        Unroll unroll => new SampleShape(Vector(place, input), AtLeast(place, "length", unroll.Length, 1), 1),
        Choice choice => Chosen(place, choice, input),
        _ => throw new ArchitectureException($"{place}: unknown kind of layer."),
    };

    private static SampleShape Joined(string place, Layer layer, SampleShape input, SampleShape? earlier)
    {
        if (earlier is not { } with)
            throw new ArchitectureException($"{place}: no earlier layer is called '{Skips.Of(layer)}'; name one, or '{Architecture.InputName}'.");
        if (layer is Add)
            return with == input ? input : throw new ArchitectureException($"{place}: gets {input}, but '{Skips.Of(layer)}' gives {with}; both must be the same.");
        return (with.Height, with.Width) == (input.Height, input.Width) && (long)with.Channels + input.Channels <= SampleShape.MaxSize
            ? input with { Channels = input.Channels + with.Channels }
            : throw new ArchitectureException($"{place}: gets {input}, but '{Skips.Of(layer)}' gives {with}; height and width must be the same.");
    }

    private static SampleShape Folded(string place, SpaceToDepth fold, SampleShape input)
    {
        long block = AtLeast(place, "block", fold.Block, 2);
        return input.Height % block == 0 && input.Width % block == 0
            ? new SampleShape((int)(input.Channels * block * block), (int)(input.Height / block), (int)(input.Width / block))
            : throw new ArchitectureException($"{place}: gets {input}; height and width must be multiples of {block}.");
    }

    private static SampleShape Unfolded(string place, DepthToSpace unfold, SampleShape input)
    {
        long block = AtLeast(place, "block", unfold.Block, 2);
        return input.Channels % (block * block) == 0
            ? new SampleShape((int)(input.Channels / (block * block)), (int)(input.Height * block), (int)(input.Width * block))
            : throw new ArchitectureException($"{place}: gets {input}; the number of channels must be a multiple of {block * block}.");
    }

    private static SampleShape Embedded(string place, Embedding embedding, SampleShape input)
    {
        AtLeast(place, "words", embedding.Words, 2);
        return new SampleShape(AtLeast(place, "size", embedding.Size, 1), Vector(place, input), 1);
    }

    private static SampleShape Chosen(string place, Choice choice, SampleShape input)
    {
        AtLeast(place, "words", choice.Words, 2);
        return SampleShape.Vector(Column(place, input).Height);
    }

    private static SampleShape Units(string place, Dense dense, SampleShape input)
    {
        Vector(place, input);
        return SampleShape.Vector(AtLeast(place, "units", dense.Units, 1));
    }

    private static SampleShape Convolved(string place, Conv conv, SampleShape input)
    {
        CheckKernel(place, conv.Filters, conv.Kernel, conv.Stride, conv.Padding);
        return new SampleShape(conv.Filters, Side(input.Height), Side(input.Width));

        int Side(int side) => side + 2 * conv.Padding >= conv.Kernel
            ? (side + 2 * conv.Padding - conv.Kernel) / conv.Stride + 1
            : throw new ArchitectureException($"{place}: a kernel of {conv.Kernel} does not fit {input} with padding {conv.Padding}.");
    }

    private static SampleShape Transposed(string place, ConvTranspose conv, SampleShape input)
    {
        CheckKernel(place, conv.Filters, conv.Kernel, conv.Stride, conv.Padding);
        return new SampleShape(conv.Filters, Side(input.Height, conv.ExtraHeight), Side(input.Width, conv.ExtraWidth));

        int Side(int side, int extra)
        {
            if (extra < 0 || extra >= conv.Stride)
                throw new ArchitectureException($"{place}: extra rows or columns are {extra}; allowed are 0 to {conv.Stride - 1}.");
            var size = (long)(side - 1) * conv.Stride - 2 * conv.Padding + conv.Kernel + extra;
            return size is >= 1 and <= SampleShape.MaxSize
                ? (int)size
                : throw new ArchitectureException($"{place}: {input} would become {size} wide; allowed are 1 to {SampleShape.MaxSize}.");
        }
    }

    private static void CheckKernel(string place, int filters, int kernel, int stride, int padding)
    {
        const int largest = 1 << 16;
        AtLeast(place, "filters", filters, 1);
        AtLeast(place, "stride", stride, 1);
        AtLeast(place, "padding", padding, 0);
        if (AtLeast(place, "kernel", kernel, 1) > largest || stride > largest || padding > largest)
            throw new ArchitectureException($"{place}: kernel, stride and padding may be {largest} at most.");
    }

    private static int Vector(string place, SampleShape input) => input.IsVector
        ? input.Channels
        : throw new ArchitectureException($"{place}: gets {input}, but needs a vector; put a reshape layer before it.");

    private static SampleShape Column(string place, SampleShape input) => input.Width == 1
        ? input
        : throw new ArchitectureException($"{place}: gets {input}, but needs a column of vectors, one wide.");

    private static int Between(string place, string what, int value, int minimum, int maximum) => AtLeast(place, what, value, minimum) <= maximum
        ? value
        : throw new ArchitectureException($"{place}: {what} is {value}; it may be {maximum} at most.");

    private static int AtLeast(string place, string what, int value, int minimum) => value >= minimum
        ? value
        : throw new ArchitectureException($"{place}: {what} is {value}; it must be at least {minimum}.");

    private static long SizeOf(SampleShape shape) => (long)shape.Channels * shape.Height * shape.Width;

    private static void CheckWeights(string place, LayerShapes layer)
    {
        foreach (var weight in layer.Weights())
        {
            if (weight.Shape.Aggregate((Int128)1, (product, side) => product * side) > Array.MaxLength)
                throw new ArchitectureException($"{place}: a weight would be [{string.Join(", ", weight.Shape)}]; {Array.MaxLength} values are the most: make the layer smaller.");
        }
    }

    private static void CheckSize(string place, SampleShape from, SampleShape shape)
    {
        if (shape.Channels < 1 || shape.Height < 1 || shape.Width < 1
            || (Int128)shape.Channels * shape.Height * shape.Width > SampleShape.MaxSize)
            throw new ArchitectureException($"{place}: {from} gives {shape}; every side must be at least 1, the product at most {SampleShape.MaxSize}.");
    }
}
