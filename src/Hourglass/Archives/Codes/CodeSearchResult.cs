namespace Hourglass.Archives.Codes;

/// <summary>What a search found.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Point">What it costs and gives.</param>
/// <param name="Curve">All that was measured, by bytes.</param>
internal sealed record CodeSearchResult(ICodeCodec Codec, RatePoint Point, IReadOnlyList<RatePoint> Curve);
