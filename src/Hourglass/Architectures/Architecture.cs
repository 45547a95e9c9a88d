using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>A network as plain data: an encoder, a decoder, and the shape of what goes in; or one network without a code between.</summary>
/// <remarks><code>
/// with a code:   x [N, C, H, W] -> encoder -> h [N, n] -> decoder -> y [N, C, H, W]
/// without one:   x [N, C, H, W] -> encoder -> y [N, C', s H, s W], any height and width that are multiples of its stride
/// </code></remarks>
public sealed record Architecture
{
    /// <summary>The catalogue's id of the family, or a name of the user's own.</summary>
    public required string Name { get; init; }

    /// <summary>The shape of one sample.</summary>
    public required SampleShape Input { get; init; }

    /// <summary>From the sample to the code, a vector; the whole network where there is no code.</summary>
    public required IReadOnlyList<Layer> Encoder { get; init; }

    /// <summary>From the code back to the shape of the sample; empty for a network without a code.</summary>
    public required IReadOnlyList<Layer> Decoder { get; init; }

    /// <summary>What the network is trained against; null where nothing is. A finished model does not need it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Adversary? Adversary { get; init; }

    /// <summary>Whether there is a code between two halves.</summary>
    [JsonIgnore]
    public bool HasCode => Decoder.Count > 0;

    /// <summary>Both halves with their names, in the order data passes them.</summary>
    internal IEnumerable<(string Half, Layer Layer)> Layers() =>
        Encoder.Select(layer => (EncoderHalf, layer)).Concat(Decoder.Select(layer => (DecoderHalf, layer)));

    /// <summary>The first part of the name of every weight of the encoder.</summary>
    public const string EncoderHalf = "encoder";

    /// <summary>The first part of the name of every weight of the decoder.</summary>
    public const string DecoderHalf = "decoder";

    /// <summary>The first part of the name of every weight of an adversary.</summary>
    public const string AdversaryHalf = "adversary";

    /// <summary>The first part of the name of every weight of an adversary's second encoder.</summary>
    public const string RecoderHalf = "recoder";

    /// <summary>What a skip calls the input of its half, unless a layer has that name.</summary>
    public const string InputName = "input";

    /// <summary>The full name of a layer's weight, for example <c>encoder.conv1.weight</c>.</summary>
    public static string WeightName(string half, Layer layer, string weight) => $"{half}.{layer.Name}.{weight}";

    /// <summary>This architecture as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ArchitectureJson.Default.Architecture);

    /// <summary>Reads what <see cref="ToJson"/> wrote, and checks it by <see cref="ShapeInference.InferAdversary"/>.</summary>
    /// <exception cref="ArchitectureException">The text is no architecture, or its layers do not fit together.</exception>
    public static Architecture FromJson(string json)
    {
        Architecture architecture;
        try
        {
            architecture = JsonSerializer.Deserialize(json, ArchitectureJson.Default.Architecture)
                ?? throw new ArchitectureException("The architecture is null; expected an object.");
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            throw new ArchitectureException($"This is no architecture: {broken.Message}", broken);
        }

        ShapeInference.InferAdversary(architecture);
        return architecture;
    }
}
