namespace Hourglass.Inference;

/// <summary>One stretch of a side of a picture: what a tile answers for, and what it is shown.</summary>
/// <param name="Start">The first pixel that it answers for.</param>
/// <param name="Length">How many it answers for, at least 1.</param>
/// <param name="WindowStart">The first pixel that it is shown, a multiple of the network's stride.</param>
/// <param name="WindowLength">How many it is shown, a multiple of the network's stride; may reach over the end of the side.</param>
internal readonly record struct TileSpan(int Start, int Length, int WindowStart, int WindowLength);

/// <summary>Cuts a side of a picture into stretches of nearly equal length.</summary>
internal static class TileAxis
{
    /// <summary>
    /// The stretches: together they answer for every pixel once; each is shown <paramref name="halo"/> pixels more on both sides, but none beyond
    /// the side rounded up to the stride, so that the network meets the border of the picture where it would without tiles.
    /// </summary>
    /// <param name="length">Pixels of the side, at least 1.</param>
    /// <param name="count">How many stretches are wanted; fewer come where the stride leaves no room.</param>
    /// <param name="halo">Pixels around, at least 0; rounded up to the stride.</param>
    /// <param name="stride">The network's stride, at least 1.</param>
    public static TileSpan[] Cut(int length, int count, int halo, int stride)
    {
        var steps = (length - 1) / stride + 1;
        count = Math.Clamp(count, 1, steps);
        var haloSteps = (halo + stride - 1) / stride;
        var spans = new TileSpan[count];
        for (var i = 0; i < count; i++)
        {
            var (first, next) = ((int)((long)steps * i / count), (int)((long)steps * (i + 1) / count));
            var (from, to) = (Math.Max(0, first - haloSteps), Math.Min(steps, next + haloSteps));
            spans[i] = new TileSpan(first * stride, Math.Min(next * stride, length) - first * stride, from * stride, (to - from) * stride);
        }

        return spans;
    }

    /// <summary>The place inside a side of the pixel that a place beyond its end mirrors; the pixel at the end is not repeated.</summary>
    public static int Mirrored(int place, int length)
    {
        if (place < length)
            return place;
        if (length == 1)
            return 0;
        place %= 2 * (length - 1);
        return place < length ? place : 2 * (length - 1) - place;
    }
}
