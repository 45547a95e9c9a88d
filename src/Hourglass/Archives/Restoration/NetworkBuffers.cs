namespace Hourglass.Archives.Restoration;

/// <summary>Room for the values between the layers of an <see cref="IntegerNetwork"/>; for one thread.</summary>
internal sealed class NetworkBuffers
{
    private short[][] _buffers = [];
    private (IntegerNetwork? Network, ConvRegion Region, int Rows) _ready;

    /// <summary>What goes into layer <paramref name="layer"/>.</summary>
    public Span<short> this[int layer] => _buffers[layer];

    /// <summary>Makes buffers that are zero wherever no layer writes.</summary>
    /// <param name="network">Whose layers.</param>
    /// <param name="region">The part of the buffers that lies inside of the picture.</param>
    /// <param name="rows">Rows of the buffers.</param>
    public void Prepare(IntegerNetwork network, ConvRegion region, int rows)
    {
        // Pictures that lie alike in the buffers write to the same places: only others leave something behind.
        if (_ready == (network, region, rows))
            return;
        if (_ready.Network != network)
            _buffers = [.. Enumerable.Repeat(Array.Empty<short>(), network.Layers.Count + 1)];
        _ready = (network, region, rows);
        for (var i = 0; i < _buffers.Length; i++)
        {
            var channels = i == 0 ? network.Layers[0].Packed.Inputs : network.Layers[i - 1].Packed.Outputs;
            var size = region.Pitch * rows * channels;
            if (_buffers[i].Length < size)
                _buffers[i] = new short[size];
            else
                Array.Clear(_buffers[i]);
        }
    }
}
