using Hourglass.Architectures;

namespace Hourglass.Outliers;

/// <summary>Says how much each row is unlike the training rows.</summary>
internal interface IOutlierScore
{
    /// <summary>Its name in tables and files, such as <c>forest</c>.</summary>
    string Id { get; }

    /// <summary>Scores encoded rows; larger is stranger. What one row gets does not depend on the others.</summary>
    /// <param name="rows">Rows as the encoder made them.</param>
    /// <param name="first">The first row to score.</param>
    /// <param name="scores">One score for each row from there.</param>
    void Score(FeatureRows rows, int first, Span<double> scores);

    /// <summary>What was learnt, as named arrays that begin with the id.</summary>
    IEnumerable<WeightTensor> ToTensors();
}
