using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Archives.Restoration;

/// <summary>
/// The sums of a <see cref="ConvLayer"/>. The scalar path is the specification; the others add the same whole numbers in another order, which
/// cannot make a difference because no sum overflows.
/// </summary>
internal static class ConvArithmetic
{
    private const int Group = 8;
    private const int PixelsAtOnce = 4;

    /// <summary>The fastest path of this machine.</summary>
    public static ConvPath Best { get; } =
        Avx2.IsSupported ? ConvPath.Avx2 : Vector128.IsHardwareAccelerated ? ConvPath.Vector128 : ConvPath.Scalar;

    /// <summary>Brings weights into the order of the arithmetic.</summary>
    public static PackedConv Pack(ConvLayer layer)
    {
        var inputs = ConvLayer.Stored(layer.Inputs);
        var outputs = (layer.Outputs + Group - 1) / Group * Group;
        var packed = new PackedConv(
            inputs, outputs, new short[ConvLayer.Taps * inputs * outputs], new int[ConvLayer.Taps * inputs * outputs], new int[outputs]);
        for (var o = 0; o < layer.Outputs; o++)
        {
            packed.Start[o] = (layer.Bias[o] << layer.Shift) + (layer.Shift == 0 ? 0 : 1 << (layer.Shift - 1));
            for (var tap = 0; tap < ConvLayer.Taps; tap++)
                for (var i = 0; i < layer.Inputs; i++)
                {
                    var weight = layer.Weights[(((o * ConvLayer.Taps) + tap) * layer.Inputs) + i];
                    packed.Pairs[(((((tap * inputs) + i) / 2 * outputs) + o) * 2) + (i % 2)] = weight;
                    packed.Singles[(((tap * inputs) + i) * outputs) + o] = weight;
                }
        }

        return packed;
    }

    /// <summary>Works out a region of one buffer from another of the same pixels.</summary>
    /// <param name="layer">What to work out.</param>
    /// <param name="source"><c>[rows, pitch, inputs as stored]</c>.</param>
    /// <param name="target"><c>[rows, pitch, outputs as packed]</c>; only the region is written.</param>
    /// <param name="region">Which pixels; their neighbors are in the buffer too.</param>
    /// <param name="path">How.</param>
    public static void Run(ConvLayer layer, ReadOnlySpan<short> source, Span<short> target, ConvRegion region, ConvPath path)
    {
        var (inputs, outputs) = (layer.Packed.Inputs, layer.Packed.Outputs);
        // The last pixel that any path touches, so that the loops need no checks of their own.
        _ = source[((((region.Bottom * region.Pitch) + region.Right) * inputs) + inputs) - 1];
        _ = target[(((((region.Bottom - 1) * region.Pitch) + region.Right - 1) * outputs) + outputs) - 1];
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var wide = path == ConvPath.Avx2 && region.Right - region.Left >= PixelsAtOnce;
        for (var y = region.Top; y < region.Bottom; y++)
        {
            for (var x = region.Left; x < region.Right; x += wide ? PixelsAtOnce : 1)
            {
                // The last step of a row goes back to be whole: a few pixels are worked out twice.
                var at = wide ? Math.Min(x, region.Right - PixelsAtOnce) : x;
                ref var corner = ref Unsafe.Add(ref from, (((y - 1) * region.Pitch) + at - 1) * inputs);
                ref var pixel = ref Unsafe.Add(ref to, ((y * region.Pitch) + at) * outputs);
                var o = 0;
                for (; wide && o + (2 * Group) <= outputs; o += 2 * Group)
                    FourBySixteen(layer, ref corner, ref Unsafe.Add(ref pixel, o), region.Pitch, o);
                for (; wide && o < outputs; o += Group)
                    FourByEight(layer, ref corner, ref Unsafe.Add(ref pixel, o), region.Pitch, o);
                for (; o < outputs; o += Group)
                    One(layer, ref corner, ref Unsafe.Add(ref pixel, o), region.Pitch, o, path);
            }
        }
    }

    /// <summary>Eight outputs of one pixel.</summary>
    private static void One(ConvLayer layer, ref short corner, ref short pixel, int pitch, int o, ConvPath path)
    {
        var packed = layer.Packed;
        Span<int> sums = stackalloc int[Group];
        packed.Start.AsSpan(o, Group).CopyTo(sums);
        ref var weights = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(packed.Singles), o);
        var run = 3 * packed.Inputs;
        for (var row = 0; row < 3; row++)
        {
            ref var values = ref Unsafe.Add(ref corner, row * pitch * packed.Inputs);
            for (var i = 0; i < run; i++, weights = ref Unsafe.Add(ref weights, packed.Outputs))
            {
                int value = Unsafe.Add(ref values, i);
                if (value == 0)
                    continue;
                if (path == ConvPath.Scalar)
                {
                    for (var j = 0; j < Group; j++)
                        sums[j] += value * Unsafe.Add(ref weights, j);
                }
                else
                {
                    ref var sum = ref MemoryMarshal.GetReference(sums);
                    (Vector128.LoadUnsafe(ref sum) + (Vector128.Create(value) * Vector128.LoadUnsafe(ref weights))).StoreUnsafe(ref sum);
                    (Vector128.LoadUnsafe(ref sum, 4) + (Vector128.Create(value) * Vector128.LoadUnsafe(ref weights, 4))).StoreUnsafe(ref sum, 4);
                }
            }
        }

