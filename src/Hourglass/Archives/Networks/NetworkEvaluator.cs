using Hourglass.Archives.Coding;
using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Networks;

/// <summary>
/// Predicts the samples of a picture, one after another in their order, from those before. It learns the picture's own statistics as it goes:
/// when it moves on, it takes in the sample that it stood at.
/// </summary>
internal sealed class NetworkEvaluator
{
    private readonly NetworkShape _shape;
    private readonly NetworkTables _tables;
    private readonly NetworkArithmetic _arithmetic;
    private readonly ContextPicture _cells;
    private readonly PictureOffsets? _offsets;
    private readonly int[] _rows;
    private readonly short[] _quietFeatures;
    private readonly bool[] _quietKnown;
    private Raster? _picture;
    private int _known;
    private int _cell;
    private int _column;
    private bool _isQuiet;
    private bool _moved;

    /// <summary>An evaluator, for one thread at a time.</summary>
    public NetworkEvaluator(ContextNetwork network)
        : this(network, NetworkArithmetic.Best)
    {
    }

    /// <summary>One that computes in a given way.</summary>
    public NetworkEvaluator(ContextNetwork network, ArithmeticKind kind)
    {
        (_shape, _tables) = (network.Shape, network.Tables);
        _arithmetic = new NetworkArithmetic(network.Tables, kind);
        _cells = new ContextPicture(_shape);
        _rows = new int[_shape.Taps.Length];
        var quiet = NetworkShape.PositionClasses * NetworkShape.PositionClasses * _shape.Channels;
        (_quietFeatures, _quietKnown) = (new short[quiet * NetworkShape.Features], new bool[quiet]);
        var (rate, delay) = network.Offsets;
        _offsets = rate > 0 ? new PictureOffsets(_shape.Nodes, rate, delay) : null;
    }

    /// <summary>Stands before the first sample of a picture. Nothing of it is read yet.</summary>
    public void Begin(Raster picture)
    {
        _picture = picture;
        _cells.Begin(picture);
        _offsets?.Clear();
        (_known, _column, _cell, _moved) = (0, 0, _cells.Row(0), false);
    }

    /// <summary>Moves to a sample: computes what is common to all its decisions. All samples before it are known now; none is read after it.</summary>
    /// <param name="x">The column.</param>
    /// <param name="y">The row.</param>
    /// <param name="channel">The channel.</param>
    public void Move(int x, int y, int channel)
    {
        var picture = _picture!;
        var index = (((y * picture.Width) + x) * picture.Channels) + channel;
        if (_moved)
            Learn(picture.Samples[_known]);
        TakeIn(picture, index);
        _moved = true;
        var count = Look(channel);
        var (row, column) = (NetworkShape.PositionClass(y, picture.Height), NetworkShape.PositionClass(x, picture.Width));
        _isQuiet = count == 0;
        if (_isQuiet)
            RunQuiet(channel, row, column);
        else
            _arithmetic.Run(channel, row, column, _rows.AsSpan(0, count));
    }

    /// <summary>Passes the sample where it stands through a coder, and learns it.</summary>
    /// <returns>The sample, below the number of levels.</returns>
    public int Code<TCoder>(ref TCoder coder, int value)
        where TCoder : struct, IBinaryCoder
    {
        _moved = false;
        if (_shape.Background >= 0)
        {
            var probability = Logistic.Probability(Logit(0));
            var bit = coder.Code(value != _shape.Background ? 1 : 0, probability);
            if (!_isQuiet)
                _offsets?.Learn(0, bit, probability);
            if (bit == 0)
                return _shape.Background;
        }

        var node = 1;
        for (var i = _shape.Bits - 1; i >= 0; i--)
        {
            var probability = Logistic.Probability(Logit(node));
            var bit = coder.Code((value >> i) & 1, probability);
            _offsets?.Learn(node, bit, probability);
            node = (2 * node) + bit;
        }

        return Math.Min(node - _shape.Nodes, _shape.Levels - 1);
    }

    /// <summary>The logit of a node in 1/256 nat, from -2816 to 2816, where it stands.</summary>
    public int Logit(int node)
    {
        var logit = _arithmetic.Logit(node);
        return _offsets is null || (node == 0 && _isQuiet) ? logit : Math.Clamp(logit + _offsets[node], -Logistic.MaxLogit, Logistic.MaxLogit);
    }

    private void TakeIn(Raster picture, int end)
    {
        var (cells, length) = (_cells.Cells, picture.Width * picture.Channels);
        for (; _known < end; _known++)
        {
            cells[_cell++] = picture.Samples[_known];
            if (++_column != length)
                continue;
            _column = 0;
            _cell = _cells.Row((_known + 1) / length);
        }
    }

    /// <summary>Lists the rows of the taps that do not see the background.</summary>
    private int Look(int channel)
    {
        var (cells, distances) = (_cells.Cells, _cells.Distances[channel]);
        var (count, row, step) = (0, 0, _tables.TapRow(1, 0));
        for (var tap = 0; tap < distances.Length; tap++, row += step)
        {
            var value = distances[tap] == int.MinValue ? _shape.Outside : cells[_cell + distances[tap]];
            _rows[count] = row + (value * _shape.Wide);
            count += value != _shape.Background ? 1 : 0;
        }

        return count;
    }

    /// <summary>Where all taps see the background, only the place counts: it is computed once.</summary>
    private void RunQuiet(int channel, int row, int column)
    {
        var place = (((row * NetworkShape.PositionClasses) + column) * _shape.Channels) + channel;
        var features = _quietFeatures.AsSpan(place * NetworkShape.Features, NetworkShape.Features);
        if (_quietKnown[place])
        {
            features.CopyTo(_arithmetic.Features);
            return;
        }

        _arithmetic.Run(channel, row, column, []);
        _arithmetic.Features.CopyTo(features);
        _quietKnown[place] = true;
    }

    private void Learn(int value)
    {
        if (_offsets is null)
            return;
        if (_shape.Background >= 0)
        {
            var bit = value != _shape.Background ? 1 : 0;
            if (!_isQuiet)
                _offsets.Learn(0, bit, Logistic.Probability(Logit(0)));
            if (bit == 0)
                return;
        }

        var node = 1;
        for (var i = _shape.Bits - 1; i >= 0; i--)
        {
            var bit = (value >> i) & 1;
            _offsets.Learn(node, bit, Logistic.Probability(Logit(node)));
            node = (2 * node) + bit;
        }
    }
}
