using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Pixels;

/// <summary>Adaptive contexts alone: nothing is learned beforehand, nothing is stored beside the samples.</summary>
internal sealed class ContextCodec : IPixelCodec
{
    /// <summary>Its four letters.</summary>
    public const string Letters = "ctx1";

    /// <inheritdoc/>
    public string Id => Letters;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model => default;

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var palette = Palette.Of(pictures);
        var mapped = palette.Map(pictures);
        var references = References.Find(mapped);
        var plan = PlanChoice.For(mapped, references, null, cancellation);
        var coder = new BinaryEncoder();
        palette.Code(ref coder);
        using var model = new ContextModel(plan);
        model.Code(ref coder, mapped, references, cancellation);
        return [.. plan.Write(), .. coder.Finish()];
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var levels = pictures[0].Levels;
        if (payload.Length < ContextPlan.Length)
            throw new ArchiveFormatException(0, "the length of a chunk", $"{payload.Length}", $"at least {ContextPlan.Length} bytes");
        var coder = new BinaryDecoder(payload[ContextPlan.Length..]);
        var palette = new Palette(levels);
        palette.Code(ref coder);
        var plan = ContextPlan.Read(payload.Span, pictures, palette.Count);
        using var model = new ContextModel(plan);
        model.Code(ref coder, pictures, null, cancellation);
        palette.Unmap(pictures);
    }
}
