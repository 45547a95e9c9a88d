using System.Numerics;
using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Arrays;

/// <summary>
/// Codes the indices of a field on its lattices: each as its distance from the index that the predictors suggest, decision by decision, with
/// adaptive probabilities by contexts and the distributions of the predictors, blended by a mixer that learns on the way.
/// </summary>
/// <remarks><code>
/// known values -> predictors -> suggestion, curves -+
/// known values -> contexts -> adaptive bits --------+-> mixer -> refinement -> arithmetic coder
/// </code></remarks>
internal sealed class FieldModel
{
    private const int Contexts = 9;
    private const int Nodes = 256;
    private const int SignNode = 1;
    private const int MagnitudeNode = 2;
    private const int MantissaNode = 80;
    private const int SlotBits = 4;
    private const int Magnitudes = 32;
    private const int Kinds = 24;
    private const int Limit = 1023;

    private readonly FieldShape _shape;
    private readonly Func<int, Lattice> _lattices;
    private readonly FieldPredictors _predictors;
    private readonly uint[][] _bits;
    private readonly int _hashShift;
    private readonly uint[] _hashes = new uint[Contexts];
    private readonly int[] _slots = new int[Contexts];
    private readonly uint[] _lowBits = new uint[33 * 32];
    private readonly uint[] _maskBits = new uint[64];
    private readonly Mixer _mixer;
    private readonly Refinement _byNode;
    private readonly Refinement _byEnergy;
    private Lattice _lattice = null!;
    private int _group;
    private int _energy;
    private int _fraction;
    private int _beforeClass;

    /// <summary>A model that knows nothing yet.</summary>
    /// <param name="shape">The field.</param>
    /// <param name="lattices">The lattice of each plane.</param>
    /// <param name="shift">See <see cref="FieldPredictors"/>.</param>
    public FieldModel(FieldShape shape, Func<int, Lattice> lattices, int shift)
    {
        (_shape, _lattices) = (shape, lattices);
        _predictors = new FieldPredictors(shape, shift);
        var log = Math.Clamp(BitOperations.Log2((uint)shape.Count | 1) - 1, 10, 19);
        _hashShift = 32 - (log - SlotBits);
        _bits = [.. Enumerable.Range(0, Contexts).Select(_ => new uint[1 << log])];
        foreach (var bits in _bits)
            Array.Fill(bits, AdaptiveBits.Even);
        Array.Fill(_lowBits, AdaptiveBits.Even);
        Array.Fill(_maskBits, AdaptiveBits.Even);
        _mixer = new Mixer((2 * Contexts) + FieldPredictors.Count + 1, [Nodes, 32 * Kinds, 16 * Kinds, 64 * Kinds], Kinds, 65536 / 6, 24);
        _byNode = new Refinement(Nodes, 6);
        _byEnergy = new Refinement(32 * 16 * Kinds, 6);
    }

    /// <summary>Codes all indices.</summary>
    /// <param name="coder">Where to.</param>
    /// <param name="indices">Filled in when decoding.</param>
    /// <param name="escaped">Which values are stored elsewhere, if any are; filled in when decoding.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void Code<TCoder>(ref TCoder coder, int[] indices, byte[]? escaped, CancellationToken cancellation)
        where TCoder : struct, IBinaryCoder
    {
        var i = 0;
        for (var plane = 0; plane < _shape.AllPlanes; plane++)
        {
            _lattice = _lattices(plane);
            _predictors.BeginPlane(plane);
            for (var y = 0; y < _shape.Rows; y++)
            {
                cancellation.ThrowIfCancellationRequested();
                _predictors.BeginRow(y);
                for (var x = 0; x < _shape.Columns && i < indices.Length; x++, i++)
                {
                    var guess = _predictors.Predict(x);
                    int value;
                    if (escaped is not null && CodeEscape(ref coder, escaped, i, x))
                    {
                        value = guess;
                    }
                    else
                    {
                        indices[i] = CodeIndex(ref coder, indices[i], guess);
                        value = _lattice.Place(indices[i]);
                    }

                    _predictors.Learn(value);
                    if (y == 0)
                        _predictors.SpreadFirstRow(value);
                }

                _predictors.EndRow(y);
            }
        }
    }

