using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hourglass.Archives.Coding;
using Hourglass.Archives.Networks;

namespace Hourglass.Archives.Pixels;

/// <summary>
/// Codes samples one after the other by what the samples around them were: each of several contexts remembers what followed it before, and a
/// mixer that learns on the way blends what they say. Everything is learned anew in every chunk.
/// </summary>
/// <remarks>
/// <code>
/// neighbors -> contexts -> adaptive probabilities -+
/// neighbors -> predictors -> logistic curves ------+-> mixer -> refinement -> arithmetic coder
/// network  -> logits of the tree -----------------+
/// </code>
/// Context mixing after M. Mahoney's paq family (2002 to 2009).
/// </remarks>
internal sealed class ContextModel : IDisposable
{
    private const int GroupLevels = 3;
    private const int CountBuckets = 10;
    private const int LogitBuckets = 32;
    private const int SlotLimit = 1000;
    private const int HashedBits = 12;

    private readonly ContextPlan _plan;
    private readonly NetworkEvaluator? _network;
    private readonly ContextTable _table;
    private readonly int[] _slots;
    private readonly uint[] _indirect;
    private readonly int[] _indirectAt;
    private readonly int[] _places;
    private readonly SampleContexts _contexts;
    private readonly Mixer _mixer;
    private readonly Refinement _byNode;
    private readonly Refinement _byHash;
    private readonly int _groups;
    private readonly uint[]? _quiet;
    private Predictors? _predictors;
    private int _count;

    public ContextModel(ContextPlan plan, NetworkEvaluator? network = null)
    {
        (_plan, _network) = (plan, network);
        _contexts = new SampleContexts(plan);
        var most = SampleContexts.CountOf(plan);
        (_slots, _indirectAt, _places) = (new int[most], new int[most], new int[most]);
        _table = new ContextTable(plan.LogSlots);
        if (plan.Background >= 0 || plan.Bits == 1)
        {
            _quiet = new uint[2 * QuietView.Places];
            Array.Fill(_quiet, AdaptiveBits.Of(65536 / 64, 2));
        }

        _groups = (plan.Depth + GroupLevels - 1) / GroupLevels;
        _indirect = new uint[most * _groups * CountBuckets * LogitBuckets];
        for (var i = 0; i < _indirect.Length; i++)
            _indirect[i] = AdaptiveBits.Of(Logistic.Probability((((i % LogitBuckets) * 2) + 1 - LogitBuckets) * Logistic.MaxLogit / LogitBuckets), 6);
        var inputs = (2 * most) + 1 + (plan.Smooth ? Predictors.Count : 0) + (network is null ? 0 : 1);
        int[] sets = [512 * plan.Channels, 64 * plan.Depth, 64 * plan.Depth, 16 * plan.Depth];
        _mixer = new Mixer(inputs, sets, plan.Depth, network is null ? 3 << 12 : 1 << 12, 28);
        if (network is not null)
            _mixer.Trust(plan.Smooth ? Predictors.Count : 0, 3 << 14);
        _byNode = new Refinement(512 * plan.Channels, 6);
        _byHash = new Refinement(1 << HashedBits, 6);
    }

