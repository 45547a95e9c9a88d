namespace Hourglass.Archives.Networks;

/// <summary>A sample beside the one that is coded, coded before it, that the network looks at.</summary>
/// <param name="Dx">Columns to the right.</param>
/// <param name="Dy">Rows down; 0 or less.</param>
/// <param name="Channel">Channels further, counted around: 0 is the same channel; of three channels, 2 is the one before.</param>
internal readonly record struct Tap(int Dx, int Dy, int Channel)
{
    /// <summary>The farthest column or row that a tap may look at.</summary>
    public const int Reach = 8;

    /// <summary>Whether the sample is known when channel <paramref name="channel"/> of <paramref name="channels"/> is coded.</summary>
    public bool IsKnown(int channel, int channels) => Dy < 0 || (Dy == 0 && (Dx < 0 || (Dx == 0 && (channel + Channel) % channels < channel)));

    /// <summary>The nearest samples of the same channel, in order of distance; for more channels, those of the others at and around the pixel too.</summary>
    public static Tap[] Nearest(int count, int channels)
    {
        var all =
            from dy in Enumerable.Range(-Reach, Reach + 1)
            from dx in Enumerable.Range(-Reach, (2 * Reach) + 1)
            from channel in Enumerable.Range(0, channels)
            let tap = new Tap(dx, dy, channel)
            where tap.IsKnown(channels - 1, channels)
            orderby (tap.Dx * tap.Dx) + (tap.Dy * tap.Dy) + (channel == 0 ? 0 : 3), dy descending, dx, channel
            select tap;
        return [.. all.Take(count)];
    }
}
