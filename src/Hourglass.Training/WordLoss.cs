using Hourglass.Architectures;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>How badly the vectors of a decoder tell the words of texts: cross entropy in nats, mean over all words.</summary>
/// <remarks>
/// A sampled softmax (Jean et al., 2015, arXiv 1412.2007): a word is told from the words of the batch and some more that are drawn. Words are numbered by
/// frequency, so that Zipf's law gives the chance of each to be among them, which is taken out again.
/// </remarks>
internal static class WordLoss
{
    private const int Drawn = 1000;

    /// <summary>Whether a network is judged by the words it tells, not by values.</summary>
    public static bool IsFor(TorchNetwork network) => network.Architecture.Decoder is [.., Choice];

    /// <summary>The loss of a batch.</summary>
    /// <param name="network">Ends in a <see cref="Choice"/>.</param>
    /// <param name="vectors">What it gives before the choice, <c>[N, C, L, 1]</c>.</param>
    /// <param name="texts">The words, <c>[N, L]</c> in any rank; 0 behind the end.</param>
    /// <param name="noise">Draws words.</param>
    public static Tensor Of(TorchNetwork network, Tensor vectors, Tensor texts, Generator noise)
    {
        var choice = (Choice)network.Architecture.Decoder[^1];
        var words = texts.flatten().to_type(ScalarType.Int64);
        var places = words.nonzero().flatten();
        words = words.index_select(0, places);
        var found = vectors.flatten(2).transpose(1, 2).reshape(-1, vectors.shape[1]).index_select(0, places);
        var span = Math.Log(choice.Words);
        var drawn = (rand(Drawn, device: words.device, generator: noise) * span).exp().to_type(ScalarType.Int64).clamp(1, choice.Words - 1);
        var (known, order, _) = cat([words, drawn]).unique(sorted: true, return_inverse: true);
        var number = known.to_type(ScalarType.Float32);
        var expected = ((number + 1) / number).log() * ((words.shape[0] + Drawn) / span);
        var seen = (-(-expected).expm1()).log();
        var weight = network.WeightOf(Name("weight")).index_select(0, known);
        var bias = network.WeightOf(Name("bias")).index_select(0, known) - seen;
        return nn.functional.cross_entropy(nn.functional.linear(found, weight, bias), order!.narrow(0, 0, words.shape[0]));

        string Name(string name) => Architectures.Architecture.WeightName(Architectures.Architecture.DecoderHalf, choice, name);
    }
}
