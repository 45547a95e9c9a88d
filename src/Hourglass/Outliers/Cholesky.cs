namespace Hourglass.Outliers;

/// <summary>The factor of a covariance matrix.</summary>
internal static class Cholesky
{
    /// <summary>For a positive definite <c>C = L L^T</c> the matrix <c>L^-T</c>: rows times it have unit covariance.</summary>
    /// <param name="matrix"><c>[n, n]</c>; overwritten.</param>
    /// <param name="size">n.</param>
    public static float[] InverseOfFactor(double[] matrix, int size)
    {
        for (var j = 0; j < size; j++)
        {
            for (var i = j; i < size; i++)
            {
                var sum = matrix[i * size + j];
                for (var k = 0; k < j; k++)
                    sum -= matrix[i * size + k] * matrix[j * size + k];
                matrix[i * size + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / matrix[j * size + j];
            }
        }

        var (inverse, result) = (new double[size * size], new float[size * size]);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = i == j ? 1.0 : 0.0;
                for (var k = j; k < i; k++)
                    sum -= matrix[i * size + k] * inverse[k * size + j];
                inverse[i * size + j] = sum / matrix[i * size + i];
                result[j * size + i] = (float)inverse[i * size + j];
            }
        }

        return result;
    }
}
