using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>What the page about codes shows.</summary>
internal sealed record CodesReport
{
    /// <summary>The name of the data.</summary>
    public required string Data { get; init; }

    /// <summary>What was asked for, in words.</summary>
    public required string Target { get; init; }

    /// <summary>What was chosen.</summary>
    public required RatePoint Chosen { get; init; }

    /// <summary>All that was measured.</summary>
    public required IReadOnlyList<RatePoint> Measured { get; init; }

    /// <summary>The curves of other formats on the same data.</summary>
    public required IReadOnlyList<RateCurve> Others { get; init; }

    /// <summary>The worst pictures, worst first: index, original, likeness.</summary>
    public required IReadOnlyList<(int Index, Raster Original, Raster Likeness)> Worst { get; init; }

    /// <summary>The curve of what was measured.</summary>
    public RateCurve Curve => new("Hourglass codes", [.. Measured.Select(point => new QualityPoint(point.Candidate, point.BitsPerSample, point.Psnr))]);

    /// <summary>Gathers the report of a search.</summary>
    /// <param name="data">The name of the data.</param>
    /// <param name="target">What was asked for, in words.</param>
    /// <param name="found">What was found.</param>
    /// <param name="pictures">The data.</param>
    /// <param name="others">Curves of other formats beside JPEG and WebP.</param>
    /// <param name="worst">How many pictures to show.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static CodesReport Gather(
        string data, string target, CodeSearchResult found, IReadOnlyList<Raster> pictures, IEnumerable<RateCurve> others, int worst,
        CancellationToken cancellation)
    {
        var likenesses = Raster.Blank(pictures);
        found.Codec.Decode(found.Codec.Encode(pictures, cancellation), likenesses, cancellation);
        var ordered = Enumerable.Range(0, likenesses.Length)
            .OrderByDescending(i => pictures[i].SquaredError(likenesses[i]) / pictures[i].Samples.Length).Take(worst);
        return new CodesReport
        {
            Data = data,
            Target = target,
            Chosen = found.Point,
            Measured = found.Curve,
            Others = [.. CommonFormats.Curves(pictures, cancellation), .. others],
            Worst = [.. ordered.Select(i => (i, pictures[i], likenesses[i]))],
        };
    }

    /// <summary>Writes the page, which appears whole or not at all.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, CodesPage.Draw(this, typeof(CodesReport).Assembly.GetName().Version!.ToString(3)));
}
