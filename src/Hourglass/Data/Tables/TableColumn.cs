namespace Hourglass.Data.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, unique in the table.</param>
/// <param name="Kind">What its values are.</param>
public sealed record TableColumn(string Name, ColumnKind Kind);
