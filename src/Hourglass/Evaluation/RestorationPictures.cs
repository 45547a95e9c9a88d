using Hourglass.Tasks;

namespace Hourglass.Evaluation;

/// <summary>What a restorer is judged by: pictures that it never saw, and others to fit the simple methods beside it on.</summary>
public sealed record RestorationPictures
{
    /// <summary>The name of the data, for tables.</summary>
    public required string Data { get; init; }

    /// <summary>What is restored.</summary>
    public required RestorationTask Task { get; init; }

    /// <summary>How many pictures are judged.</summary>
    public required int Count { get; init; }

    /// <summary>Gives the pair of one of them.</summary>
    public required DrawnPair Draw { get; init; }

    /// <summary>The name of one of them.</summary>
    public required Func<int, string> NameOf { get; init; }

    /// <summary>How many pictures there are to fit on.</summary>
    public required int TrainingCount { get; init; }

    /// <summary>Gives the pair of one of those.</summary>
    public required DrawnPair DrawTraining { get; init; }

    /// <summary>Fits the best linear projection on clean training pictures; null for pictures that are not all of one size.</summary>
    public Func<CancellationToken, Pca>? FitLinear { get; init; }
}
