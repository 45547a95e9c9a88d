using System.Buffers.Binary;
using Hourglass.Archives;
using Hourglass.Archives.Networks;

namespace Hourglass.Tests.Archives.Networks;

public sealed class ContextNetworkTests
{
    public static TheoryData<string> Shapes() => [nameof(GivenNetworks.Grey), nameof(GivenNetworks.Color), nameof(GivenNetworks.Few)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AModelThatIsReadAndWrittenIsTheSameBytes(string name)
    {
        var model = GivenNetworks.Network(GivenNetworks.Shape(name)).Write();
        var read = ContextNetwork.Read(model);
        Assert.Equal(model, read.Write());
        Assert.Equal(GivenNetworks.Shape(name).Taps, read.Taps);
        Assert.Equal(GivenNetworks.Shape(name).Background, read.Background);
    }

    [Fact]
    public void AChangedByteIsFound()
    {
        var model = GivenNetworks.Network(GivenNetworks.Grey).Write();
        // The last bytes may only hold the shifts of nodes that no context shows.
        for (var i = 0; i < model.Length - 8; i += 7)
        {
            model[i] ^= 0x10;
            Assert.True(Record.Exception(() => ContextNetwork.Read(model)) is ArchiveFormatException, $"{i} of {model.Length}");
            model[i] ^= 0x10;
        }
    }

    [Fact]
    public void ATruncatedModelIsRefused()
    {
        var model = GivenNetworks.Network(GivenNetworks.Grey).Write();
        foreach (var length in new[] { 0, 1, 4, 5, 12, model.Length / 2, model.Length - 40 })
            Assert.Throws<ArchiveFormatException>(() => ContextNetwork.Read(model.AsMemory(0, length)));
    }

    [Fact]
    public void FieldsOutsideOfTheirRangeAreNamed()
    {
        Refused("the background of a model", shape => shape with { Background = 256 });
        Refused("the embedding of a model", shape => shape with { EmbeddingSize = NetworkFormat.MaxEmbedding + 1 });
        Refused("the first layer of a model", shape => shape with { Wide = NetworkFormat.MaxWide + 32 });
        Refused("the second layer of a model", shape => shape with { Narrow = NetworkFormat.MaxNarrow + 16 });
        Refused("the taps of a model", shape => shape with { Taps = [.. Enumerable.Repeat(new Tap(-1, 0, 0), NetworkFormat.MaxTaps + 1)] });
        Refused("the taps of a model", shape => shape with { Taps = [] });
        Refused("the column of a tap", shape => shape with { Taps = [new Tap(Tap.Reach + 1, -1, 0)] });
        Refused("the row of a tap", shape => shape with { Taps = [new Tap(0, -Tap.Reach - 1, 0)] });
        Refused("the channel of a tap", shape => shape with { Taps = [new Tap(-1, 0, 1)] });
        Refused("the place of a tap", shape => shape with { Taps = [new Tap(0, 0, 0)] });
        Refused("the place of a tap", shape => shape with { Taps = [new Tap(2, 0, 0)] });
    }

    [Fact]
    public void ABackgroundThatIsNotZeroIsRefused()
    {
        var weights = new IntegerWeights(GivenNetworks.Grey);
        weights.Embedding[1] = 3;
        Assert.Equal("the background's embedding", Read(weights).Field);
    }

    [Fact]
    public void AModelWhoseSumsCouldOverflowIsRefused()
    {
        var weights = new IntegerWeights(GivenNetworks.Grey);
        weights.Embedding.AsSpan(GivenNetworks.Grey.EmbeddingSize).Fill(127);
        weights.TapWeights.AsSpan().Fill(127);
        Assert.Equal("a sum of the first layer", Read(weights).Field);
    }

    [Fact]
    public void ADelayOfZeroIsRefused() =>
        Assert.Equal("the delay of a model", Read(new IntegerWeights(GivenNetworks.Grey) { OffsetDelay = 0 }).Field);

    [Fact]
    public void AnotherSumOverTheResultsIsRefused()
    {
        var model = GivenNetworks.Network(GivenNetworks.Grey).Write();
        BinaryPrimitives.WriteUInt32LittleEndian(model, 7);
        Assert.Equal("the sum over a model's results", Assert.Throws<ArchiveFormatException>(() => ContextNetwork.Read(model)).Field);
    }

    [Fact]
    public void TapsAreNearAndKnown()
    {
        Assert.Equal([new Tap(-1, 0, 0), new Tap(0, -1, 0), new Tap(-1, -1, 0), new Tap(1, -1, 0)], Tap.Nearest(4, 1));
        Assert.All(Tap.Nearest(64, 3), tap => Assert.True(tap.IsKnown(2, 3)));
        Assert.False(new Tap(0, 0, 2).IsKnown(0, 3));
        Assert.True(new Tap(0, 0, 2).IsKnown(1, 3));
    }

    private static void Refused(string field, Func<NetworkShape, NetworkShape> change) =>
        Assert.Equal(field, Read(new IntegerWeights(change(GivenNetworks.Grey))).Field);

    private static ArchiveFormatException Read(IntegerWeights weights) =>
        Assert.Throws<ArchiveFormatException>(() => ContextNetwork.Read(NetworkFormat.Write(weights, sizeof(uint))));
}
