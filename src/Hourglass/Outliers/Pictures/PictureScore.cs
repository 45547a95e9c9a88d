namespace Hourglass.Outliers.Pictures;

/// <summary>How little a picture is like normal ones.</summary>
/// <param name="Score">The larger, the less; about 0 for normal pictures, in standard deviations of normal ones.</param>
/// <param name="PValue">The share of held-out normal pictures that are at least as unlike, with one more counted: in (0, 1].</param>
public sealed record PictureScore(double Score, double PValue)
{
    /// <summary>Where it is unlike, where the score can tell.</summary>
    public HeatMap? Heat { get; init; }
}

/// <summary>How unlike normal pictures each place of a picture is.</summary>
/// <param name="Width">Places in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Step">The distance between places, in pixels; the first is at pixel 0.</param>
/// <param name="Values">Row by row; 0 is like, 1 as unlike as the least likely places of normal pictures.</param>
public sealed record HeatMap(int Width, int Height, int Step, IReadOnlyList<float> Values)
{
    /// <summary>The place that is most unlike, in pixels.</summary>
    public (int X, int Y) Peak
    {
        get
        {
            var best = 0;
            for (var i = 1; i < Values.Count; i++)
                best = Values[i] > Values[best] ? i : best;
            return (best % Width * Step, best / Width * Step);
        }
    }
}
