using Hourglass.Archives.Coding;
using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Networks;

/// <summary>
/// Predicts the samples of a picture, one after another in their order, from those before. It learns the picture's own statistics as it goes:
/// when it moves on, it takes in the sample that it stood at.
/// </summary>
internal sealed class NetworkEvaluator
{
    private const int NotComputed = int.MinValue;

    private readonly NetworkShape _shape;
    private readonly NetworkTables _tables;
    private readonly NetworkArithmetic _arithmetic;
    private readonly ContextPicture _cells;
    private readonly PictureOffsets? _offsets;
    private readonly int[] _rows;
    private readonly int[] _path = new int[16];
    private Raster? _picture;
    private int _known;
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
        var (rate, delay) = network.Offsets;
        _offsets = rate > 0 ? new PictureOffsets(_shape.Nodes, rate, delay) : null;
    }

    /// <summary>Stands before the first sample of a picture. Nothing of it is read yet.</summary>
    public void Begin(Raster picture)
    {
        _picture = picture;
        _cells.Begin(picture);
        _offsets?.Clear();
        (_known, _moved) = (0, false);
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
        _path.AsSpan().Fill(NotComputed);
        var count = Look(_cells.Row(y) + (x * picture.Channels) + channel, channel);
        _isQuiet = count == 0;
        _arithmetic.Run(
            channel, NetworkShape.PositionClass(y, picture.Height), NetworkShape.PositionClass(x, picture.Width), _rows.AsSpan(0, count));
    }

    /// <summary>The logit of a node in 1/256 nat, from -2816 to 2816, where it stands.</summary>
    public int Logit(int node)
    {
        var logit = _arithmetic.Logit(node);
        return _offsets is null || (node == 0 && _isQuiet) ? logit : Math.Clamp(logit + _offsets[node], -Logistic.MaxLogit, Logistic.MaxLogit);
    }

    private void TakeIn(Raster picture, int end)
    {
        var length = picture.Width * picture.Channels;
        for (; _known < end; _known++)
            _cells.Cells[_cells.Row(_known / length) + (_known % length)] = picture.Samples[_known];
    }

    private int Look(int cell, int channel)
    {
        var (cells, distances) = (_cells.Cells, _cells.Distances[channel]);
        var count = 0;
        for (var tap = 0; tap < distances.Length; tap++)
        {
            var value = distances[tap] == int.MinValue ? _shape.Outside : cells[cell + distances[tap]];
            if (value != _shape.Background)
                _rows[count++] = _tables.TapRow(tap, value);
        }

        return count;
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