    /// <summary>Codes the pictures of a chunk, each with the earlier ones that it refers to, if the plan has references.</summary>
    /// <param name="coder">The coder.</param>
    /// <param name="pictures">Filled when decoding.</param>
    /// <param name="references">What <see cref="References.Find"/> found for them; null when decoding, and without references.</param>
    /// <param name="cancellation">Stops the work between pictures.</param>
    public void Code<TCoder>(ref TCoder coder, IReadOnlyList<Raster> pictures, IReadOnlyList<int>[]? references, CancellationToken cancellation)
        where TCoder : struct, IBinaryCoder
    {
        for (var i = 0; i < pictures.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Code(ref coder, pictures[i], References.Code(ref coder, pictures, i, references?[i] ?? [], _plan.References));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    private void Code<TCoder>(ref TCoder coder, Raster picture, List<Raster> references)
        where TCoder : struct, IBinaryCoder
    {
        _contexts.Begin(picture, references);
        _network?.Begin(picture);
        for (var order = 0; order < picture.Channels; order++)
        {
            _contexts.BeginChannel(order);
            _predictors = _contexts.Predictors;
            CodeChannel(ref coder, picture, order, _contexts.Order[order]);
            _contexts.EndChannel();
        }
    }

    private void CodeChannel<TCoder>(ref TCoder coder, Raster picture, int order, int channel)
        where TCoder : struct, IBinaryCoder
    {
        var samples = picture.Samples;
        for (int y = 0, i = channel; y < picture.Height; y++)
        {
            _contexts.BeginRow(y);
            for (var x = 0; x < picture.Width; x++, i += picture.Channels)
            {
                samples[i] = (ushort)Math.Min(CodeSample(ref coder, samples[i], order, x, y), picture.Levels - 1);
                _contexts.Set(samples[i]);
            }
        }
    }

    private int CodeSample<TCoder>(ref TCoder coder, int value, int channel, int x, int y)
        where TCoder : struct, IBinaryCoder
    {
        var (level, prefix) = (0, 1);
        var quiet = _quiet is not null && _contexts.IsQuiet(x, y);
        if (quiet && CodeQuiet(ref coder, value != _contexts.Quiet.Value ? 1 : 0) == 0)
            return _contexts.Quiet.Value;
        if (quiet && _plan.Bits == 1)
            return 1 - _contexts.Quiet.Value;
        _contexts.Gather(x, y);
        _count = _contexts.Hashes.Count;
        _network?.Move(x, y, channel);
        if (_plan.Background >= 0)
        {
            Group(0, 0);
            if (!quiet && !IsOther(ref coder, value, channel))
                return _plan.Background;
            level = 1;
        }

        var local = level == 0 ? 1 : 3;
        for (var bit = _plan.Bits - 1; bit >= 0; bit--, level++)
        {
            if (level % GroupLevels == 0)
            {
                Group(level / GroupLevels, prefix);
                local = 1;
            }

            _predictors?.AddTo(_mixer, ((2 * prefix) + 1 - (2 << (_plan.Bits - 1 - bit))) << bit);
            var decided = Decide(ref coder, (value >> bit) & 1, local, Math.Min(prefix, 511), channel, level);
            _predictors?.Take(decided);
            local = (2 * local) + decided;
            prefix = (2 * prefix) + decided;
        }

        return prefix - (1 << _plan.Bits);
    }

    private bool IsOther<TCoder>(ref TCoder coder, int value, int channel)
        where TCoder : struct, IBinaryCoder
    {
        _predictors?.AddNot(_mixer, _plan.Background);
        return Decide(ref coder, value != _plan.Background ? 1 : 0, 1, 0, channel, 0) != 0;
    }

    /// <summary>Where all is the background as far as one sees, two small contexts say enough.</summary>
    private int CodeQuiet<TCoder>(ref TCoder coder, int bit)
        where TCoder : struct, IBinaryCoder
    {
        ref var first = ref _quiet![_contexts.Quiet.Place];
        ref var second = ref _quiet[QuietView.Places + _contexts.Quiet.Pattern];
        var probability = (AdaptiveBits.Probability(first) + AdaptiveBits.Probability(second) + 1) >> 1;
        bit = coder.Code(bit, Math.Clamp(probability, 1, 65535));
        AdaptiveBits.Update(ref first, bit, 1023);
        AdaptiveBits.Update(ref second, bit, 1023);
        return bit;
    }

    /// <summary>Finds the slots of all contexts for the next three levels of the tree.</summary>
    private void Group(int group, int prefix)
    {
        var salt = ((uint)prefix + 1) * 0x2C1B3C6D;
        for (var i = 0; i < _count; i++)
            _table.Prefetch((_contexts.Hashes[i] + salt) * 0x297A2D39);
        for (var i = 0; i < _count; i++)
            _slots[i] = _table.Find((_contexts.Hashes[i] + salt) * 0x297A2D39);
        for (var i = 0; i < _count; i++)
            _indirectAt[i] = ((i * _groups) + group) * CountBuckets * LogitBuckets;
    }

    private int Decide<TCoder>(ref TCoder coder, int bit, int local, int node, int channel, int level)
        where TCoder : struct, IBinaryCoder
    {
        if (_network is not null)
            _mixer.Add(_network.Logit(node));
        _mixer.Add(Logistic.One);
        var places = _places;
        ref var indirect = ref MemoryMarshal.GetArrayDataReference(_indirect);
        for (var i = 0; i < _count; i++)
        {
            var state = _table.At(_slots[i] + local);
            var logit = Logistic.Logit(AdaptiveBits.Probability(state));
            var place = _indirectAt[i] + (CountBucket(AdaptiveBits.Count(state)) * LogitBuckets) + (((logit + Logistic.MaxLogit) * LogitBuckets) / ((2 * Logistic.MaxLogit) + 1));
            places[i] = place;
            _mixer.Add(logit);
            _mixer.Add(Logistic.Logit(AdaptiveBits.Probability(Unsafe.Add(ref indirect, place))));
        }

        _mixer.Choose(0, (512 * channel) + node);
        _mixer.Choose(1, (level * 64) + _contexts.Pattern);
        _mixer.Choose(2, (level * 64) + _contexts.Region);
        _mixer.Choose(3, (level * 16) + _contexts.Activity);
        var blend = _mixer.Blend(level);
        var blended = Logistic.Probability(blend);
        var first = _byNode.Refine(blend, (512 * channel) + node);
        var second = _byHash.Refine(blend, (int)((_contexts.Hashes[1] + ((uint)node * 0x9E3779B1)) * 0x85EBCA77 >> (32 - HashedBits)));
        var probability = Math.Clamp(((2 * blended) + first + second + 2) >> 2, 1, 65535);
        bit = coder.Code(bit, probability);
        _mixer.Learn(bit, blended);
        _byNode.Learn(bit);
        _byHash.Learn(bit);
        for (var i = 0; i < _count; i++)
        {
            AdaptiveBits.Update(ref _table.At(_slots[i] + local), bit, SlotLimit);
            AdaptiveBits.Update(ref Unsafe.Add(ref indirect, places[i]), bit, 1023);
        }

        return bit;
    }

    private static int CountBucket(int count) => count < 4 ? count : Math.Min(CountBuckets - 1, 2 + (int)uint.Log2((uint)count));
}
