namespace Hourglass.Evaluation;

/// <summary>What one format makes of a data set at several qualities.</summary>
/// <param name="Name">Of the format.</param>
/// <param name="Points">Rate and quality.</param>
internal sealed record RateCurve(string Name, IReadOnlyList<QualityPoint> Points)
{
    /// <summary>The points that no other has both fewer bits and more quality than, by rate.</summary>
    public IReadOnlyList<QualityPoint> Front()
    {
        var front = new List<QualityPoint>();
        foreach (var point in Points.Where(point => double.IsFinite(point.Psnr)).OrderBy(point => point.BitsPerSample).ThenByDescending(point => point.Psnr))
        {
            if (front.Count == 0 || point.Psnr > front[^1].Psnr)
                front.Add(point);
        }

        return front;
    }
}
