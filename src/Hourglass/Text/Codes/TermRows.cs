using System.Numerics.Tensors;

namespace Hourglass.Text.Codes;

/// <summary>Sparse rows <c>[N, T]</c>, for products with dense matrices.</summary>
/// <param name="Rows">The terms of each row with their weights.</param>
/// <param name="Terms">T.</param>
internal sealed record TermRows(IReadOnlyList<(int Term, float Weight)[]> Rows, int Terms)
{
    /// <summary><c>[N, T] [T, n] -> [N, n]</c>.</summary>
    public void Multiply(ReadOnlySpan<float> right, int width, Span<float> product)
    {
        product.Clear();
        for (var i = 0; i < Rows.Count; i++)
        {
            var sum = product.Slice(i * width, width);
            foreach (var (term, weight) in Rows[i])
                TensorPrimitives.MultiplyAdd(right.Slice(term * width, width), weight, sum, sum);
        }
    }

    /// <summary><c>[T, N] [N, n] -> [T, n]</c>.</summary>
    public void MultiplyTransposed(ReadOnlySpan<float> right, int width, Span<float> product)
    {
        product.Clear();
        for (var i = 0; i < Rows.Count; i++)
        {
            var from = right.Slice(i * width, width);
            foreach (var (term, weight) in Rows[i])
            {
                var sum = product.Slice(term * width, width);
                TensorPrimitives.MultiplyAdd(from, weight, sum, sum);
            }
        }
    }
}
