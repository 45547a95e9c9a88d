using System.Globalization;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;

namespace Hourglass.Archives.Codes;

/// <summary>
/// Finds the codec that does what was asked for in the fewest bytes, or gives the most in the bytes that are allowed: lattices from coarse to
/// fine, each without a network and with networks of several sizes, and whatever else is offered. All bytes count, models included; every
/// figure is measured on what the decoder makes.
/// </summary>
/// <param name="measure">The data.</param>
/// <param name="train">Trains a network for a lattice: its width and layers are given. Null where nothing can be trained.</param>
/// <param name="others">Other codecs to try, by name.</param>
internal sealed class CodeSearch(RateMeasure measure, TrainRestoration? train, IReadOnlyList<(string Name, IPixelCodec Codec)> others)
{
    /// <summary>No network ever gave more, in dB; lattices that are farther from a target are not tried.</summary>
    private const double MostGain = 8;

    /// <summary>No larger network ever gave so much more than the smallest, in dB.</summary>
    private const double MostGainOfSize = 0.75;

    private static readonly int[] Cells = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128];
    private static readonly (int Width, int Layers)[] Networks = [(8, 4), (16, 4), (24, 5)];

    private readonly List<(IPixelCodec Codec, RatePoint Point)> _tried = [];

    /// <summary>Searches.</summary>
    /// <param name="target">What is asked for.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CodeTargetException">Nothing does what is asked for.</exception>
    public CodeSearchResult Find(CodeTarget target, CancellationToken cancellation)
    {
        foreach (var (name, codec) in others)
            Try(name, codec, cancellation);
        if (target.Kind == CodeTargetKind.Latents)
            return Latents(target);
        var histogram = LatticeDesign.Histogram(measure.Pictures);
        foreach (var cells in Cells.Where(cells => cells < histogram.Length))
        {
            var lattice = LatticeDesign.Lloyd(histogram, cells);
            var inner = Inner(lattice, cancellation, out var bytes);
            if (IsLast(target, bytes))
                break;
            if (IsHopeless(target, lattice, histogram) && cells != Cells[^1])
                continue;
            TryAll(target, lattice, inner, cancellation);
        }

        var best = Best(target) ?? throw new CodeTargetException(Nearest(target));
        return new CodeSearchResult(best.Codec, best.Point, [.. _tried.Select(tried => tried.Point).OrderBy(point => point.Bytes)]);
    }

    /// <summary>Of the vector codes, the fewest bytes whose rounding costs at most a tenth of a dB.</summary>
    private CodeSearchResult Latents(CodeTarget target)
    {
        if (_tried.Count == 0)
            throw new CodeTargetException($"There are no codes of {target} for these pictures: they must be small, of one size, and two or more.");
        var most = _tried.Max(tried => tried.Point.Psnr);
        var (codec, point) = _tried.Where(tried => tried.Point.Psnr >= most - 0.1).MinBy(tried => tried.Point.Bytes);
        return new CodeSearchResult(codec, point, [.. _tried.Select(tried => tried.Point).OrderBy(tried => tried.Bytes)]);
    }

    private int Channels => measure.Pictures[0].Channels;

    private void TryAll(CodeTarget target, Lattice lattice, IPixelCodec inner, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{lattice.Cells} cells");
        Try(name, new LatticeCodec(lattice, Channels, null, inner), cancellation);
        if (train is null)
            return;
        foreach (var (width, layers) in Networks)
        {
            // Where the fewest bytes are sought, a larger network cannot win once a smaller one does.
            if (target.Kind == CodeTargetKind.Psnr && Meets(target, _tried[^1].Point))
                break;
            if (target.Kind == CodeTargetKind.Psnr && (width, layers) != Networks[0] && _tried[^1].Point.Psnr + MostGainOfSize < target.Value)
                break;
            var network = train(lattice, width, layers, cancellation);
            Try(string.Create(CultureInfo.InvariantCulture, $"{name}, {width}x{layers}"), new LatticeCodec(lattice, Channels, network, inner), cancellation);
        }
    }

    private void Try(string name, IPixelCodec codec, CancellationToken cancellation) =>
        _tried.Add((codec, measure.Measure(name, codec, cancellation)));

    /// <summary>The codec that makes the least of the cells.</summary>
    private IPixelCodec Inner(Lattice lattice, CancellationToken cancellation, out long bytes)
    {
        var lengths = new IPixelCodec[] { new CellCodec(), new ContextCodec() }
            .Select(codec => (Codec: codec, Bytes: measure.Length(codec, lattice.Quantize, cancellation))).ToArray();
        var best = lengths.MinBy(length => length.Bytes);
        bytes = best.Bytes;
        return best.Codec;
    }

    /// <summary>Whether a lattice is too coarse for a target.</summary>
    private bool IsHopeless(CodeTarget target, Lattice lattice, long[] histogram)
    {
        if (target.Kind != CodeTargetKind.Psnr)
            return false;
        var (error, cell) = (0.0, 0);
        for (var sample = 0; sample < histogram.Length; sample++)
        {
            while (cell < lattice.Starts.Length && sample >= lattice.Starts[cell])
                cell++;
            error += histogram[sample] * Math.Pow(lattice.Sample(lattice.Values[cell]) - sample, 2);
        }

        var psnr = -10 * Math.Log10(error / measure.Samples / Math.Pow(histogram.Length - 1, 2));
        return psnr + (train is null ? 0 : MostGain) < target.Value;
    }

    /// <summary>Whether finer lattices can only be worse: the cells alone take more than the best, or than is allowed.</summary>
    private bool IsLast(CodeTarget target, long bytes) => target.Kind switch
    {
        CodeTargetKind.Psnr => Best(target) is { } best && bytes >= best.Point.Bytes,
        CodeTargetKind.Ratio => bytes * target.Value > measure.RawBytes,
        _ => 8.0 * bytes / measure.Samples > target.Value,
    };

    private bool Meets(CodeTarget target, RatePoint point) => target.IsMetBy(point, measure.RawBytes);

    private (IPixelCodec Codec, RatePoint Point)? Best(CodeTarget target)
    {
        var met = _tried.Where(tried => Meets(target, tried.Point));
        var ordered = target.Kind == CodeTargetKind.Psnr
            ? met.OrderBy(tried => tried.Point.Bytes).ThenByDescending(tried => tried.Point.Psnr)
            : met.OrderByDescending(tried => tried.Point.Psnr).ThenBy(tried => tried.Point.Bytes);
        return ordered.Select(tried => ((IPixelCodec, RatePoint)?)tried).FirstOrDefault();
    }

    private string Nearest(CodeTarget target)
    {
        if (_tried.Count == 0)
            return $"Nothing reaches {target} on this data.";
        var points = _tried.Select(tried => tried.Point);
        var nearest = target.Kind == CodeTargetKind.Psnr ? points.MaxBy(point => point.Psnr)! : points.MinBy(point => point.Bytes)!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing reaches {target} on this data; the nearest is {nearest.Candidate}: {nearest.Psnr:0.##} dB at {nearest.BitsPerSample:0.####} bits per sample.");
    }
}
