using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>A sequence autoencoder: reads the numbered words of a sentence, and tells each of them again from one code.</summary>
/// <remarks><code>
/// words [N, L] -> embedding --+-- read in both directions --+-- mean -> dense -> code [N, n]
///                              \----------------------------/
/// code [N, n] -> dense -> unrolled to L places -> convolution 1x1 -> choice of words [N, L]
/// </code>
/// The decoder tells all places at once from the code alone: what it does not find there it cannot guess from the words before. So the code must hold the sentence
/// (TSDAE: Wang, Reimers and Gurevych, 2021, arXiv 2104.06979, for a decoder that sees more).
/// </remarks>
public static class SentenceNetwork
{
    /// <summary>The name of the family.</summary>
    public const string Id = "sentences";

    /// <summary>The name of the weight that holds the vectors of words.</summary>
    public const string Vectors = $"{Architecture.EncoderHalf}.embed.weight";

    /// <summary>The name of the weight that holds the vectors by which words are told.</summary>
    public const string Told = $"{Architecture.DecoderHalf}.words.weight";

    /// <summary>Builds the network.</summary>
    /// <param name="words">How many numbers words have, 0 among them.</param>
    /// <param name="length">The longest sentence in words.</param>
    /// <param name="code">The length of a code.</param>
    /// <param name="size">The length of a word's vector, and of the state in each direction.</param>
    /// <exception cref="ArchitectureException">A number is out of its range.</exception>
    public static Architecture Build(int words, int length, int code, int size)
    {
        var architecture = new Architecture
        {
            Name = Id,
            Input = SampleShape.Vector(length),
            Encoder = [new Embedding("embed", words, size), new Recurrent("read", size), new Concat("both", "embed"), new Mean("mean"), new Dense("code", code)],
            Decoder =
            [
                new Dense("wide", code), new Unroll("places", length), new Activation("act", ActivationFunction.Silu), new Conv("vectors", size, 1), new Choice("words", words),
            ],
        };
        ShapeInference.Infer(architecture);
        return architecture;
    }
}
