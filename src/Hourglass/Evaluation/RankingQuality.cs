namespace Hourglass.Evaluation;

/// <summary>How well scores put outliers first.</summary>
/// <param name="Auroc">The chance that an outlier scores above an ordinary row, ties counted by half: the area under the ROC curve, in [0, 1].</param>
/// <param name="AveragePrecision">The mean over the outliers of the precision down to each, in (0, 1]; ties are taken as one step.</param>
public sealed record RankingQuality(double Auroc, double AveragePrecision)
{
    /// <summary>Compares scores with what is known.</summary>
    /// <param name="scores">Larger is stranger.</param>
    /// <param name="isOutlier">Which rows are outliers.</param>
    /// <exception cref="ArgumentException">The lengths differ, or all rows are of one sort.</exception>
    public static RankingQuality Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isOutlier)
    {
        long outliers = isOutlier.Count(true), others = isOutlier.Length - outliers;
        if (scores.Length != isOutlier.Length || outliers == 0 || others == 0)
            throw new ArgumentException($"{scores.Length} scores of {outliers} outliers and {others} other rows; as many scores as rows, and both sorts, are needed.");
        var (keys, known) = (scores.ToArray(), isOutlier.ToArray());
        Array.Sort(keys, known);
        double pairs = 0, precision = 0;
        long outliersAbove = 0, othersAbove = 0;
        for (int end = keys.Length, first; end > 0; end = first)
        {
            var (tiedOutliers, tiedOthers) = (0L, 0L);
            for (first = end; first > 0 && keys[first - 1] == keys[end - 1]; first--)
            {
                if (known[first - 1])
                    tiedOutliers++;
                else
                    tiedOthers++;
            }

            pairs += tiedOthers * (outliersAbove + tiedOutliers / 2.0);
            outliersAbove += tiedOutliers;
            othersAbove += tiedOthers;
            precision += tiedOutliers * (outliersAbove / (double)(outliersAbove + othersAbove));
        }

        return new RankingQuality(pairs / outliers / others, precision / outliers);
    }
}