    private bool CodeEscape<TCoder>(ref TCoder coder, byte[] escaped, int i, int x)
        where TCoder : struct, IBinaryCoder
    {
        int Known(int back) => back <= i ? escaped[i - back] : 0;
        var (row, plane) = (_shape.Columns, _shape.PlaneValues);
        ref var state = ref _maskBits[Known(1) | (Known(row) << 1) | (Known(row + 1) << 2) | (Known(row - 1) << 3) | (Known(plane) << 4) | ((x == 0 ? 1 : 0) << 5)];
        var bit = coder.Code(escaped[i], Math.Clamp(AdaptiveBits.Probability(state), 1, 65535));
        AdaptiveBits.Update(ref state, bit, Limit);
        escaped[i] = (byte)bit;
        return bit != 0;
    }

    private int CodeIndex<TCoder>(ref TCoder coder, int index, int guess)
        where TCoder : struct, IBinaryCoder
    {
        var middle = _lattice.Index(guess);
        var (low, high) = (_lattice.Edge(middle), _lattice.Edge(middle + 1));
        Gather(guess, middle, low, high);
        _predictors.AddOutside(_mixer, low, high);
        if (Decide(ref coder, index != middle ? 1 : 0, 0, 0) == 0)
            return middle;
        _predictors.AddTo(_mixer, low + ((high - low) >> 1), true);
        var above = Decide(ref coder, index > middle ? 1 : 0, SignNode, 1) != 0;
        _predictors.TakeSide(above ? high : low, above);
        var distance = CodeDistance(ref coder, Math.Abs((long)index - middle), middle, above);
        return (int)Math.Clamp(above ? middle + distance : middle - distance, -Lattice.MaxIndex, Lattice.MaxIndex);
    }

    /// <summary>Codes 1 or more: its size by steps of one, then its bits.</summary>
    private long CodeDistance<TCoder>(ref TCoder coder, long distance, int middle, bool above)
        where TCoder : struct, IBinaryCoder
    {
        var side = above ? 1 : 0;
        // Size k holds the distances from 2^(k-1) + 1 to 2^k, size 0 the distance 1.
        var size = distance <= 1 ? 0 : BitOperations.Log2((ulong)(distance - 1)) + 1;
        var known = 0;
        while (known < Magnitudes && DecideFar(ref coder, size > known ? 1 : 0, middle, above, 1L << known, MagnitudeNode + (2 * known) + side, Math.Min(2 + known, 11)) != 0)
            known++;
        if (known == 0)
            return 1;
        var (first, prefix) = ((1L << (known - 1)) + 1, 1);
        for (var bit = known - 2; bit >= 0; bit--)
        {
            var half = first + (1L << bit);
            int decided;
            if (prefix < 4)
            {
                decided = DecideFar(ref coder, distance >= half ? 1 : 0, middle, above, half - 1, MantissaNode + (4 * known) + prefix, 12 + Math.Min(known, 11));
            }
            else
            {
                ref var state = ref _lowBits[(32 * known) + bit];
                decided = coder.Code(distance >= half ? 1 : 0, Math.Clamp(AdaptiveBits.Probability(state), 1, 65535));
                AdaptiveBits.Update(ref state, decided, Limit);
            }

            prefix = (2 * prefix) + decided;
            if (decided != 0)
                first = half;
        }

        return first;
    }

    /// <summary>Decides whether the distance is larger than <paramref name="most"/>.</summary>
    private int DecideFar<TCoder>(ref TCoder coder, int bit, int middle, bool above, long most, int node, int kind)
        where TCoder : struct, IBinaryCoder
    {
        var edge = _lattice.Edge((int)Math.Clamp(above ? middle + most + 1 : middle - most, -Lattice.MaxIndex, Lattice.MaxIndex));
        _predictors.AddTo(_mixer, edge, above);
        var further = Decide(ref coder, bit, node, kind);
        _predictors.Take(above ? further : 1 - further);
        return further;
    }

