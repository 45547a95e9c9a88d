using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hourglass.Archives.Coding;

/// <summary>
/// Blends many guesses about one decision: several sets of weights, each chosen by a context of its own, give a logit each, and a second layer
/// blends those. All weights follow the coding cost downhill, decision by decision.
/// </summary>
/// <remarks>Logistic mixing: M. Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), and the paq8 family.</remarks>
internal sealed class Mixer
{
    private readonly int _stride;
    private readonly int[] _inputs;
    private readonly int[] _weights;
    private readonly int[] _offsets;
    private readonly int[] _chosen;
    private readonly int[] _logits;
    private readonly int[] _probabilities;
    private readonly int[] _finalWeights;
    private readonly int _finalStride;
    private readonly int _rate;
    private int _final;
    private int _count;
    private int _filled;

    /// <summary>A mixer that trusts all inputs alike.</summary>
    /// <param name="inputs">The most guesses per decision.</param>
    /// <param name="sets">How many sets of weights each of the choosing contexts has.</param>
    /// <param name="finals">How many sets of weights the second layer has.</param>
    /// <param name="weight">What every input weighs at first, in 1/65536.</param>
    /// <param name="rate">How fast it learns: 1 to 32, 16 being usual.</param>
    public Mixer(int inputs, ReadOnlySpan<int> sets, int finals, int weight, int rate)
    {
        _stride = RoundUp(inputs);
        _finalStride = RoundUp(sets.Length);
        _rate = rate;
        _inputs = new int[_stride];
        _offsets = new int[sets.Length];
        _chosen = new int[sets.Length];
        _logits = new int[_finalStride];
        _probabilities = new int[sets.Length];
        var total = 0;
        for (var i = 0; i < sets.Length; i++)
        {
            _offsets[i] = total;
            total += sets[i] * _stride;
        }

        _weights = new int[total];
        Array.Fill(_weights, weight);
        _finalWeights = new int[finals * _finalStride];
        Array.Fill(_finalWeights, 65536 / sets.Length);
    }

    /// <summary>Gives one input another weight than the others to begin with.</summary>
    /// <param name="input">The place of the input among those that are added.</param>
    /// <param name="weight">In 1/65536.</param>
    public void Trust(int input, int weight)
    {
        for (var at = input; at < _weights.Length; at += _stride)
            _weights[at] = weight;
    }

    /// <summary>Adds a guess: a logit in 1/256 nat.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int logit) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_inputs), _count++) = logit;

    /// <summary>Says which of the weights of context <paramref name="index"/> counts for this decision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Choose(int index, int set) => _chosen[index] = _offsets[index] + (set * _stride);

    /// <summary>The blend of all guesses that were added since the last <see cref="Learn"/>: a logit in 1/256 nat.</summary>
    /// <param name="final">Which weights of the second layer count.</param>
    public int Blend(int final)
    {
        if (_count < _filled)
            Array.Clear(_inputs, _count, _filled - _count);
        _filled = _count;
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref var inputs = ref MemoryMarshal.GetArrayDataReference(_inputs);
        for (var i = 0; i < _chosen.Length; i++)
        {
            var logit = MixerArithmetic.Dot(ref Unsafe.Add(ref weights, _chosen[i]), ref inputs, _stride) >> 8;
            _logits[i] = Math.Clamp(logit, -Logistic.MaxLogit, Logistic.MaxLogit);
            _probabilities[i] = Logistic.Probability(logit);
        }

        _final = final * _finalStride;
        return MixerArithmetic.Dot(ref _finalWeights[_final], ref MemoryMarshal.GetArrayDataReference(_logits), _finalStride) >> 8;
    }

    /// <summary>Learns what the decision was, and forgets its guesses.</summary>
    /// <param name="bit">0 or 1.</param>
    /// <param name="probability">Of a one, after the second layer, in 1/65536.</param>
    public void Learn(int bit, int probability)
    {
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref var inputs = ref MemoryMarshal.GetArrayDataReference(_inputs);
        var target = bit << 16;
        for (var i = 0; i < _chosen.Length; i++)
            MixerArithmetic.Learn(ref Unsafe.Add(ref weights, _chosen[i]), ref inputs, ((target - _probabilities[i]) * _rate) >> 4, _stride);
        MixerArithmetic.Learn(ref _finalWeights[_final], ref MemoryMarshal.GetArrayDataReference(_logits), (target - probability) >> 3, _finalStride);
        _count = 0;
    }

    private static int RoundUp(int count) => (count + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
}
