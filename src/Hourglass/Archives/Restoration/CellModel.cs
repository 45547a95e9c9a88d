using Hourglass.Archives.Coding;
using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Restoration;

/// <summary>The contexts of <see cref="CellCodec"/>: neighborhoods of growing size, alone and with the place in the picture, blended by a mixer.</summary>
internal sealed class CellModel
{
    /// <summary>The most values that a sample takes: with more, the memory would grow beyond all use.</summary>
    public const int MaxLevels = 256;

    private const int Margin = 4;
    private const int Limit = 1023;
    private const int FewestLogSlots = 12;
    private const int MostLogSlots = 20;

    /// <summary>Neighbors that are known before a sample, nearest first: columns to the right, rows down.</summary>
    private static readonly (int X, int Y)[] Neighbors =
    [
        (-1, 0), (0, -1), (-1, -1), (1, -1), (-2, 0), (0, -2), (-2, -1), (2, -1), (-1, -2), (1, -2), (-3, 0), (0, -3),
        (-2, -2), (2, -2), (-3, -1), (3, -1), (-1, -3), (1, -3), (-3, -2), (3, -2), (-2, -3), (2, -3), (-4, 0), (0, -4),
    ];

    /// <summary>How many of the nearest neighbors each context looks at, without and with the place.</summary>
    private static readonly int[] Plain = [3, 4, 6, 8, 10, 12, 15, 18, 24];
    private static readonly int[] Placed = [0, 2, 4, 6, 10];

    private readonly int _bits;
    private readonly int _levels;
    private readonly int _channels;
    private readonly ContextTable _table;
    private readonly Mixer _mixer;
    private readonly Refinement _refinement;
    private readonly int[] _values = new int[Neighbors.Length];
    private readonly uint[] _hashes = new uint[Plain.Length + Placed.Length + 1];
    private readonly int[] _slots = new int[Plain.Length + Placed.Length + 1];
    private int _place;
    private int _near;

    /// <summary>A model that knows nothing yet.</summary>
    /// <param name="levels">How many values a sample takes, 2 to <see cref="MaxLevels"/>.</param>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="samples">How many will be coded: the size of the memory follows it.</param>
    public CellModel(int levels, int channels, long samples)
    {
        (_levels, _channels) = (levels, channels);
        _bits = Math.Max(1, 32 - int.LeadingZeroCount(levels - 1));
        _table = new ContextTable(Math.Clamp(65 - (int)long.LeadingZeroCount(samples), FewestLogSlots, MostLogSlots));
        _mixer = new Mixer((2 * _hashes.Length) + 1, [256 * _bits, 64 * _bits, 1 << _bits], _bits, 65536 / 10, 28);
        _refinement = new Refinement(256 << _bits, 6);
    }

    /// <summary>Codes one picture.</summary>
    public void Code<TCoder>(ref TCoder coder, Raster picture)
        where TCoder : struct, IBinaryCoder
    {
        var pitch = picture.Width + (2 * Margin);
        var planes = new int[_channels][];
        for (var c = 0; c < _channels; c++)
            planes[c] = new int[pitch * (picture.Height + Margin)];
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                for (var c = 0; c < _channels; c++)
                {
                    var at = ((y + Margin) * pitch) + x + Margin;
                    Look(planes, c, at, pitch, x, y, picture);
                    ref var sample = ref picture.Samples[(((y * picture.Width) + x) * _channels) + c];
                    sample = (ushort)Math.Min(CodeSample(ref coder, sample), _levels - 1);
                    planes[c][at] = sample;
                }
    }

    private void Look(int[][] planes, int channel, int at, int pitch, int x, int y, Raster picture)
    {
        var plane = planes[channel];
        for (var i = 0; i < Neighbors.Length; i++)
            _values[i] = plane[at + (Neighbors[i].Y * pitch) + Neighbors[i].X];
        var before = (uint)channel;
        for (var c = 0; c < channel; c++)
            before = (before * 257) + (uint)planes[c][at] + 1;

        // Places are told apart as far as pictures are small; in larger ones, a coarse grid is left.
        var (column, row) = (x * 64 / Math.Max(64, picture.Width), y * 64 / Math.Max(64, picture.Height));
        _place = (Math.Min(15, row / 2) * 16) + Math.Min(15, column / 2);
        _near = 0;
        for (var i = 0; i < 6; i++)
            _near |= (_values[i] != 0 ? 1 : 0) << i;
        var count = 0;
        uint hash = 0;
        for (int i = 0, next = 0; next < Plain.Length; i++)
        {
            if (i == Plain[next])
                _hashes[count++] = Finish(hash, before, (uint)next++);
            if (i < Neighbors.Length)
                hash = Add(hash, _values[i]);
        }

        hash = (uint)((row << 6) + column + 1);
        for (int i = 0, next = 0; next < Placed.Length; i++)
        {
            if (i == Placed[next])
                _hashes[count++] = Finish(hash, before, 16 + (uint)next++);
            hash = Add(hash, _values[i]);
        }

        _hashes[count] = Finish(Add(Add(Add(Add(Add(Add(7, _values[0]), _values[4]), _values[10]), _values[1]), _values[5]), _values[11]), before, 32);
    }

    private int CodeSample<TCoder>(ref TCoder coder, int value)
        where TCoder : struct, IBinaryCoder
    {
        var prefix = 1;
        for (var level = 0; level < _bits; level++)
        {
            if (level % 3 == 0)
            {
                for (var i = 0; i < _hashes.Length; i++)
                    _slots[i] = _table.Find(_hashes[i] + ((uint)prefix * 0x2C1B3C6D));
            }

            var node = level < 3 ? prefix : (1 << (level % 3)) | (prefix & ((1 << (level % 3)) - 1));
            prefix = (2 * prefix) | Decide(ref coder, (value >> (_bits - 1 - level)) & 1, node, prefix, level);
        }

        return prefix - (1 << _bits);
    }

    private int Decide<TCoder>(ref TCoder coder, int bit, int node, int prefix, int level)
        where TCoder : struct, IBinaryCoder
    {
        foreach (var slot in _slots)
        {
            var state = _table.At(slot + node);
            var logit = Logistic.Logit(AdaptiveBits.Probability(state));
            var count = AdaptiveBits.Count(state);
            _mixer.Add(count == 0 ? 0 : logit);
            // The same guess again, the louder the more often its context was seen.
            _mixer.Add(logit * Math.Min(count, 255) / 256);
        }

        _mixer.Add(Logistic.One);
        _mixer.Choose(0, (level * 256) + _place);
        _mixer.Choose(1, (level * 64) + _near);
        _mixer.Choose(2, prefix);
        var blend = _mixer.Blend(level);
        var blended = Logistic.Probability(blend);
        var refined = _refinement.Refine(blend, (prefix * 256) + _place);
        bit = coder.Code(bit, Math.Clamp((blended + refined + 1) >> 1, 1, 65535));
        _mixer.Learn(bit, blended);
        _refinement.Learn(bit);
        foreach (var slot in _slots)
            AdaptiveBits.Update(ref _table.At(slot + node), bit, Limit);
        return bit;
    }

    private static uint Add(uint hash, int value)
    {
        hash = (hash + (uint)value + 1) * 0x9E3779B1;
        return hash ^ (hash >> 15);
    }

    private static uint Finish(uint hash, uint before, uint context)
    {
        hash = (hash + (before * 0x85EBCA6B) + (context * 0xC2B2AE35)) * 0x27D4EB2F;
        return hash ^ (hash >> 16);
    }
}