    private int Decide<TCoder>(ref TCoder coder, int bit, int node, int kind)
        where TCoder : struct, IBinaryCoder
    {
        if (node >> SlotBits != _group)
            Find(node >> SlotBits);
        var local = node & ((1 << SlotBits) - 1);
        for (var i = 0; i < Contexts; i++)
        {
            var state = _bits[i][_slots[i] + local];
            var logit = Logistic.Logit(AdaptiveBits.Probability(state));
            var count = AdaptiveBits.Count(state);
            _mixer.Add(count == 0 ? 0 : logit);
            _mixer.Add(count == 0 ? 0 : (logit * Math.Min(count, 32)) >> 5);
        }

        _mixer.Add(Logistic.One);
        _mixer.Choose(0, node);
        _mixer.Choose(1, (_energy * Kinds) + kind);
        _mixer.Choose(2, (_fraction * Kinds) + kind);
        _mixer.Choose(3, (_beforeClass * Kinds) + kind);
        var blend = _mixer.Blend(kind);
        var blended = Logistic.Probability(blend);
        var first = _byNode.Refine(blend, node);
        var second = _byEnergy.Refine(blend, (((_energy * 16) + _fraction) * Kinds) + kind);
        var probability = Math.Clamp(((2 * blended) + first + second + 2) >> 2, 1, 65535);
        bit = coder.Code(bit, probability);
        _mixer.Learn(bit, blended);
        _byNode.Learn(bit);
        _byEnergy.Learn(bit);
        for (var i = 0; i < Contexts; i++)
            AdaptiveBits.Update(ref _bits[i][_slots[i] + local], bit, Limit);
        return bit;
    }

    /// <summary>Finds the states of all contexts for sixteen nodes.</summary>
    private void Find(int group)
    {
        _group = group;
        for (var i = 0; i < Contexts; i++)
            _slots[i] = (int)(((_hashes[i] + ((uint)group * 0x9E3779B1)) * 0x85EBCA6B) >> _hashShift) << SlotBits;
    }

    /// <summary>Looks around: what the contexts are.</summary>
    private void Gather(int guess, int middle, int low, int high)
    {
        var width = Math.Max(1, (long)high - low);
        _fraction = (int)Math.Clamp(((guess - (long)low) << 4) / width, 0, 15);
        var p = _predictors;
        // Unevenness in octaves of the width of a cell.
        var scale = 2 * BitOperations.Log2((ulong)width);
        int Relative(int index) => Math.Clamp(p[index].Class - scale + 8, 0, 31);
        _energy = Relative(4);
        var (v, s, i) = (p.Values.Values, p.Values.Stride, p.At);
        int Off(int at) => (int)Math.Clamp((v[at] - (long)guess + (width >> 1) >= 0 ? v[at] - (long)guess + (width >> 1) : v[at] - (long)guess - (width >> 1)) / width, -9, 9) + 9;
        int Guess(int index, int parts) => (int)Math.Clamp((((p[index].Prediction - (long)guess) * parts) + (width >> 1)) / width, -12, 12) + 12;
        int w = Off(i - 1), n = Off(i - s), nw = Off(i - s - 1), ne = Off(i - s + 1), ww = Off(i - 2), nn = Off(i - s - s);
        var before = p.Before;
        var (b, be, bs) = before < 0 ? (0, 0, 0) : (Off(before), Off(before + 1), Off(before + s));
        _beforeClass = (Math.Min(7, Math.Abs(Guess(0, 4) - Guess(1, 4))) * 8) + Math.Min(7, Relative(3) >> 2);
        var count = 0;
        void Put(int a, int c = 0, int d = 0, int e = 0, int f = 0)
        {
            var hash = (uint)(count + 1) * 0x9E3779B1;
            hash = (hash ^ (uint)a) * 0x85EBCA6B;
            hash = (hash ^ (hash >> 15) ^ (uint)c) * 0xC2B2AE35;
            hash = (hash ^ (hash >> 13) ^ (uint)d) * 0x27D4EB2F;
            hash = (hash ^ (hash >> 16) ^ (uint)e) * 0x165667B1;
            hash = (hash ^ (hash >> 15) ^ (uint)f) * 0x9E3779B1;
            _hashes[count++] = hash ^ (hash >> 16);
        }

        Put(_energy, _fraction);
        Put(_energy >> 1, Relative(2) >> 1, Relative(3) >> 1);
        Put(w, n, _fraction >> 2);
        Put(w, n, nw, ne);
        Put(w, n, ne, ww, nn);
        Put(Guess(0, 8), Guess(1, 8), _fraction >> 1);
        Put(Guess(2, 4), Guess(3, 4), _fraction >> 2, _energy >> 2);
        Put(b, w, n, _fraction >> 2);
        Put(middle, before < 0 ? _fraction >> 1 : b, be, bs);
        _group = -1;
    }
}
