using Hourglass.Archives;
using Hourglass.Numerics;
using Hourglass.Outliers;

namespace Hourglass.Runs;

/// <summary>Ranks the pictures of an archive by how far their codes lie from the nearest others; no picture is unpacked.</summary>
/// <remarks>The score is the mean distance to the nearest neighbors (Angiulli and Pizzuti, PKDD 2002), in steps of the numbers of a code.</remarks>
public static class CodeOutliers
{
    /// <summary>How many neighbors count.</summary>
    public const int Neighbors = 10;

    /// <summary>Ranks the pictures of one autoencoder.</summary>
    /// <param name="codes">Their codes.</param>
    /// <param name="threads">How many threads search.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>All pictures, the strangest first.</returns>
    public static CodeRanking Rank(PictureCodes codes, int threads, CancellationToken cancellation = default)
    {
        var (all, n) = (codes.ToArray(), codes.CodeLength);
        var scored = new (double Score, int Nearest, double Distance)[codes.Count];
        RowRanges.Run(codes.Count, threads, cancellation, (first, count) =>
        {
            // A picture is a neighbor of itself, unless many others have the same code.
            var found = NearestNeighbors.Find(all, all.AsSpan(first * n, count * n), n, Neighbors + 1, cancellation);
            var width = found.Length / count;
            for (var i = 0; i < count; i++)
            {
                var picture = first + i;
                (int Place, double Distance)[] others =
                [
                    .. found.AsSpan(i * width, width).ToArray().Where(other => other != picture).Take(Neighbors)
                        .Select(other => (other, codes.Distance(picture, other))),
                ];
                scored[picture] = others.Length == 0 ? (0, picture, 0) : (others.Average(other => other.Distance), others[0].Place, others[0].Distance);
            }
        });
        return new CodeRanking(codes.Part, codes.Stream,
        [
            .. Enumerable.Range(0, codes.Count).OrderByDescending(picture => scored[picture].Score)
                .Select(picture => new CodeOutlier(codes.NameOf(picture), scored[picture].Score, codes.NameOf(scored[picture].Nearest), scored[picture].Distance)),
        ]);
    }
}

/// <summary>The pictures with codes of one autoencoder, ranked.</summary>
/// <param name="Part">The number of the part of the archive, from 0.</param>
/// <param name="Stream">The number of the stream of pictures, from 1.</param>
/// <param name="Pictures">All of them, the strangest first.</param>
public sealed record CodeRanking(long Part, int Stream, IReadOnlyList<CodeOutlier> Pictures);

/// <summary>How little a picture belongs, by its code.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Score">The mean distance of its code to the 10 nearest others, in steps of the numbers of a code.</param>
/// <param name="Nearest">The picture with the nearest code.</param>
/// <param name="Distance">How far that is.</param>
public sealed record CodeOutlier(string Name, double Score, string Nearest, double Distance);
