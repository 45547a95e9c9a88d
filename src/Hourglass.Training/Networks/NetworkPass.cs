using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;

namespace Hourglass.Training.Networks;

/// <summary>Takes pictures through a network, sample by sample as a coder would, and adds up code lengths and gradients.</summary>
internal sealed unsafe class NetworkPass
{
    private readonly NetworkShape _shape;
    private readonly ExpandedWeights _weights;
    private readonly ContextPicture _picture;
    private readonly float* _wide, _narrow, _narrowGradient, _wideGradient, _features, _featureGradient;
    private readonly int* _active;
    private readonly int* _rows;
    private readonly long[] _quiet;
    private readonly float[] _offsets;
    private readonly int[] _visits;
    private readonly float[] _memory;
    private int _activeCount, _rowCount;
    private Raster? _last;

    /// <summary>A pass over the given weights; it has its own gradient.</summary>
    public NetworkPass(FloatNetwork network, ExpandedWeights weights)
    {
        (_shape, _weights) = (network.Shape, weights);
        Gradient = new ExpandedWeights(network);
        _picture = new ContextPicture(_shape);
        _memory = GC.AllocateArray<float>(4096, pinned: true);
        var start = (float*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + 63) & ~(nuint)63);
        _wide = start;
        _wideGradient = start + 512;
        _narrow = start + 1024;
        _narrowGradient = start + 1536;
        _features = start + 2048;
        _featureGradient = start + 2080;
        _active = (int*)(start + 2112);
        _rows = (int*)(start + 2688);
        _quiet = new long[NetworkShape.PositionClasses * NetworkShape.PositionClasses * _shape.Channels];
        _offsets = new float[_shape.Nodes];
        _visits = new int[_shape.Nodes];
    }

    /// <summary>The sum of the gradients since it was last cleared.</summary>
    public ExpandedWeights Gradient { get; }

    /// <summary>Whether gradients are wanted.</summary>
    public bool Learns { get; set; } = true;

    /// <summary>The code length of what was passed, in nats.</summary>
    public double Nats { get; set; }

    /// <summary>How fast a picture's own statistics move its logits: rate / (visits + delay).</summary>
    public float Rate { get; set; }

    /// <summary>See <see cref="Rate"/>.</summary>
    public float Delay { get; set; } = 2;

    /// <summary>Takes in some rows of a picture.</summary>
    public void Run(TrainingStrip strip)
    {
        Array.Clear(_offsets);
        Array.Clear(_visits);
        var picture = strip.Picture;
        if (_last != picture)
        {
            _picture.Begin(picture);
            for (var y = 0; y < picture.Height; y++)
                _picture.Fill(picture, y);
            _last = picture;
        }

        fixed (ushort* cells = _picture.Cells)
        {
            for (var y = strip.Start; y < strip.End; y++)
                Row(picture, y, cells + _picture.Row(y));
        }
    }

    /// <summary>Counts the samples in empty surroundings, which were only tallied so far. Ends a batch.</summary>
    public void Conclude()
    {
        for (var i = 0; i < _quiet.Length; i++)
        {
            if (_quiet[i] == 0)
                continue;
            var channel = i % _shape.Channels;
            var place = i / _shape.Channels;
            _rowCount = 0;
            Forward(channel, place / NetworkShape.PositionClasses, place % NetworkShape.PositionClasses);
            Clear(_featureGradient, NetworkShape.Features);
            Decide(0, 0, _quiet[i], 0);
            if (Learns)
                Backward(channel, place / NetworkShape.PositionClasses, place % NetworkShape.PositionClasses);
            _quiet[i] = 0;
        }
    }

    private void Row(Raster picture, int y, ushort* cells)
    {
        var row = NetworkShape.PositionClass(y, picture.Height);
        for (var x = 0; x < picture.Width; x++)
        {
            var column = NetworkShape.PositionClass(x, picture.Width);
            for (var channel = 0; channel < _shape.Channels; channel++, cells++)
            {
                Look(cells, channel);
                int value = *cells;
                if (_rowCount == 0 && value == _shape.Background)
                {
                    _quiet[(((row * NetworkShape.PositionClasses) + column) * _shape.Channels) + channel]++;
                    continue;
                }

                Forward(channel, row, column);
                Clear(_featureGradient, NetworkShape.Features);
                Sample(value);
                if (Learns)
                    Backward(channel, row, column);
            }
        }
    }

    /// <summary>Lists the rows of the tap tables that matter: the background's are zero.</summary>
    private void Look(ushort* cells, int channel)
    {
        var distances = _picture.Distances[channel];
        int count = 0, values = _shape.Values, wide = _shape.Wide, background = _shape.Background;
        for (var tap = 0; tap < distances.Length; tap++)
        {
            var value = distances[tap] == int.MinValue ? _shape.Outside : cells[distances[tap]];
            _rows[count] = ((tap * values) + value) * wide;
            count += value != background ? 1 : 0;
        }

        _rowCount = count;
    }

    private void Sample(int value)
    {
        if (_shape.Background >= 0)
        {
            var bit = value != _shape.Background ? 1 : 0;
            if (_rowCount != 0)
                Adapt(0, bit);
            else
                Decide(0, bit, 1, 0);
            if (bit == 0)
                return;
        }

        var node = 1;
        for (var i = _shape.Bits - 1; i >= 0; i--)
        {
            var bit = (value >> i) & 1;
            Adapt(node, bit);
            node = (2 * node) + bit;
        }
    }

    private void Adapt(int node, int bit)
    {
        var error = Decide(node, bit, 1, _offsets[node]);
        _offsets[node] -= error * Rate / (_visits[node]++ + Delay);
    }

    private float Decide(int node, int bit, long weight, float offset)
    {
        var low = _weights.NodeWeights + (node * NetworkShape.Features);
        var high = Gradient.NodeWeights + (node * NetworkShape.Features);
        var a = Vector256.LoadAligned(_features);
        var b = Vector256.LoadAligned(_features + 8);
        var (v, w) = (Vector256.Load(low), Vector256.Load(low + 8));
        var logit = Vector256.Sum((a * v) + (b * w)) + _weights.NodeBias[node] + offset;
        var signed = bit != 0 ? -logit : logit;
        var e = MathF.Exp(-MathF.Abs(signed));
        Nats += weight * (MathF.Max(signed, 0) + MathF.Log(1 + e));
        var other = signed >= 0 ? 1 / (1 + e) : e / (1 + e);
        var error = bit != 0 ? -other : other;
        if (Learns)
        {
            var slope = Vector256.Create(error * weight);
            Vector256.Store(Vector256.FusedMultiplyAdd(slope, a, Vector256.Load(high)), high);
            Vector256.Store(Vector256.FusedMultiplyAdd(slope, b, Vector256.Load(high + 8)), high + 8);
            Vector256.Store(Vector256.FusedMultiplyAdd(slope, v, Vector256.LoadAligned(_featureGradient)), _featureGradient);
            Vector256.Store(Vector256.FusedMultiplyAdd(slope, w, Vector256.LoadAligned(_featureGradient + 8)), _featureGradient + 8);
            Gradient.NodeBias[node] += error * weight;
        }

        return error;
    }

    private void Forward(int channel, int row, int column)
    {
        SumWide(channel, row, column);
        var (count, narrow) = (0, _shape.Narrow);
        for (var i = 0; i < _shape.Wide; i++)
        {
            _active[count] = i;
            count += _wide[i] > 0 ? 1 : 0;
        }

        _activeCount = count;
        for (var i = 0; i < narrow; i += 16)
            SumNarrow(i);
        for (var r = 0; r < _shape.Rank; r++)
        {
            var sum = Vector256<float>.Zero;
            var source = _weights.FeatureWeights + (r * narrow);
            for (var i = 0; i < narrow; i += 8)
                sum = Vector256.FusedMultiplyAdd(Vector256.Load(source + i), Vector256.Load(_narrow + i), sum);
            _features[r] = Vector256.Sum(sum);
        }
    }

    private void SumWide(int channel, int row, int column)
    {
        var wide = _shape.Wide;
        var bias = _weights.WideBias + (channel * wide);
        var rows = _weights.Places + (row * wide);
        var columns = _weights.Places + ((NetworkShape.PositionClasses + column) * wide);
        for (var i = 0; i < wide; i += 32)
        {
            var a = Vector256.Load(bias + i) + Vector256.Load(rows + i) + Vector256.Load(columns + i);
            var b = Vector256.Load(bias + i + 8) + Vector256.Load(rows + i + 8) + Vector256.Load(columns + i + 8);
            var c = Vector256.Load(bias + i + 16) + Vector256.Load(rows + i + 16) + Vector256.Load(columns + i + 16);
            var d = Vector256.Load(bias + i + 24) + Vector256.Load(rows + i + 24) + Vector256.Load(columns + i + 24);
            var table = _weights.Taps + i;
            for (var j = 0; j < _rowCount; j++)
            {
                var source = table + _rows[j];
                a += Vector256.Load(source);
                b += Vector256.Load(source + 8);
                c += Vector256.Load(source + 16);
                d += Vector256.Load(source + 24);
            }

            a.Store(_wide + i);
            b.Store(_wide + i + 8);
            c.Store(_wide + i + 16);
            d.Store(_wide + i + 24);
        }
    }

    /// <summary>Sixteen units of the second layer.</summary>
    private void SumNarrow(int i)
    {
        var a = Vector256.Load(_weights.NarrowBias + i);
        var b = Vector256.Load(_weights.NarrowBias + i + 8);
        var table = _weights.NarrowWeights + i;
        var narrow = _shape.Narrow;
        for (var j = 0; j < _activeCount; j++)
        {
            var h = Vector256.Create(_wide[_active[j]]);
            var source = table + (_active[j] * narrow);
            a = Vector256.FusedMultiplyAdd(h, Vector256.Load(source), a);
            b = Vector256.FusedMultiplyAdd(h, Vector256.Load(source + 8), b);
        }

        Vector256.Max(a, Vector256<float>.Zero).Store(_narrow + i);
        Vector256.Max(b, Vector256<float>.Zero).Store(_narrow + i + 8);
    }

    private void Backward(int channel, int row, int column)
    {
        BackToNarrow();
        BackToWide();
        var wide = _shape.Wide;
        for (var i = 0; i < wide; i += 32)
        {
            var (a, b) = (Vector256.Load(_wideGradient + i), Vector256.Load(_wideGradient + i + 8));
            var (c, d) = (Vector256.Load(_wideGradient + i + 16), Vector256.Load(_wideGradient + i + 24));
            Add(Gradient.WideBias + (channel * wide) + i, a, b, c, d);
            Add(Gradient.Places + (row * wide) + i, a, b, c, d);
            Add(Gradient.Places + ((NetworkShape.PositionClasses + column) * wide) + i, a, b, c, d);
            var table = Gradient.Taps + i;
            for (var j = 0; j < _rowCount; j++)
                Add(table + _rows[j], a, b, c, d);
        }
    }

    private void BackToNarrow()
    {
        var narrow = _shape.Narrow;
        for (var i = 0; i < narrow; i += 8)
        {
            var sum = Vector256<float>.Zero;
            var unit = Vector256.Load(_narrow + i);
            for (var r = 0; r < _shape.Rank; r++)
            {
                var slope = Vector256.Create(_featureGradient[r]);
                var target = Gradient.FeatureWeights + (r * narrow) + i;
                sum = Vector256.FusedMultiplyAdd(slope, Vector256.Load(_weights.FeatureWeights + (r * narrow) + i), sum);
                Vector256.FusedMultiplyAdd(slope, unit, Vector256.Load(target)).Store(target);
            }

            sum = Vector256.ConditionalSelect(Vector256.GreaterThan(unit, Vector256<float>.Zero), sum, Vector256<float>.Zero);
            sum.Store(_narrowGradient + i);
            var bias = Gradient.NarrowBias + i;
            (sum + Vector256.Load(bias)).Store(bias);
        }
    }

    private void BackToWide()
    {
        var narrow = _shape.Narrow;
        Clear(_wideGradient, _shape.Wide);
        for (var j = 0; j < _activeCount; j++)
        {
            var o = _active[j];
            var h = Vector256.Create(_wide[o]);
            var source = _weights.NarrowWeights + (o * narrow);
            var target = Gradient.NarrowWeights + (o * narrow);
            Vector256<float> s = Vector256<float>.Zero, t = s;
            for (var i = 0; i < narrow; i += 16)
            {
                var (d, e) = (Vector256.Load(_narrowGradient + i), Vector256.Load(_narrowGradient + i + 8));
                s = Vector256.FusedMultiplyAdd(d, Vector256.Load(source + i), s);
                t = Vector256.FusedMultiplyAdd(e, Vector256.Load(source + i + 8), t);
                Vector256.FusedMultiplyAdd(h, d, Vector256.Load(target + i)).Store(target + i);
                Vector256.FusedMultiplyAdd(h, e, Vector256.Load(target + i + 8)).Store(target + i + 8);
            }

            _wideGradient[o] = Vector256.Sum(s + t);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* target, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        (Vector256.Load(target) + a).Store(target);
        (Vector256.Load(target + 8) + b).Store(target + 8);
        (Vector256.Load(target + 16) + c).Store(target + 16);
        (Vector256.Load(target + 24) + d).Store(target + 24);
    }

    private static void Clear(float* target, int count) => NativeMemory.Clear(target, (nuint)count * sizeof(float));
}
