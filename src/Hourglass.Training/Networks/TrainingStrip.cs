using Hourglass.Archives.Pixels;

namespace Hourglass.Training.Networks;

/// <summary>Some rows of a picture: what a network learns from at once.</summary>
internal readonly record struct TrainingStrip(Raster Picture, int Start, int End)
{
    private const int MaxSamples = 4096;

    /// <summary>Samples in it.</summary>
    public int Samples => (End - Start) * Picture.Width * Picture.Channels;

    /// <summary>Cuts pictures into strips; small ones stay whole.</summary>
    public static TrainingStrip[] Cut(IEnumerable<Raster> pictures) => [.. pictures.SelectMany(Cut)];

    private static IEnumerable<TrainingStrip> Cut(Raster picture)
    {
        var strips = Math.Clamp((picture.Samples.Length + MaxSamples - 1) / MaxSamples, 1, picture.Height);
        for (var i = 0; i < strips; i++)
            yield return new TrainingStrip(picture, (int)((long)picture.Height * i / strips), (int)((long)picture.Height * (i + 1) / strips));
    }
}
