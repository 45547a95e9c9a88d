using MathNet.Numerics.LinearAlgebra;

namespace Hourglass.Numerics;

/// <summary>Eigenvalues and eigenvectors of small symmetric matrices.</summary>
internal static class Symmetric
{
    /// <summary>The eigenvalues, largest first, and the eigenvectors as rows <c>[D, D]</c>. Only the upper triangle is read.</summary>
    public static (double[] Values, float[] Vectors) Decompose(ReadOnlySpan<float> matrix, int size)
    {
        var dense = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = i; j < size; j++)
                dense[i * size + j] = dense[j * size + i] = matrix[i * size + j];
        }

        var found = Matrix<double>.Build.Dense(size, size, dense).Evd(Symmetricity.Symmetric);
        var (values, vectors) = (new double[size], new float[size * size]);
        for (var i = 0; i < size; i++)
        {
            values[i] = found.EigenValues[size - 1 - i].Real;
            for (var j = 0; j < size; j++)
                vectors[i * size + j] = (float)found.EigenVectors[j, size - 1 - i];
        }

        return (values, vectors);
    }
}
