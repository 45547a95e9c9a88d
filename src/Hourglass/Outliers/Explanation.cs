using Hourglass.Data.Tables;

namespace Hourglass.Outliers;

/// <summary>Which columns make a row strange: those far from what the other columns let expect, or far from all rows.</summary>
internal sealed class Explanation(TableEncoder encoder, GaussianScore? gaussian)
{
    private const int Shown = 3;
    private const double LeastShare = 0.05;

    /// <summary>The columns that contribute most, the first the most.</summary>
    public IReadOnlyList<OutlierReason> Of(TableReading reading, TableBlock block, FeatureRows rows, int at)
    {
        var values = rows.Row(FeatureScale.Standard, at);
        var (expected, residuals) = (new float[values.Length], values.ToArray());
        gaussian?.Explain(values, expected, residuals);
        var (weights, fromOthers, fromAll) = (new double[encoder.Columns.Count], new double[encoder.Columns.Count], new double[encoder.Columns.Count]);
        for (var j = 0; j < values.Length; j++)
        {
            var (residual, value, column) = ((double)residuals[j] * residuals[j], (double)values[j] * values[j], encoder.Features[j].Column);
            weights[column] += Math.Max(residual, value);
            fromOthers[column] += residual;
            fromAll[column] += value;
        }

        var total = Math.Max(weights.Sum(), 1e-12);
        var reasons = new List<OutlierReason>();
        if (rows.Surprises[at] is { } surprise)
        {
            var column = Enumerable.Range(0, encoder.Columns.Count).First(i => encoder.Columns[i].Name == surprise);
            reasons.Add(new OutlierReason(surprise, reading.Show(block, column, at), Usual(encoder.Columns[column]) + ", this was never seen", 1));
        }

        foreach (var column in Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i]).Take(Shown))
        {
            if (weights[column] < LeastShare * total || encoder.Columns[column].Name == rows.Surprises[at])
                continue;
            // Where the others are as extreme, they let expect much the same: what is usual says more.
            var instead = fromOthers[column] >= fromAll[column] ? Expected(column, expected) : Usual(encoder.Columns[column]);
            if (reading.Show(block, column, at) is var value && value != instead)
                reasons.Add(new OutlierReason(encoder.Columns[column].Name, value, instead, weights[column] / total));
        }

        return reasons.Count > Shown ? reasons[..Shown] : reasons;
    }

    private static string Usual(ColumnProfile column) => column.Kind == ColumnKind.Text
        ? column.Categories.Count > 0 ? column.Categories[0] : "another"
        : TableEncoder.Show(column.Kind, column.Median);

    /// <summary>The expected value of a column in its own units.</summary>
    private string Expected(int column, float[] expected)
    {
        var profile = encoder.Columns[column];
        var (best, likeliest) = ((string?)null, double.NegativeInfinity);
        for (var j = 0; j < encoder.Features.Count; j++)
        {
            var feature = encoder.Features[j];
            if (feature.Column != column)
                continue;
            var value = feature.Mean + feature.Deviation * expected[j] / feature.Weight;
            if (feature.Kind == FeatureKind.Value)
                return TableEncoder.Show(profile.Kind, Math.Clamp(value, profile.Quantiles[0], profile.Quantiles[^1]));
            if (feature.Kind == FeatureKind.Category && value > likeliest)
                (best, likeliest) = (feature.Category, value);
        }

        return best ?? Usual(profile);
    }
}
