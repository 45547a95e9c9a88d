using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Networks;

/// <summary>The bytes of a model: one stream of arithmetic coded numbers. Written once for both directions.</summary>
internal static class NetworkFormat
{
    /// <summary>The most taps.</summary>
    public const int MaxTaps = 64;

    /// <summary>The most units of the first layer.</summary>
    public const int MaxWide = 256;

    /// <summary>The most units of the second layer.</summary>
    public const int MaxNarrow = 128;

    /// <summary>The longest embedding.</summary>
    public const int MaxEmbedding = 16;

    private const int Version = 1;
    private const int Unit = 16;

    /// <summary>Writes a model, behind room for <paramref name="offset"/> bytes.</summary>
    public static byte[] Write(IntegerWeights weights, int offset)
    {
        var coder = new BinaryEncoder();
        var stream = new WeightStream<BinaryEncoder>(ref coder);
        stream.Plain(Version, 8);
        CodeShape(ref stream, weights.Shape);
        CodeWeights(ref stream, weights);
        return [.. new byte[offset], .. coder.Finish()];
    }

    /// <summary>Reads a model that begins at <paramref name="offset"/>.</summary>
    /// <exception cref="ArchiveFormatException">A field is not what it may be.</exception>
    public static IntegerWeights Read(ReadOnlyMemory<byte> model, int offset)
    {
        if (model.Length <= offset)
            throw Bad("the length of a model", model.Length, $"more than {offset}");
        var coder = new BinaryDecoder(model[offset..]);
        var stream = new WeightStream<BinaryDecoder>(ref coder);
        var version = stream.Plain(0, 8);
        if (version != Version)
            throw Bad("the version of a model", version, $"{Version}");
        var weights = new IntegerWeights(CodeShape(ref stream, null));
        CodeWeights(ref stream, weights);
        return weights;
    }

    private static NetworkShape CodeShape<TCoder>(ref WeightStream<TCoder> stream, NetworkShape? given)
        where TCoder : struct, IBinaryCoder
    {
        var levels = stream.Plain((given?.Levels ?? 1) - 1, 8) + 1;
        Check("the levels of a model", levels, 2, 256);
        var channels = stream.Plain((given?.Channels ?? 1) - 1, 2) + 1;
        var background = stream.Plain((given?.Background ?? 0) + 1, 9) - 1;
        Check("the background of a model", background, -1, levels - 1);
        var embedding = stream.Plain(given?.EmbeddingSize ?? 0, 8);
        Check("the embedding of a model", embedding, 1, MaxEmbedding);
        var wide = Unit * stream.Plain((given?.Wide ?? 0) / Unit, 8);
        Check("the first layer of a model", wide, Unit, MaxWide);
        var narrow = Unit * stream.Plain((given?.Narrow ?? 0) / Unit, 8);
        Check("the second layer of a model", narrow, Unit, MaxNarrow);
        var rank = stream.Plain(given?.Rank ?? 0, 8);
        Check("the features of a model", rank, 1, NetworkShape.Features);
        var taps = stream.Plain(given?.Taps.Length ?? 0, 8);
        Check("the taps of a model", taps, 1, MaxTaps);
        var list = new Tap[taps];
        for (var i = 0; i < taps; i++)
        {
            var tap = given?.Taps[i] ?? default;
            list[i] = new Tap(stream.Plain(tap.Dx + Tap.Reach, 5) - Tap.Reach, -stream.Plain(-tap.Dy, 4), stream.Plain(tap.Channel, 2));
            Check("the column of a tap", list[i].Dx, -Tap.Reach, Tap.Reach);
            Check("the row of a tap", list[i].Dy, -Tap.Reach, 0);
            Check("the channel of a tap", list[i].Channel, 0, channels - 1);
            if (!list[i].IsKnown(channels - 1, channels))
                throw Bad("the place of a tap", $"{list[i].Dx}, {list[i].Dy}", "one that is coded before");
        }

        return new NetworkShape
        {
            Levels = levels,
            Channels = channels,
            Background = background,
            Taps = list,
            EmbeddingSize = embedding,
            Wide = wide,
            Narrow = narrow,
            Rank = rank,
        };
    }

    private static void CodeWeights<TCoder>(ref WeightStream<TCoder> stream, IntegerWeights weights)
        where TCoder : struct, IBinaryCoder
    {
        weights.TapShift = stream.Plain(weights.TapShift, 4);
        weights.PositionShift = stream.Plain(weights.PositionShift, 4);
        weights.NarrowShift = stream.Plain(weights.NarrowShift, 4);
        weights.FeatureShift = stream.Plain(weights.FeatureShift, 4);
        weights.OffsetRate = stream.Plain(weights.OffsetRate, 8);
        weights.OffsetDelay = stream.Plain(weights.OffsetDelay, 8);
        Check("the delay of a model", weights.OffsetDelay, 1, 255);
        stream.Weights(weights.Embedding);
        stream.Weights(weights.TapWeights);
        stream.Weights(weights.Position);
        stream.Numbers(weights.PositionWeights);
        stream.Numbers(weights.WideBias);
        stream.Weights(weights.NarrowWeights);
        stream.Numbers(weights.NarrowBias);
        stream.Weights(weights.FeatureWeights);
        stream.Weights(weights.NodeWeights);
        stream.Numbers(weights.NodeBias);
        for (var node = 0; node < weights.NodeShifts.Length; node++)
            weights.NodeShifts[node] = (byte)stream.Plain(weights.NodeShifts[node], 4);
        var zero = weights.Shape.Background;
        if (zero >= 0 && weights.Embedding.AsSpan(zero * weights.Shape.EmbeddingSize, weights.Shape.EmbeddingSize).ContainsAnyExcept((sbyte)0))
            throw Bad("the background's embedding", "not zero", "zero");
    }

    private static void Check(string field, int found, int least, int most)
    {
        if (found < least || found > most)
            throw Bad(field, found, $"{least} to {most}");
    }

    private static ArchiveFormatException Bad(string field, object found, string expected) => new(0, field, $"{found}", expected);
}
