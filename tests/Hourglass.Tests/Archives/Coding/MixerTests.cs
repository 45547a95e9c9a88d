using CsCheck;
using Hourglass.Archives.Coding;

namespace Hourglass.Tests.Archives.Coding;

public sealed class MixerTests
{
    private const int Count = 24;

    private static readonly Gen<int[]> Weights = Gen.Int[-((8 << 16) - 1), (8 << 16) - 1].Array[Count];
    private static readonly Gen<int[]> Inputs = Gen.Int[-Logistic.MaxLogit, Logistic.MaxLogit].Array[Count];

    [Fact]
    public void AllPathsGiveTheSameSums() => Gen.Select(Weights, Inputs).Sample((weights, inputs) =>
        MixerArithmetic.Dot(ref weights[0], ref inputs[0], Count) == MixerArithmetic.DotScalar(ref weights[0], ref inputs[0], Count));

    [Fact]
    public void AllPathsLearnTheSame() => Gen.Select(Weights, Inputs, Gen.Int[-(1 << 19), 1 << 19]).Sample((weights, inputs, step) =>
    {
        int[] scalar = [.. weights];
        MixerArithmetic.Learn(ref weights[0], ref inputs[0], step, Count);
        MixerArithmetic.LearnScalar(ref scalar[0], ref inputs[0], step, Count);
        return weights.AsSpan().SequenceEqual(scalar);
    });

    [Fact]
    public void AnInputThatKnowsIsTrusted()
    {
        var mixer = new Mixer(2, [1], 1, 1 << 14, 16);
        var probability = 0;
        for (var i = 0; i < 2000; i++)
        {
            var bit = i % 3 == 0 ? 1 : 0;
            mixer.Add(bit != 0 ? 512 : -512);
            mixer.Add(i % 2 == 0 ? 512 : -512);
            mixer.Choose(0, 0);
            probability = Logistic.Probability(mixer.Blend(0));
            mixer.Learn(bit, probability);
            probability = bit != 0 ? probability : 65536 - probability;
        }

        Assert.InRange(probability, 58_000, 65_535);
    }

    [Fact]
    public void GuessesOfAnEarlierDecisionDoNotCount()
    {
        var (a, b) = (new Mixer(8, [1], 1, 1 << 14, 16), new Mixer(8, [1], 1, 1 << 14, 16));
        for (var i = 0; i < 8; i++)
            a.Add(0);
        for (var i = 0; i < 8; i++)
            b.Add(i == 0 ? 0 : 400 * (i % 2));
        a.Blend(0);
        b.Blend(0);
        a.Learn(1, 65535);
        b.Learn(1, 65535);
        a.Add(300);
        b.Add(300);
        Assert.Equal(a.Blend(0), b.Blend(0));
    }
}
