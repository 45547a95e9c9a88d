using Hourglass.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Hourglass.Text.Words;

/// <summary>The strongest eigenvectors of a large symmetric matrix.</summary>
/// <remarks>
/// Subspace iteration from a random start with a few more directions than asked for (Halko, Martinsson and Tropp, 2011, arXiv 0909.4061). Bases
/// <c>[V, n]</c> are made orthonormal by Cholesky factors of their Gram matrix, with a small shift and once more (Fukaya et al., 2020, arXiv 1809.11085).
/// </remarks>
internal static class TopEigen
{
    private const ulong Stream = 0x6569676E; // "eign"
    private const int Oversampling = 20;
    private const int RowsAtOnce = 512;

    /// <summary>The eigenvectors <c>[V, count]</c>, those of the greatest absolute eigenvalues first.</summary>
    /// <param name="size">V.</param>
    /// <param name="multiply">Multiplies the matrix, which is symmetric, with <c>[V, n]</c> into the second array; told n.</param>
    /// <param name="count">How many, at most V.</param>
    /// <param name="steps">Products with the matrix before the last one.</param>
    /// <param name="seed">Names the start.</param>
    /// <param name="progress">Told the steps done.</param>
    /// <param name="cancellation">Stops.</param>
    public static (float[] Vectors, double[] Values) Find(
        int size, Action<float[], float[], int> multiply, int count, int steps, ulong seed, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var width = Math.Min(size, count + Math.Max(Oversampling, count / 8));
        var random = new Rng(seed, Stream);
        var basis = new float[checked(size * width)];
        foreach (ref var value in basis.AsSpan())
            value = random.NextNormal();
        var product = new float[basis.Length];
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            multiply(basis, product, width);
            (basis, product) = (product, basis);
            Orthonormalize(basis, width);
            Orthonormalize(basis, width);
            progress?.Report(step + 1);
        }

        multiply(basis, product, width);
        return Rotate(basis, product, width, count);
    }

    private static void Orthonormalize(float[] basis, int width)
    {
        var gram = Gram(basis, basis, width);
        var shift = 1e-7 * gram.Diagonal().Sum();
        for (var i = 0; i < width; i++)
            gram[i, i] += shift + 1e-30;
        var inverse = gram.Cholesky().Factor.Transpose().Inverse();
        Turn(basis, width, inverse, width);
    }

    private static (float[] Vectors, double[] Values) Rotate(float[] basis, float[] product, int width, int count)
    {
        var inside = Gram(basis, product, width);
        var eigen = ((inside + inside.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, width).OrderByDescending(i => Math.Abs(eigen.EigenValues[i].Real)).Take(count).ToArray();
        var turn = Matrix<double>.Build.Dense(width, order.Length, (i, j) => eigen.EigenVectors[i, order[j]]);
        var vectors = Turn(basis, width, turn, order.Length);
        return (vectors, [.. order.Select(i => eigen.EigenValues[i].Real)]);
    }

    /// <summary><c>a^T b</c> of <c>[V, n]</c> each.</summary>
    private static Matrix<double> Gram(float[] a, float[] b, int width)
    {
        var sum = new double[width * width];
        var (transposed, part) = (new float[RowsAtOnce * width], new float[width * width]);
        for (var first = 0; first < a.Length / width; first += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, a.Length / width - first);
            MatrixProduct.Transpose(a.AsSpan(first * width, rows * width), transposed.AsSpan(0, rows * width), rows, width);
            part.AsSpan().Clear();
            MatrixProduct.Add(transposed.AsSpan(0, rows * width), b.AsSpan(first * width, rows * width), part, width, rows, width);
            for (var i = 0; i < part.Length; i++)
                sum[i] += part[i];
        }

        return Matrix<double>.Build.Dense(width, width, (i, j) => sum[i * width + j]);
    }

    /// <summary>Multiplies rows by a small matrix; in place where it is square.</summary>
    private static float[] Turn(float[] rows, int width, Matrix<double> turn, int columns)
    {
        var factor = new float[width * columns];
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < columns; j++)
                factor[i * columns + j] = (float)turn[i, j];
        }

        var result = columns == width ? rows : new float[rows.Length / width * columns];
        var part = new float[RowsAtOnce * columns];
        for (var first = 0; first < rows.Length / width; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, rows.Length / width - first);
            part.AsSpan().Clear();
            MatrixProduct.Add(rows.AsSpan(first * width, count * width), factor, part.AsSpan(0, count * columns), count, width, columns);
            part.AsSpan(0, count * columns).CopyTo(result.AsSpan(first * columns));
        }

        return result;
    }
}
