using System.Runtime.CompilerServices;
using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Networks;

/// <summary>Computes a network in one context.</summary>
/// <remarks>
/// All numbers are whole; shifts round down.
/// <code>
/// wide[o]    = max(0, bias[channel][o] + row[o] + column[o] + sum over taps: table[tap][value][o])                 int16
/// narrow[n]  = clamp((bias[n] + sum over o: weight[o][n] * wide[o]) >> shift, 0, 32767)                            int32 -> int16
/// feature[r] = clamp((half + sum over n: weight[r][n] * narrow[n]) >> shift, -32767, 32767)                        int32 -> int16
/// logit      = clamp((bias[node] + sum over r: weight[node][r] * feature[r]) >> shift[node], -2816, 2816)          in 1/256 nat
/// </code>
/// </remarks>
internal sealed partial class NetworkArithmetic(NetworkTables tables, ArithmeticKind kind)
{
    private readonly short[] _wide = new short[tables.Shape.Wide];
    private readonly short[] _narrow = new short[tables.Shape.Narrow];
    private readonly short[] _features = new short[NetworkShape.Features];

    /// <summary>The fastest kind on this machine.</summary>
    public static ArithmeticKind Best => ArithmeticKind.Scalar;

    /// <summary>The features of the last context, <c>[16]</c>.</summary>
    public Span<short> Features => _features;

    /// <summary>Computes the features of a context.</summary>
    /// <param name="channel">The channel that is coded.</param>
    /// <param name="row">The class of its row.</param>
    /// <param name="column">The class of its column.</param>
    /// <param name="taps">Where the rows of the taps begin in <see cref="NetworkTables.Taps"/>; without those that see the background.</param>
    public void Run(int channel, int row, int column, ReadOnlySpan<int> taps)
    {
        switch (kind)
        {
            default:
                RunScalar(channel, row, column, taps);
                break;
        }
    }

    /// <summary>The logit of a node in 1/256 nat, with the features of the last context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Logit(int node)
    {
        var sum = tables.NodeBias[node];
        var weights = tables.NodeWeights.AsSpan(node * NetworkShape.Features, NetworkShape.Features);
        for (var r = 0; r < _features.Length; r++)
            sum += weights[r] * _features[r];
        return Math.Clamp(sum >> tables.NodeShifts[node], -Logistic.MaxLogit, Logistic.MaxLogit);
    }

    private void RunScalar(int channel, int row, int column, ReadOnlySpan<int> taps)
    {
        var (wide, narrow) = (_wide.Length, _narrow.Length);
        for (var o = 0; o < wide; o++)
        {
            var sum = tables.WideBias[(channel * wide) + o] + tables.Places[(row * wide) + o]
                + tables.Places[((NetworkShape.PositionClasses + column) * wide) + o];
            foreach (var tap in taps)
                sum += tables.Taps[tap + o];
            _wide[o] = (short)Math.Max(sum, 0);
        }

        for (var n = 0; n < narrow; n++)
        {
            var sum = tables.NarrowBias[n];
            for (var o = 0; o < wide; o++)
                sum += tables.NarrowPairs[(((o >> 1) * narrow) + n) * 2 + (o & 1)] * _wide[o];
            _narrow[n] = (short)Math.Clamp(sum >> tables.NarrowShift, 0, short.MaxValue);
        }

        for (var r = 0; r < NetworkShape.Features; r++)
        {
            var sum = (1 << tables.FeatureShift) >> 1;
            for (var n = 0; n < narrow; n++)
                sum += tables.FeaturePairs[(((n >> 1) * NetworkShape.Features) + r) * 2 + (n & 1)] * _narrow[n];
            _features[r] = (short)Math.Clamp(sum >> tables.FeatureShift, -short.MaxValue, short.MaxValue);
        }
    }
}
