using Hourglass.Numerics;

namespace Hourglass.Data.Images;

/// <summary>Chooses the shape that the pictures of a data set are brought to.</summary>
internal static class PictureSize
{
    /// <summary>The side of the square that pictures of many sizes are brought to is at most this.</summary>
    public const int MaxChosenSide = 128;

    /// <summary>A chosen side is a multiple of this, so that it can be halved three times.</summary>
    public const int Multiple = 8;

    /// <summary>
    /// The size that was asked for; else the one that all pictures have; else the one that more than half of them have; else a square of the median
    /// shorter side, at most <see cref="MaxChosenSide"/>, rounded down to a multiple of <see cref="Multiple"/>.
    /// </summary>
    /// <param name="sizes">The sizes of the pictures, at least one.</param>
    /// <param name="allGrey">Whether all of them are grey.</param>
    /// <param name="options">What was asked for.</param>
    /// <returns>The shape, and a sentence that says what was chosen where there was a choice, or null.</returns>
    /// <exception cref="DataException">The shape that was asked for is too large.</exception>
    public static (SampleShape Shape, string? Note) Choose(IEnumerable<(int Width, int Height)> sizes, bool allGrey, DataOptions options)
    {
        var counts = new Dictionary<(int Width, int Height), int>();
        foreach (var size in sizes)
            counts[size] = counts.GetValueOrDefault(size) + 1;
        var total = counts.Values.Sum();
        var common = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First();
        var asked = (Width: options.Width ?? options.Height, Height: options.Height ?? options.Width);
        var (width, height) = asked is { Width: { } w, Height: { } h } ? (w, h)
            : common.Value * 2 > total ? common.Key
            : (Side(counts, total), Side(counts, total));
        var channels = options.Channels ?? (allGrey ? 1 : 3);
        if ((long)channels * width * height > SampleShape.MaxSize)
            throw new DataException($"Pictures of {width}x{height} have more than {SampleShape.MaxSize} values; ask for a smaller width and height.");
        var changed = total - counts.GetValueOrDefault((width, height));
        var how = options.Fit switch { FitKind.Crop => "scaled and cropped", FitKind.Pad => "scaled and padded", _ => "stretched" };
        var note = changed == 0 ? null
            : counts.Count == 1 ? $"All pictures are {common.Key.Width}x{common.Key.Height}; they are {how} to {width}x{height}."
            : $"The pictures have {counts.Count} sizes; {changed} of {total} are {how} to {width}x{height}"
                + (asked.Width is not null ? "." : common.Value * 2 > total ? ", the most common size: " : ", the median shorter side: ")
                + (asked.Width is not null ? "" : "choose another with width and height.");
        return (new SampleShape(channels, height, width), note);
    }

    private static int Side(Dictionary<(int Width, int Height), int> counts, int total)
    {
        var rest = (total + 1) / 2;
        foreach (var (side, count) in counts.Select(pair => (Side: Math.Min(pair.Key.Width, pair.Key.Height), pair.Value)).OrderBy(pair => pair.Side))
        {
            rest -= count;
            if (rest <= 0)
                return side < Multiple ? side : Math.Min(MaxChosenSide, side / Multiple * Multiple);
        }

        return MaxChosenSide;
    }
}
