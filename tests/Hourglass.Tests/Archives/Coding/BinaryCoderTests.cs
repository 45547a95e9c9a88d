using CsCheck;
using Hourglass.Archives.Coding;

namespace Hourglass.Tests.Archives.Coding;

public sealed class BinaryCoderTests
{
    private static readonly Gen<(int Bit, int Probability)[]> Decisions = Gen.Select(Gen.Int[0, 1], Gen.Int[1, 65535]).Array[0, 2000];

    [Fact]
    public void WhatWasCodedIsDecoded() => Decisions.Sample(decisions =>
    {
        var decoder = new BinaryDecoder(Encode(decisions));
        return decisions.All(decision => decoder.Code(0, decision.Probability) == decision.Bit);
    });

    [Fact]
    public void AStreamIsAsLongAsItsInformation() => Decisions.Sample(decisions =>
    {
        var length = new CodeLength();
        foreach (var (bit, probability) in decisions)
            length.Code(bit, probability);
        var bytes = Encode(decisions).Length;
        // A round number inside of the last interval may save bytes: k of them once in 256^k streams.
        return bytes <= length.Bytes + 2 && bytes >= length.Bytes - 4;
    });

    [Fact]
    public void AnIntervalIsCutInsideItself() => Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[1, 65535]).Sample((a, b, probability) =>
    {
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        var middle = BinaryInterval.Middle(low, high, probability);
        return low <= middle && (middle < high || low == high);
    });

    [Fact]
    public void AStreamThatEndsEarlyStillDecodesToSomething()
    {
        var decoder = new BinaryDecoder(ReadOnlyMemory<byte>.Empty);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(decoder.Code(0, 1000), 0, 1));
    }

    private static byte[] Encode((int Bit, int Probability)[] decisions)
    {
        var encoder = new BinaryEncoder();
        foreach (var (bit, probability) in decisions)
            encoder.Code(bit, probability);
        return encoder.Finish();
    }
}
