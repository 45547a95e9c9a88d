using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hourglass.Numerics;

/// <summary>Products of dense row-major float32 matrices on one core, which System.Numerics.Tensors does not give.</summary>
/// <remarks>
/// The right matrix is packed into panels of two vectors that stay in the first-level cache; four rows of the left one pass over a panel at a
/// time (Goto and van de Geijn, 2008). Sums run in float32 within <see cref="BlockLength"/> terms.
/// </remarks>
internal static class MatrixProduct
{
    /// <summary>How many terms of a sum are taken at a time.</summary>
    public const int BlockLength = 256;

    private const int RowsAtOnce = 4;

    private static int PanelWidth => 2 * Vector<float>.Count;

    /// <summary>Adds <c>a b</c> to <paramref name="c"/>: <c>[rows, inner] [inner, columns] -> [rows, columns]</c>.</summary>
    /// <exception cref="ArgumentException">A span has another length than these sizes say.</exception>
    public static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int rows, int inner, int columns)
    {
        CheckLength(a.Length, rows, inner);
        CheckLength(b.Length, inner, columns);
        CheckLength(c.Length, rows, columns);
        var panel = ArrayPool<float>.Shared.Rent(BlockLength * PanelWidth);
        for (var k = 0; k < inner; k += BlockLength)
        {
            var terms = Math.Min(BlockLength, inner - k);
            for (var j = 0; j < columns; j += PanelWidth)
            {
                var width = Math.Min(PanelWidth, columns - j);
                Pack(b[(k * columns + j)..], columns, panel, terms, width);
                AddPanel(a[k..], inner, panel, terms, c[j..], columns, rows, width);
            }
        }

        ArrayPool<float>.Shared.Return(panel);
    }

    /// <summary>Adds <c>x^T x</c> of <c>x [rows, columns]</c> to <c>c [columns, columns]</c>; what lies left of the diagonal is not all filled.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="transposed">Room for as many values.</param>
    /// <param name="c">The upper triangle is added to.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <exception cref="ArgumentException">A span has another length than these sizes say.</exception>
    public static void AddGram(ReadOnlySpan<float> x, Span<float> transposed, Span<float> c, int rows, int columns)
    {
        CheckLength(c.Length, columns, columns);
        Transpose(x, transposed, rows, columns);
        var panel = ArrayPool<float>.Shared.Rent(BlockLength * PanelWidth);
        for (var k = 0; k < rows; k += BlockLength)
        {
            var terms = Math.Min(BlockLength, rows - k);
            for (var j = 0; j < columns; j += PanelWidth)
            {
                var width = Math.Min(PanelWidth, columns - j);
                Pack(x[(k * columns + j)..], columns, panel, terms, width);
                AddPanel(transposed[k..], rows, panel, terms, c[j..], columns, j + width, width);
            }
        }

        ArrayPool<float>.Shared.Return(panel);
    }

    /// <summary><c>[rows, columns] -> [columns, rows]</c>.</summary>
    /// <exception cref="ArgumentException">A span has another length than these sizes say.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ReadOnlySpan<float> from, Span<float> to, int rows, int columns)
    {
        const int tile = 16;
        CheckLength(from.Length, rows, columns);
        CheckLength(to.Length, rows, columns);
        for (var i = 0; i < rows; i += tile)
        {
            for (var j = 0; j < columns; j += tile)
            {
                for (var y = i; y < Math.Min(i + tile, rows); y++)
                {
                    for (var x = j; x < Math.Min(j + tile, columns); x++)
                        to[x * rows + y] = from[y * columns + x];
                }
            }
        }
    }

    private static void CheckLength(int length, int rows, int columns)
    {
        if (length != checked(rows * columns))
            throw new ArgumentException($"A matrix of {length} values; expected {rows} x {columns}.");
    }

    private static void Pack(ReadOnlySpan<float> from, int stride, Span<float> panel, int terms, int width)
    {
        if (width < PanelWidth)
            panel[..(terms * PanelWidth)].Clear();
        for (var k = 0; k < terms; k++)
            from.Slice(k * stride, width).CopyTo(panel[(k * PanelWidth)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPanel(
        ReadOnlySpan<float> a, int aStride, ReadOnlySpan<float> panel, int terms, Span<float> c, int cStride, int rows, int width)
    {
        Span<float> sums = stackalloc float[RowsAtOnce * PanelWidth];
        var i = 0;
        for (; i + RowsAtOnce <= rows; i += RowsAtOnce)
        {
            FourRows(a[(i * aStride)..], aStride, panel, terms, sums);
            for (var r = 0; r < RowsAtOnce; r++)
                AddTo(c.Slice((i + r) * cStride, width), sums.Slice(r * PanelWidth, width));
        }

        for (; i < rows; i++)
        {
            OneRow(a.Slice(i * aStride, terms), panel, sums);
            AddTo(c.Slice(i * cStride, width), sums[..width]);
        }
    }

    private static void AddTo(Span<float> c, ReadOnlySpan<float> sums)
    {
        var at = 0;
        for (; at + Vector<float>.Count <= c.Length; at += Vector<float>.Count)
            (new Vector<float>(c[at..]) + new Vector<float>(sums[at..])).CopyTo(c[at..]);
        for (; at < c.Length; at++)
            c[at] += sums[at];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(ReadOnlySpan<float> a, int stride, ReadOnlySpan<float> panel, int terms, Span<float> sums)
    {
        // The one loop that all time goes into: its bounds are checked here, once.
        _ = a[3 * stride + terms - 1];
        _ = panel[terms * PanelWidth - 1];
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var a1 = ref Unsafe.Add(ref a0, stride);
        ref var a2 = ref Unsafe.Add(ref a1, stride);
        ref var a3 = ref Unsafe.Add(ref a2, stride);
        ref var b = ref MemoryMarshal.GetReference(panel);
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (nuint k = 0, at = 0; k < (nuint)terms; k++, at += (nuint)PanelWidth)
        {
            var left = Vector.LoadUnsafe(ref b, at);
            var right = Vector.LoadUnsafe(ref b, at + (nuint)Vector<float>.Count);
            var x = new Vector<float>(Unsafe.Add(ref a0, k));
            c00 = Vector.FusedMultiplyAdd(x, left, c00);
            c01 = Vector.FusedMultiplyAdd(x, right, c01);
            x = new Vector<float>(Unsafe.Add(ref a1, k));
            c10 = Vector.FusedMultiplyAdd(x, left, c10);
            c11 = Vector.FusedMultiplyAdd(x, right, c11);
            x = new Vector<float>(Unsafe.Add(ref a2, k));
            c20 = Vector.FusedMultiplyAdd(x, left, c20);
            c21 = Vector.FusedMultiplyAdd(x, right, c21);
            x = new Vector<float>(Unsafe.Add(ref a3, k));
            c30 = Vector.FusedMultiplyAdd(x, left, c30);
            c31 = Vector.FusedMultiplyAdd(x, right, c31);
        }

        Store(sums, 0, c00, c01);
        Store(sums, 1, c10, c11);
        Store(sums, 2, c20, c21);
        Store(sums, 3, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(ReadOnlySpan<float> a, ReadOnlySpan<float> panel, Span<float> sums)
    {
        Vector<float> left = default, right = default;
        for (var k = 0; k < a.Length; k++)
        {
            var x = new Vector<float>(a[k]);
            left = Vector.FusedMultiplyAdd(x, new Vector<float>(panel[(k * PanelWidth)..]), left);
            right = Vector.FusedMultiplyAdd(x, new Vector<float>(panel[(k * PanelWidth + Vector<float>.Count)..]), right);
        }

        Store(sums, 0, left, right);
    }

    private static void Store(Span<float> sums, int row, Vector<float> left, Vector<float> right)
    {
        left.CopyTo(sums[(row * PanelWidth)..]);
        right.CopyTo(sums[(row * PanelWidth + Vector<float>.Count)..]);
    }
}