        for (var j = 0; j < Group; j++)
            Unsafe.Add(ref pixel, j) = (short)Math.Clamp(sums[j] >> layer.Shift, layer.Lowest, ConvLayer.MaxActivation);
    }

    /// <summary>Sixteen outputs of four pixels beside each other.</summary>
    private static void FourBySixteen(ConvLayer layer, ref short corner, ref short pixel, int pitch, int o)
    {
        var (inputs, step) = (layer.Packed.Inputs, 2 * layer.Packed.Outputs);
        ref var start = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(layer.Packed.Start), o);
        var (a0, b0) = (Vector256.LoadUnsafe(ref start), Vector256.LoadUnsafe(ref start, Group));
        var (a1, a2, a3, b1, b2, b3) = (a0, a0, a0, b0, b0, b0);
        ref var weights = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(layer.Packed.Pairs), 2 * o);
        for (var row = 0; row < 3; row++)
        {
            ref var values = ref Unsafe.Add(ref corner, row * pitch * inputs);
            for (var i = 0; i < 3 * inputs; i += 2, weights = ref Unsafe.Add(ref weights, step), values = ref Unsafe.Add(ref values, 2))
            {
                var (a, b) = (Vector256.LoadUnsafe(ref weights), Vector256.LoadUnsafe(ref weights, 16));
                var value = Pair(ref values);
                (a0, b0) = (Add(a0, value, a), Add(b0, value, b));
                value = Pair(ref Unsafe.Add(ref values, inputs));
                (a1, b1) = (Add(a1, value, a), Add(b1, value, b));
                value = Pair(ref Unsafe.Add(ref values, 2 * inputs));
                (a2, b2) = (Add(a2, value, a), Add(b2, value, b));
                value = Pair(ref Unsafe.Add(ref values, 3 * inputs));
                (a3, b3) = (Add(a3, value, a), Add(b3, value, b));
            }
        }

        var outputs = layer.Packed.Outputs;
        Store(layer, a0, ref pixel);
        Store(layer, b0, ref Unsafe.Add(ref pixel, Group));
        Store(layer, a1, ref Unsafe.Add(ref pixel, outputs));
        Store(layer, b1, ref Unsafe.Add(ref pixel, outputs + Group));
        Store(layer, a2, ref Unsafe.Add(ref pixel, 2 * outputs));
        Store(layer, b2, ref Unsafe.Add(ref pixel, (2 * outputs) + Group));
        Store(layer, a3, ref Unsafe.Add(ref pixel, 3 * outputs));
        Store(layer, b3, ref Unsafe.Add(ref pixel, (3 * outputs) + Group));
    }

    /// <summary>Eight outputs of four pixels beside each other.</summary>
    private static void FourByEight(ConvLayer layer, ref short corner, ref short pixel, int pitch, int o)
    {
        var (inputs, step) = (layer.Packed.Inputs, 2 * layer.Packed.Outputs);
        var a0 = Vector256.LoadUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(layer.Packed.Start), o));
        var (a1, a2, a3) = (a0, a0, a0);
        ref var weights = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(layer.Packed.Pairs), 2 * o);
        for (var row = 0; row < 3; row++)
        {
            ref var values = ref Unsafe.Add(ref corner, row * pitch * inputs);
            for (var i = 0; i < 3 * inputs; i += 2, weights = ref Unsafe.Add(ref weights, step), values = ref Unsafe.Add(ref values, 2))
            {
                var a = Vector256.LoadUnsafe(ref weights);
                a0 = Add(a0, Pair(ref values), a);
                a1 = Add(a1, Pair(ref Unsafe.Add(ref values, inputs)), a);
                a2 = Add(a2, Pair(ref Unsafe.Add(ref values, 2 * inputs)), a);
                a3 = Add(a3, Pair(ref Unsafe.Add(ref values, 3 * inputs)), a);
            }
        }

        var outputs = layer.Packed.Outputs;
        Store(layer, a0, ref pixel);
        Store(layer, a1, ref Unsafe.Add(ref pixel, outputs));
        Store(layer, a2, ref Unsafe.Add(ref pixel, 2 * outputs));
        Store(layer, a3, ref Unsafe.Add(ref pixel, 3 * outputs));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(ref short values) =>
        Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref values))).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(Vector256<int> sum, Vector256<short> values, Vector256<short> weights) =>
        AvxVnni.IsSupported
            ? AvxVnni.MultiplyWideningAndAdd(sum, values, weights)
            : Avx2.Add(sum, Avx2.MultiplyAddAdjacent(values, weights));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ConvLayer layer, Vector256<int> sums, ref short pixel)
    {
        var values = Avx2.ShiftRightArithmetic(sums, Vector128.CreateScalar(layer.Shift));
        values = Vector256.Min(Vector256.Max(values, Vector256.Create(layer.Lowest)), Vector256.Create(ConvLayer.MaxActivation));
        Vector128.Narrow(values.GetLower(), values.GetUpper()).StoreUnsafe(ref pixel);
    }
}
