using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Numerics;

namespace Hourglass.Training.Restoration;

/// <summary>Pairs of quantized and original pictures, cut to squares of one size, as batches for libtorch.</summary>
internal sealed class RestorationSamples
{
    private const int Side = 48;

    private readonly IReadOnlyList<Raster> _originals;
    private readonly Raster[] _cells;
    private readonly Lattice _lattice;

    /// <summary>Quantizes pictures.</summary>
    /// <param name="originals">One or more, all with the same channels and levels.</param>
    /// <param name="lattice">The cells.</param>
    public RestorationSamples(IReadOnlyList<Raster> originals, Lattice lattice)
    {
        var large = originals.Max(picture => Math.Max(picture.Width, picture.Height)) > Side;
        var alike = originals.All(picture => picture.Width == originals[0].Width && picture.Height == originals[0].Height);
        Cut = large || !alike;
        (Width, Height) = Cut
            ? (Math.Min(Side, originals.Max(picture => picture.Width)), Math.Min(Side, originals.Max(picture => picture.Height)))
            : (originals[0].Width, originals[0].Height);
        _originals = [.. originals.Where(picture => picture.Width >= Width && picture.Height >= Height)];
        if (_originals.Count == 0)
            throw new ArgumentException($"No picture is {Width} x {Height} or larger.", nameof(originals));
        _lattice = lattice;
        _cells = [.. _originals.Select(lattice.Quantize)];
        Weights = [.. _originals.Select(picture => (double)picture.Width * picture.Height)];
        for (var i = 1; i < Weights.Length; i++)
            Weights[i] += Weights[i - 1];
    }

    /// <summary>Columns of a square.</summary>
    public int Width { get; }

    /// <summary>Rows of a square.</summary>
    public int Height { get; }

    /// <summary>Channels.</summary>
    public int Channels => _originals[0].Channels;

    /// <summary>Whether squares are cut out of pictures: then nothing is known of what was around them.</summary>
    public bool Cut { get; }

    private double[] Weights { get; }

    /// <summary>Fills one square, <c>[C, H, W]</c>, drawn evenly from all pixels.</summary>
    /// <param name="draw">Draws it.</param>
    /// <param name="quantized">The values of its cells.</param>
    /// <param name="original">Its samples.</param>
    public void Fill(Rng draw, Span<float> quantized, Span<float> original)
    {
        var place = Array.BinarySearch(Weights, draw.NextDouble() * Weights[^1]);
        var index = Math.Min(place < 0 ? ~place : place, Weights.Length - 1);
        var (cells, picture) = (_cells[index], _originals[index]);
        var (left, top) = (draw.NextInt(picture.Width - Width + 1), draw.NextInt(picture.Height - Height + 1));
        var scale = 1f / (picture.Levels - 1);
        var to = 0;
        for (var c = 0; c < Channels; c++)
            for (var y = top; y < top + Height; y++)
                for (var x = left; x < left + Width; x++, to++)
                {
                    var from = (((y * picture.Width) + x) * Channels) + c;
                    quantized[to] = _lattice.Values[cells.Samples[from]] * (1f / Lattice.One);
                    original[to] = picture.Samples[from] * scale;
                }
    }
}
