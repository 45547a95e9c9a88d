using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Restoration;

/// <summary>An <see cref="IntegerNetwork"/> as bytes: its layers in a few, its weights entropy-coded.</summary>
/// <remarks><code>
/// u8 layers | u8 inputs | per layer: u8 outputs, u8 shift, u8 rectified | weights and biases, layer by layer, as one stream of decisions
/// </code></remarks>
internal static class NetworkBytes
{
    /// <summary>Writes a network.</summary>
    public static byte[] Write(IntegerNetwork network)
    {
        var head = new List<byte> { (byte)network.Layers.Count, (byte)network.Inputs };
        foreach (var layer in network.Layers)
            head.AddRange([(byte)layer.Outputs, (byte)layer.Shift, (byte)(layer.Rectified ? 1 : 0)]);
        var encoder = new BinaryEncoder();
        foreach (var layer in network.Layers)
            Code(ref encoder, layer.Weights, layer.Bias);
        return [.. head, .. encoder.Finish()];
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">All of it and nothing else.</param>
    /// <exception cref="ArchiveFormatException">No network has these bytes.</exception>
    public static IntegerNetwork Read(ReadOnlyMemory<byte> bytes)
    {
        var head = bytes.Span;
        if (head.Length < 2 || head.Length < 2 + (3 * head[0]))
            throw new ArchiveFormatException(0, "length of a network", $"{head.Length}", "at least that of its layers' table");
        int count = head[0], inputs = head[1];
        if (count is < 1 or > IntegerNetwork.MaxLayers)
            throw new ArchiveFormatException(0, "layers of a network", $"{count}", $"1 to {IntegerNetwork.MaxLayers}");
        Check(head, count);
        var decoder = new BinaryDecoder(bytes[(2 + (3 * count))..]);
        var layers = new ConvLayer[count];
        for (var i = 0; i < count; i++)
        {
            var (outputs, shift, rectified) = (head[2 + (3 * i)], head[3 + (3 * i)], head[4 + (3 * i)]);
            var (weights, bias) = (new short[ConvLayer.Taps * inputs * outputs], new short[outputs]);
            Code(ref decoder, weights, bias);
            layers[i] = new ConvLayer(inputs, outputs, shift, rectified != 0, weights, bias);
            inputs = outputs;
        }

        return new IntegerNetwork(layers);
    }

    private static void Check(ReadOnlySpan<byte> head, int count)
    {
        var (inputs, weights) = ((int)head[1], 0);
        for (var i = 0; i < count; i++)
        {
            var outputs = head[2 + (3 * i)];
            if (inputs is < 1 or > ConvLayer.MaxChannels || outputs is < 1 or > ConvLayer.MaxChannels)
                throw new ArchiveFormatException(0, "channels of a layer", $"{inputs} to {outputs}", $"1 to {ConvLayer.MaxChannels}");
            weights += ConvLayer.Taps * inputs * outputs;
            inputs = outputs;
        }

        if (weights > IntegerNetwork.MaxWeights)
            throw new ArchiveFormatException(0, "weights of a network", $"{weights}", $"at most {IntegerNetwork.MaxWeights}");
    }

    private static void Code<TCoder>(ref TCoder coder, short[] weights, short[] bias)
        where TCoder : struct, IBinaryCoder
    {
        var coding = new NumberCoding();
        foreach (ref var weight in weights.AsSpan())
            weight = Cut(coding.Code(ref coder, weight), ConvLayer.MaxWeight);
        coding = new NumberCoding();
        foreach (ref var value in bias.AsSpan())
            value = Cut(coding.Code(ref coder, value), ConvLayer.MaxActivation);
    }

    /// <summary>Only a broken stream gives a number that must be cut.</summary>
    private static short Cut(int value, int most) => (short)Math.Clamp(value, -most, most);
}
