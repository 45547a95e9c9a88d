using Hourglass.Data;
using Hourglass.Data.Tables;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>What the combined score means for rows that took no part in anything, the scales of the columns included: models of most of the rows judge the rest.</summary>
/// <remarks>
/// The scores of training rows come from members that did not see the row, but scales and ranks did. With few rows and heavy tails that makes
/// fresh rows look stranger than they are: by half on some tables of 1,300 rows. With many rows it makes no difference, and is not paid for.
/// </remarks>
internal static class CrossCalibration
{
    private const ulong Stream = 0xCA11;
    private const int Folds = 4;
    private const int FewestRows = 40;
    private const int MostRows = 1 << 13;
    private const long MostCells = 1 << 20;

    /// <summary>The calibration; null where there are too many rows for it to matter, or too few to part.</summary>
    public static Calibration? For(ITable table, TableSample sample, OutlierOptions options, CancellationToken cancellation)
    {
        if (sample.Rows is < FewestRows or > MostRows || (long)sample.Rows * table.Columns.Count > MostCells)
            return null;
        var (order, scores) = (new Rng(options.Seed, Stream).Permutation(sample.Rows), new double[sample.Rows]);
        for (var fold = 0; fold < Folds; fold++)
        {
            var apart = order.Where((_, i) => i % Folds == fold).ToArray();
            var rest = order.Where((_, i) => i % Folds != fold).Order().ToArray();
            try
            {
                var (model, _) = OutlierFitting.Learn(table, sample.Some(table.Columns, rest), options with { WithBaselines = false }, null, cancellation);
                var block = sample.Some(table.Columns, apart).ToBlock(table.Columns);
                var judged = model.CombinedScores(model.Encoder.Bind(table), block, options.Threads, cancellation);
                for (var i = 0; i < apart.Length; i++)
                    scores[apart[i]] = judged[i];
            }
            catch (DataException)
            {
                // In three quarters of the rows nothing varies: such a table is calibrated on its training rows.
                return null;
            }
        }

        return Calibration.Of(scores);
    }
}
