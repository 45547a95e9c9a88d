namespace Hourglass.Architectures;

/// <summary>
/// How stored values become what a network sees, and back: <c>network = (stored - Low) / (High - Low)</c>, so that training data lie in
/// [0, 1]. It is part of the exported graphs: encoder.onnx takes stored values, decoder.onnx gives them.
/// </summary>
/// <param name="Low">The stored value that becomes 0.</param>
/// <param name="High">The stored value that becomes 1; above <paramref name="Low"/>.</param>
public sealed record Normalization(float Low, float High)
{
    /// <summary>For 8-bit pictures: 0..255 to 0..1.</summary>
    public static Normalization Pixels { get; } = new(0, 255);

    /// <summary><c>High - Low</c>: one unit of the network in stored units.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public float Span => High - Low;
}
