using System.Runtime.CompilerServices;

namespace Hourglass.Archives.Coding;

/// <summary>Corrects a probability by what came of probabilities like it in the same context, between 33 points along the logit.</summary>
/// <remarks>Secondary symbol estimation, as the adaptive probability map of M. Mahoney's paq (2005).</remarks>
internal sealed class Refinement
{
    private const int Points = 33;
    private const int Spacing = 2 * Logistic.MaxLogit / (Points - 1);

    private readonly ushort[] _table;
    private readonly int _rate;
    private int _nearest;

    /// <summary>One that corrects nothing yet.</summary>
    /// <param name="contexts">How many contexts there are.</param>
    /// <param name="rate">Moves by 1/2^rate of the error.</param>
    public Refinement(int contexts, int rate)
    {
        _rate = rate;
        _table = new ushort[contexts * Points];
        for (var i = 0; i < _table.Length; i++)
            _table[i] = (ushort)Logistic.Probability(((i % Points) * Spacing) - Logistic.MaxLogit);
    }

    /// <summary>The corrected probability of a one, in 1/65536.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Refine(int logit, int context)
    {
        var place = Math.Clamp(logit, -Logistic.MaxLogit, Logistic.MaxLogit - 1) + Logistic.MaxLogit;
        var (point, part) = (place / Spacing, place % Spacing);
        var at = (context * Points) + point;
        _nearest = at + (part >= Spacing / 2 ? 1 : 0);
        return ((_table[at] * (Spacing - part)) + (_table[at + 1] * part)) / Spacing;
    }

    /// <summary>Learns what the decision was that was refined last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Learn(int bit)
    {
        ref var cell = ref _table[_nearest];
        cell = (ushort)(cell + (((-bit & 65535) - cell) >> _rate));
    }
}
