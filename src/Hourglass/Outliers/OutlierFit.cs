namespace Hourglass.Outliers;

/// <summary>A fitted model, and what it says of the rows it was fitted on.</summary>
public sealed record OutlierFit
{
    internal OutlierFit(OutlierModel model, HeldOutScores heldOut) => (Model, HeldOut) = (model, heldOut);

    /// <summary>The model.</summary>
    public OutlierModel Model { get; }

    /// <summary>Rows that the table has.</summary>
    public long Rows { get; init; }

    /// <summary>Columns that are not looked at, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The scores of the training rows.</summary>
    internal HeldOutScores HeldOut { get; }
}
