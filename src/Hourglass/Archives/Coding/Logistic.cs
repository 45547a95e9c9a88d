using System.Runtime.CompilerServices;

namespace Hourglass.Archives.Coding;

/// <summary>
/// The logistic function and its inverse as tables: between probabilities in 1/65536 and logits in 1/256 nat. The tables are made by integer
/// arithmetic alone, so that every machine has the same ones; a test holds their checksums.
/// </summary>
internal static class Logistic
{
    /// <summary>A logit of 1 nat.</summary>
    public const int One = 256;

    /// <summary>The largest logit, 11 nats; the smallest is its negative.</summary>
    public const int MaxLogit = 11 * One;

    private static readonly ushort[] Probabilities = MakeProbabilities();
    private static readonly short[] Logits = MakeLogits();

    /// <summary>The probability of one, from 1 to 65535 in 1/65536, of a logit in 1/256 nat; larger logits count as <see cref="MaxLogit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Probability(int logit) => Probabilities[Math.Clamp(logit, -MaxLogit, MaxLogit) + MaxLogit];

    /// <summary>The logit in 1/256 nat of a probability from 0 to 65535, of which the upper 12 bits count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Logit(int probability) => Logits[probability >> 4];

    private static ushort[] MakeProbabilities()
    {
        var table = new ushort[(2 * MaxLogit) + 1];
        var logit = 0;
        foreach (var power in Exponential.Falling(One, MaxLogit + 1))
        {
            // 1 / (1 + e^-t), rounded to 16 bits.
            var probability = (int)(((Exponential.One << 17) / (Exponential.One + power) + 1) >> 1);
            table[MaxLogit + logit] = (ushort)Math.Clamp(probability, 1, 65535);
            table[MaxLogit - logit] = (ushort)Math.Clamp(65536 - probability, 1, 65535);
            logit++;
        }

        return table;
    }

    private static short[] MakeLogits()
    {
        var table = new short[4096];
        var logit = -MaxLogit;
        for (var i = 0; i < table.Length; i++)
        {
            var probability = (i << 4) + 8;
            while (logit < MaxLogit && Probabilities[logit + MaxLogit] < probability)
                logit++;
            table[i] = (short)logit;
        }

        return table;
    }
}
