namespace Hourglass.Outliers.Pictures;

/// <summary>Tells how little pictures are like the normal ones that it was fitted on.</summary>
public interface IPictureScorer
{
    /// <summary>Scores pictures.</summary>
    /// <param name="pictures"><c>[N, C, H, W]</c> as stored.</param>
    /// <param name="cancellation">Stops.</param>
    IReadOnlyList<PictureScore> Score(float[] pictures, CancellationToken cancellation = default);
}
