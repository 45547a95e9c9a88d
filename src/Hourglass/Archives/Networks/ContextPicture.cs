using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Networks;

/// <summary>A copy of a picture with a margin, in which taps are plain distances.</summary>
internal sealed class ContextPicture
{
    private readonly NetworkShape _shape;
    private readonly int _side;
    private readonly int _above;
    private int _stride;

    /// <summary>Room for pictures that are given to <see cref="Begin"/>.</summary>
    public ContextPicture(NetworkShape shape)
    {
        _shape = shape;
        _side = shape.Taps.Max(tap => Math.Abs(tap.Dx));
        _above = shape.Taps.Max(tap => -tap.Dy);
        Distances = new int[shape.Channels][];
    }

    /// <summary>The values, or <see cref="NetworkShape.Outside"/>.</summary>
    public ushort[] Cells { get; private set; } = [];

    /// <summary>For every channel, how far from a sample's cell its taps are; <see cref="int.MinValue"/> for what is not known there.</summary>
    public int[][] Distances { get; }

    /// <summary>Takes up the size of a picture; all its samples are unknown.</summary>
    public void Begin(Raster picture)
    {
        var stride = (picture.Width + (2 * _side)) * picture.Channels;
        var count = checked(stride * (picture.Height + _above));
        if (Cells.Length != count)
            Cells = new ushort[count];
        Cells.AsSpan().Fill((ushort)_shape.Outside);
        if (stride == _stride)
            return;
        _stride = stride;
        for (var channel = 0; channel < _shape.Channels; channel++)
        {
            Distances[channel] = [.. _shape.Taps.Select(tap => tap.IsKnown(channel, _shape.Channels)
                ? (tap.Dy * stride) + (tap.Dx * _shape.Channels) + ((channel + tap.Channel) % _shape.Channels) - channel : int.MinValue)];
        }
    }

    /// <summary>Where a row begins.</summary>
    public int Row(int y) => ((y + _above) * _stride) + (_side * _shape.Channels);

    /// <summary>Takes in a whole row of the picture.</summary>
    public void Fill(Raster picture, int y)
    {
        var length = picture.Width * picture.Channels;
        picture.Samples.AsSpan(y * length, length).CopyTo(Cells.AsSpan(Row(y)));
    }
}
