using Hourglass.Archives.Coding;
using Hourglass.Archives.Networks;

namespace Hourglass.Archives.Pixels;

/// <summary>A learned network and adaptive contexts together: what the network says of a decision is one more guess for the mixer.</summary>
internal sealed class MixedCodec(ReadOnlyMemory<byte> model) : IPixelCodec
{
    /// <summary>Its four letters.</summary>
    public const string Letters = "mix1";

    private readonly ContextNetwork _network = ContextNetwork.Read(model);

    /// <inheritdoc/>
    public string Id => Letters;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model => model;

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        Check(pictures[0]);
        var references = References.Find(pictures);
        var plan = PlanChoice.For(pictures, references, _network, cancellation);
        var coder = new BinaryEncoder();
        using var model = new ContextModel(plan, new NetworkEvaluator(_network));
        model.Code(ref coder, pictures, references, cancellation);
        return [.. plan.Write(), .. coder.Finish()];
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        Check(pictures[0]);
        var plan = ContextPlan.Read(payload.Span, pictures, pictures[0].Levels);
        if (plan.Background != _network.Background)
            throw new ArchiveFormatException(2, "the background of a chunk", $"{plan.Background}", $"{_network.Background}, as its network has it");
        var coder = new BinaryDecoder(payload[ContextPlan.Length..]);
        using var model = new ContextModel(plan, new NetworkEvaluator(_network));
        model.Code(ref coder, pictures, null, cancellation);
    }

    private void Check(Raster picture)
    {
        var shape = _network.Shape;
        if (picture.Channels != 1 || shape.Channels != 1 || picture.Levels != shape.Levels)
        {
            throw new ArchiveFormatException(
                0, "the network of a chunk", $"for {shape.Channels} channels of {shape.Levels} levels", $"one for {picture.Channels} of {picture.Levels}, and 1 channel");
        }
    }
}
