using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Hourglass.Numerics;

/// <summary>Takes some rows <c>[R, D]</c>, in order; may overwrite them.</summary>
internal delegate void RowBlock(Span<float> rows);

/// <summary>Goes once over all rows, at most <see cref="PrincipalAxes.RowsAtOnce"/> at a time.</summary>
internal delegate void RowPass(RowBlock use);

/// <summary>The directions in which rows vary most.</summary>
/// <remarks>
/// Subspace iteration from a random start with a few more directions than asked for (Halko, Martinsson and Tropp, 2011, arXiv 0909.4061). For
/// rows of up to <see cref="MaxCovarianceSide"/> values one pass sums up the covariance <c>[D, D]</c>, and the iteration works on that until it
/// stands still. For longer rows, every step is a pass over the rows, at most <see cref="MaxPasses"/>, and memory stays at a few times
/// <c>[n, D]</c>.
/// </remarks>
internal static class PrincipalAxes
{
    /// <summary>The longest rows whose covariance is held in memory.</summary>
    public const int MaxCovarianceSide = 1024;

    /// <summary>The most passes over longer rows.</summary>
    public const int MaxPasses = 7;

    private const ulong Stream = 0x706361; // "pca"
    private const int BlockValues = 1 << 20;
    private const int Oversampling = 10;
    private const int MaxSteps = 300;
    private const double StillInMemory = 1e-7;
    private const double StillInPasses = 1e-5;

    /// <summary>How many rows of so many values are taken at a time: about 4 MiB.</summary>
    public static int RowsAtOnce(int size) => Math.Clamp(BlockValues / size, 1, 2 * MatrixProduct.BlockLength);

    /// <summary>The mean <c>[D]</c> and the first directions <c>[count, D]</c>.</summary>
    public static (float[] Mean, float[] Components) Find(RowPass pass, int size, int count, ulong seed)
    {
        if (size > MaxCovarianceSide)
        {
            var rows = new CenteredRows(pass, size);
            var found = Iterate(rows.MultiplyByCovariance, size, count, seed, MaxPasses, StillInPasses);
            return (rows.Mean(), found);
        }

        var (mean, covariance) = CenteredRows.Covariance(pass, size);
        var components = Iterate(Multiply, size, count, seed, MaxSteps, StillInMemory);
        return (mean, components);

        void Multiply(float[] directions, float[] products)
        {
            products.AsSpan().Clear();
            MatrixProduct.Add(directions, covariance, products, directions.Length / size, size, size);
        }
    }

    private static float[] Iterate(Action<float[], float[]> multiply, int size, int count, ulong seed, int steps, double still)
    {
        var width = Math.Min(size, count + Math.Max(Oversampling, count / 4));
        var random = new Rng(seed, Stream);
        var basis = new float[checked(width * size)];
        foreach (ref var value in basis.AsSpan())
            value = random.NextNormal();
        var products = new float[basis.Length];
        Orthonormalize(basis, width, size, random);
        multiply(basis, products);
        for (var (step, before) = (1, Captured(basis, products, count, size)); step < steps && width < size; step++)
        {
            (basis, products) = (products, basis);
            Orthonormalize(basis, width, size, random);
            multiply(basis, products);
            var captured = Captured(basis, products, count, size);
            if (Math.Abs(captured - before) <= still * captured)
                break;
            before = captured;
        }

        return Rotate(basis, products, width, count, size);
    }

    /// <summary>The variance along the first directions.</summary>
    private static double Captured(float[] basis, float[] products, int count, int size)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
            sum += TensorPrimitives.Dot<float>(basis.AsSpan(i * size, size), products.AsSpan(i * size, size));
        return sum;
    }

    /// <summary>Turns the basis so that its directions are those of the covariance inside it (Rayleigh and Ritz), and keeps the first ones.</summary>
    private static float[] Rotate(float[] basis, float[] products, int width, int count, int size)
    {
        var transposed = new float[products.Length];
        MatrixProduct.Transpose(products, transposed, width, size);
        var inside = new float[width * width];
        MatrixProduct.Add(basis, transposed, inside, width, size, width);
        var symmetric = Matrix<double>.Build.Dense(width, width, (i, j) => (inside[i * width + j] + (double)inside[j * width + i]) / 2);
        var vectors = symmetric.Evd(Symmetricity.Symmetric).EigenVectors; // smallest first

        var turn = new float[count * width];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < width; j++)
                turn[i * width + j] = (float)vectors[j, width - 1 - i];
        }

        var components = new float[count * size];
        MatrixProduct.Add(turn, basis, components, count, width, size);
        for (var i = 0; i < count; i++)
        {
            var component = components.AsSpan(i * size, size);
            if (component[TensorPrimitives.IndexOfMaxMagnitude<float>(component)] < 0)
                TensorPrimitives.Negate<float>(component, component);
        }

        return components;
    }

    /// <summary>Gram and Schmidt, twice; a direction that the ones before it span is replaced by a random one.</summary>
    private static void Orthonormalize(float[] basis, int width, int size, Rng random)
    {
        const float lost = 1e-5f;
        for (var i = 0; i < width; i++)
        {
            var direction = basis.AsSpan(i * size, size);
            Scale(direction);
            for (var tries = 0; tries < 3; tries++)
            {
                RemoveEarlier(basis, i, direction);
                var left = TensorPrimitives.Norm<float>(direction);
                if (left > lost)
                {
                    Scale(direction);
                    RemoveEarlier(basis, i, direction);
                    Scale(direction);
                    break;
                }

                foreach (ref var value in direction)
                    value = random.NextNormal();
                Scale(direction);
            }
        }
    }

    private static void RemoveEarlier(float[] basis, int earlier, Span<float> direction)
    {
        for (var j = 0; j < earlier; j++)
        {
            ReadOnlySpan<float> other = basis.AsSpan(j * direction.Length, direction.Length);
            TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<float>(other, direction), direction, direction);
        }
    }

    private static void Scale(Span<float> direction)
    {
        // By the largest value first: squares of very small or large values would leave float32.
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(direction));
        if (largest == 0)
            return;
        TensorPrimitives.Divide(direction, largest, direction);
        TensorPrimitives.Divide(direction, TensorPrimitives.Norm<float>(direction), direction);
    }
}
