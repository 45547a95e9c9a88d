using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>All that a report shows, as plain data: gathered from a model and its data first, then drawn.</summary>
internal sealed record ReportContent
{
    /// <summary>The catalogue's id of the model, such as <c>conv</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Program and version that trained the model.</summary>
    public required string Producer { get; init; }

    /// <summary>The name of the data that the model was trained on.</summary>
    public required string TrainingData { get; init; }

    /// <summary>Samples, epochs and seconds of training.</summary>
    public required (int Samples, int Epochs, double Seconds) Training { get; init; }

    /// <summary>The figures.</summary>
    public required EvaluationResult Result { get; init; }

    /// <summary>One record per epoch, or none.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>The recipe.</summary>
    public required IReadOnlyList<(string Name, string Value)> Recipe { get; init; }

    /// <summary>The names of the labels; empty without labels.</summary>
    public required IReadOnlyList<string> LabelNames { get; init; }

    /// <summary>The shape of the values of a <see cref="ReportSample"/>: the data's own, or less where that is more than is shown.</summary>
    public required SampleShape Drawn { get; init; }

    /// <summary>Samples chosen without regard to their errors, in the order of their labels.</summary>
    public required IReadOnlyList<ReportSample> Shown { get; init; }

    /// <summary>The samples with the largest errors, largest first.</summary>
    public required IReadOnlyList<ReportSample> Worst { get; init; }

    /// <summary>The codes on a plane; null when there are too few.</summary>
    public ReportMap? Map { get; init; }
}

/// <summary>One sample and what became of it, in network units.</summary>
/// <param name="Name">Its name in the data set.</param>
/// <param name="Label">An index into the label names, or -1.</param>
/// <param name="Error">Its mean squared error.</param>
/// <param name="Original">What went in.</param>
/// <param name="Rebuilt">What the model made of it.</param>
/// <param name="Linear">What PCA made of it, or null.</param>
/// <param name="Code">Its code.</param>
internal sealed record ReportSample(string Name, int Label, double Error, float[] Original, float[] Rebuilt, float[]? Linear, float[] Code);

/// <summary>Samples on the plane.</summary>
/// <param name="X">From left to right, in [0, 1].</param>
/// <param name="Y">From bottom to top, in [0, 1].</param>
/// <param name="Names">Their names.</param>
/// <param name="Labels">Their labels, or -1.</param>
/// <param name="Errors">Their mean squared errors.</param>
/// <param name="Thumb">The shape of a thumbnail; empty (size 0) when samples are no pictures.</param>
/// <param name="Thumbs"><c>[N, C, H, W]</c>, in network units.</param>
internal sealed record ReportMap(float[] X, float[] Y, string[] Names, int[] Labels, double[] Errors, SampleShape Thumb, float[] Thumbs);
