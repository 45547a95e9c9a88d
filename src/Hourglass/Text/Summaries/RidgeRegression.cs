namespace Hourglass.Text.Summaries;

/// <summary>Ridge regression that takes its columns one after another: the Cholesky factor of <c>K + ridge I</c> grows by a row at a time.</summary>
internal sealed class RidgeRegression(double ridge)
{
    private readonly List<double[]> _factor = [];
    private readonly List<double> _forward = [];

    /// <summary>Adds a column.</summary>
    /// <param name="products">Its inner products with all columns so far, itself last.</param>
    /// <param name="target">Its inner product with what is to be rebuilt.</param>
    public void Add(double[] products, double target)
    {
        var row = new double[products.Length];
        var last = products.Length - 1;
        var diagonal = products[last] + ridge;
        var rest = target;
        for (var j = 0; j < last; j++)
        {
            var sum = products[j];
            for (var k = 0; k < j; k++)
                sum -= row[k] * _factor[j][k];
            row[j] = sum / _factor[j][j];
            diagonal -= row[j] * row[j];
            rest -= row[j] * _forward[j];
        }

        // A column that the others rebuild gets no weight: the pivot is what is left of its length.
        row[last] = Math.Sqrt(Math.Max(diagonal, 1e-12));
        _factor.Add(row);
        _forward.Add(rest / row[last]);
    }

    /// <summary>The weight of each column.</summary>
    public double[] Solve()
    {
        var weights = _forward.ToArray();
        for (var i = weights.Length - 1; i >= 0; i--)
        {
            weights[i] /= _factor[i][i];
            for (var j = 0; j < i; j++)
                weights[j] -= _factor[i][j] * weights[i];
        }

        return weights;
    }
}
