using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>How far the nearest of a few reference rows are, over many draws of references, in the logarithm.</summary>
/// <remarks>
/// Few references find outliers better than all rows, which hide outliers that come in groups (Sugiyama and Borgwardt, NIPS 2013; Aggarwal and
/// Sathe, 2015). References are drawn from the three quarters of the rows that the draw before found the most ordinary, so that outliers
/// are not compared with outliers.
/// </remarks>
internal sealed class NeighborScore : IOutlierScore
{
    private const ulong Stream = 0x4E;
    private const int Members = 20;
    private const int MembersOfRound = 8;
    private const int MostReferences = 256;
    private const int Neighbors = 3;
    private const int Rounds = 3;
    private const double Kept = 0.75;

    private readonly FeatureScale _scale;
    private readonly ReferenceRows[] _members;

    private NeighborScore(FeatureScale scale, ReferenceRows[] members) => (_scale, _members) = (scale, members);

    /// <inheritdoc/>
    public string Id => IdOf(_scale);

    /// <summary>Draws references.</summary>
    public static FittedScore Fit(Fitting fitting, FeatureScale scale)
    {
        var rows = fitting.Rows.Compact;
        var ordinary = Enumerable.Range(0, rows.Count).ToArray();
        for (var round = 0; ; round++)
        {
            var isLast = round == Rounds;
            var size = Math.Min(MostReferences, Math.Max(1, ordinary.Length / 2));
            var (members, chosen) = (new ReferenceRows[isLast ? Members : MembersOfRound], new Dictionary<int, int>[isLast ? Members : MembersOfRound]);
            for (var i = 0; i < members.Length; i++)
            {
                var rng = new Rng(fitting.Seed, Stream + ((ulong)scale << 8) + ((ulong)round << 16) + ((ulong)i << 24));
                var drawn = Draw.Some(rng, ordinary.Length, size).Select(at => ordinary[at]).ToArray();
                members[i] = ReferenceRows.Of(rows.On(scale), rows.Features, drawn);
                chosen[i] = drawn.Select((row, at) => (row, at)).ToDictionary(pair => pair.row, pair => pair.at);
            }

            var score = new NeighborScore(scale, members);
            var heldOut = new double[rows.Count];
            RowRanges.Run(rows.Count, fitting.Threads, fitting.Cancellation, (first, count) =>
                score.Score(rows, first, heldOut.AsSpan(first, count), chosen));
            if (isLast)
                return new FittedScore(score, heldOut);
            ordinary = Draw.Least(heldOut, Kept);
        }
    }

    /// <inheritdoc/>
    public void Score(FeatureRows rows, int first, Span<double> scores) => Score(rows, first, scores, null);

    /// <inheritdoc/>
    public IEnumerable<WeightTensor> ToTensors() => _members.Select((member, i) => member.ToTensor($"{Id}.{i}"));

    /// <summary>Reads what <see cref="ToTensors"/> gave.</summary>
    /// <exception cref="ModelFormatException">The arrays are not those of this score.</exception>
    public static NeighborScore Read(TensorReader tensors, FeatureScale scale, int features) =>
        new(scale, [.. Enumerable.Range(0, Members).Select(i => ReferenceRows.Read(tensors, $"{IdOf(scale)}.{i}", features))]);

    /// <summary>The name on a scale.</summary>
    public static string IdOf(FeatureScale scale) => $"neighbors-{Scales.NameOf(scale)}";

    private void Score(FeatureRows rows, int first, Span<double> scores, Dictionary<int, int>[]? chosen)
    {
        scores.Clear();
        var distances = new double[RowRanges.Length];
        for (var at = 0; at < scores.Length; at += RowRanges.Length)
        {
            var count = Math.Min(RowRanges.Length, scores.Length - at);
            for (var i = 0; i < _members.Length; i++)
            {
                _members[i].Distances(rows.Compact.On(_scale, first + at, count), Neighbors, distances, first + at, chosen?[i]);
                TensorPrimitives.Add(scores.Slice(at, count), distances.AsSpan(0, count), scores.Slice(at, count));
            }
        }

        TensorPrimitives.Divide(scores, _members.Length, scores);
    }
}
