using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Codes;

/// <summary>What a search for codes found.</summary>
public sealed record CodeSearchResult
{
    internal CodeSearchResult(IPixelCodec codec, RatePoint point, IReadOnlyList<RatePoint> curve) => (Codec, Point, Curve) = (codec, point, curve);

    /// <summary>What the codec costs and gives.</summary>
    public RatePoint Point { get; }

    /// <summary>All that was measured, by bytes.</summary>
    public IReadOnlyList<RatePoint> Curve { get; }

    /// <summary>The codec.</summary>
    internal IPixelCodec Codec { get; }
}
