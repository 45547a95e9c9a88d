using System.Text.Json.Serialization;

namespace Hourglass.Architectures;

/// <summary>The elementwise functions that every interpreter knows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActivationFunction>))]
public enum ActivationFunction
{
    /// <summary><c>max(x, 0)</c>.</summary>
    [JsonStringEnumMemberName("relu")] Relu,

    /// <summary><c>x</c> where positive, <c>Slope * x</c> elsewhere.</summary>
    [JsonStringEnumMemberName("leaky-relu")] LeakyRelu,

    /// <summary><c>x * sigmoid(x)</c>, also called swish (Elfwing et al., 2017, arXiv 1702.03118).</summary>
    [JsonStringEnumMemberName("silu")] Silu,

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    [JsonStringEnumMemberName("sigmoid")] Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    [JsonStringEnumMemberName("tanh")] Tanh,
}
