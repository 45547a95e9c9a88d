using System.Runtime.CompilerServices;
using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Networks;

/// <summary>
/// What a picture has of its own: a correction for the logit of every decision, which begins at zero and moves against the error of each
/// prediction. The n-th visit of a node moves it by rate / (n + delay) of the error.
/// </summary>
internal sealed class PictureOffsets(int nodes, int rate, int delay)
{
    private const int MaxVisits = 255;
    private const int Limit = 8 * Logistic.One << Fraction;
    private const int Fraction = 8;

    private readonly int[] _steps = MakeSteps(rate, delay);
    private readonly int[] _offsets = new int[nodes];
    private readonly byte[] _visits = new byte[nodes];

    /// <summary>Forgets everything: the next picture begins.</summary>
    public void Clear()
    {
        Array.Clear(_offsets);
        Array.Clear(_visits);
    }

    /// <summary>The correction of a node's logit, in 1/256 nat.</summary>
    public int this[int node] => _offsets[node] >> Fraction;

    /// <summary>Learns how a decision came out.</summary>
    /// <param name="node">Which.</param>
    /// <param name="bit">0 or 1.</param>
    /// <param name="probability">What was predicted, of one, in 1/65536.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Learn(int node, int bit, int probability)
    {
        var visits = _visits[node];
        var moved = _offsets[node] + (int)(((long)((bit << 16) - probability) * _steps[visits]) >> 16);
        _offsets[node] = Math.Clamp(moved, -Limit, Limit);
        _visits[node] = (byte)Math.Min(visits + 1, MaxVisits);
    }

    private static int[] MakeSteps(int rate, int delay)
    {
        var steps = new int[MaxVisits + 1];
        for (var n = 0; n < steps.Length; n++)
            steps[n] = (Logistic.One << Fraction) * rate / (4 * ((4 * n) + delay));
        return steps;
    }
}
