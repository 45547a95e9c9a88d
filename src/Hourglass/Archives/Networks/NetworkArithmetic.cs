using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Networks;

/// <summary>Computes a network in one context; for one thread at a time.</summary>
/// <remarks>
/// All numbers are whole; shifts round down.
/// <code>
/// wide[o]    = max(0, bias[channel][o] + row[o] + column[o] + sum over taps: table[tap][value][o])                 int16
/// narrow[n]  = clamp((bias[n] + sum over o: weight[o][n] * wide[o]) >> shift, 0, 32767)                            int32 -> int16
/// feature[r] = clamp((half + sum over n: weight[r][n] * narrow[n]) >> shift, -32767, 32767)                        int32 -> int16
/// logit      = clamp((bias[node] + sum over r: weight[node][r] * feature[r]) >> shift[node], -2816, 2816)          in 1/256 nat
/// </code>
/// The scalar code is the definition. Since <see cref="NetworkTables"/> proves that no sum overflows, the order of sums does not matter, and
/// units that are zero may be left out.
/// </remarks>
internal sealed unsafe partial class NetworkArithmetic
{
    private readonly NetworkTables _tables;
    private readonly ArithmeticKind _kind;
    private readonly short[] _memory;
    private readonly short* _wide;
    private readonly short* _narrow;
    private readonly short* _features;
    private readonly int _wideCount;
    private readonly int _narrowCount;

    /// <summary>Computes with the given instructions, which the machine must have.</summary>
    public NetworkArithmetic(NetworkTables tables, ArithmeticKind kind)
    {
        if (!IsSupported(kind))
            throw new PlatformNotSupportedException($"This machine does not have {kind}.");
        (_tables, _kind) = (tables, kind);
        (_wideCount, _narrowCount) = (tables.Shape.Wide, tables.Shape.Narrow);
        _memory = GC.AllocateArray<short>(_wideCount + _narrowCount + NetworkShape.Features + 32, pinned: true);
        _wide = (short*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + 63) & ~(nuint)63);
        _narrow = _wide + _wideCount;
        _features = _narrow + _narrowCount;
    }

    /// <summary>The fastest kind on this machine.</summary>
    public static ArithmeticKind Best { get; } = Enum.GetValues<ArithmeticKind>().Last(IsSupported);

    /// <summary>The features of the last context, <c>[16]</c>; may be set to those of an earlier one.</summary>
    public Span<short> Features => new(_features, NetworkShape.Features);

    /// <summary>Whether the machine has what a kind needs. Emulated vectors would be slower than none.</summary>
    public static bool IsSupported(ArithmeticKind kind) => kind switch
    {
        ArithmeticKind.Vector128 => Vector128.IsHardwareAccelerated,
        ArithmeticKind.Avx2 => Avx2.IsSupported,
        ArithmeticKind.Avx512 => Avx512BW.IsSupported,
        _ => true,
    };

    /// <summary>Computes the features of a context.</summary>
    /// <param name="channel">The channel that is coded.</param>
    /// <param name="row">The class of its row.</param>
    /// <param name="column">The class of its column.</param>
    /// <param name="taps">Where the rows of the taps begin in <see cref="NetworkTables.Taps"/>; without those that see the background.</param>
    public void Run(int channel, int row, int column, ReadOnlySpan<int> taps)
    {
        var bias = _tables.WideBias + (channel * _wideCount);
        var rows = _tables.Places + (row * _wideCount);
        var columns = _tables.Places + ((NetworkShape.PositionClasses + column) * _wideCount);
        switch (_kind)
        {
            case ArithmeticKind.Avx512:
                RunAvx512(bias, rows, columns, taps);
                break;
            case ArithmeticKind.Avx2:
                RunAvx2(bias, rows, columns, taps);
                break;
            case ArithmeticKind.Vector128:
                RunVector128(bias, rows, columns, taps);
                break;
            default:
                RunScalar(bias, rows, columns, taps);
                break;
        }
    }

    /// <summary>The logit of a node in 1/256 nat, with the features of the last context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Logit(int node)
    {
        var weights = _tables.NodeWeights + (node * NetworkShape.Features);
        int sum;
        if (_kind >= ArithmeticKind.Avx2)
        {
            var products = Avx2.MultiplyAddAdjacent(Vector256.Load(weights), Vector256.Load(_features));
            sum = Vector128.Sum(products.GetLower() + products.GetUpper());
        }
        else if (_kind == ArithmeticKind.Vector128)
        {
            sum = Vector128.Sum(
                PairProducts(Vector128.Load(weights), Vector128.Load(_features)) + PairProducts(Vector128.Load(weights + 8), Vector128.Load(_features + 8)));
        }
        else
        {
            sum = 0;
            for (var r = 0; r < NetworkShape.Features; r++)
                sum += weights[r] * _features[r];
        }

        return Math.Clamp((sum + _tables.NodeBias[node]) >> _tables.NodeShifts[node], -Logistic.MaxLogit, Logistic.MaxLogit);
    }

    private void RunScalar(short* bias, short* rows, short* columns, ReadOnlySpan<int> taps)
    {
        for (var o = 0; o < _wideCount; o++)
        {
            var sum = bias[o] + rows[o] + columns[o];
            foreach (var tap in taps)
                sum += _tables.Taps[tap + o];
            _wide[o] = (short)Math.Max(sum, 0);
        }

        for (var n = 0; n < _narrowCount; n++)
        {
            var sum = _tables.NarrowBias[n];
            for (var o = 0; o < _wideCount; o++)
                sum += _tables.NarrowPairs[((((o >> 1) * _narrowCount) + n) * 2) + (o & 1)] * _wide[o];
            _narrow[n] = (short)Math.Clamp(sum >> _tables.NarrowShift, 0, short.MaxValue);
        }

        for (var r = 0; r < NetworkShape.Features; r++)
        {
            var sum = _tables.FeatureBias;
            for (var n = 0; n < _narrowCount; n++)
                sum += _tables.FeaturePairs[((((n >> 1) * NetworkShape.Features) + r) * 2) + (n & 1)] * _narrow[n];
            _features[r] = (short)Math.Clamp(sum >> _tables.FeatureShift, -short.MaxValue, short.MaxValue);
        }
    }
}
