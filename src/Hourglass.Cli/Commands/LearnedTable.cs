using Hourglass.Cli.Terminal;
using Hourglass.Data.Tables;
using Hourglass.Outliers;

namespace Hourglass.Cli.Commands;

/// <summary>What a model of a table's ordinary rows has learned.</summary>
/// <param name="Model">Its folder.</param>
/// <param name="Rows">Rows that it learned from.</param>
/// <param name="Features">Numbers that a row is looked at by.</param>
/// <param name="Scores">The scores that are combined.</param>
/// <param name="Seed">The seed it was fitted with.</param>
/// <param name="Columns">One for each column of the table.</param>
internal sealed record LearnedTable(string Model, int Rows, int Features, IReadOnlyList<string> Scores, ulong Seed, IReadOnlyList<LearnedColumn> Columns)
{
    /// <summary>Reads a model that <c>outliers --save</c> wrote.</summary>
    /// <exception cref="Architectures.ModelFormatException">It is damaged.</exception>
    public static LearnedTable Read(string folder)
    {
        var model = OutlierModelFolder.Read(folder);
        return new LearnedTable(
            folder, model.Encoder.Rows, model.Encoder.Features.Count, model.Scores, model.Seed, [.. model.Encoder.Columns.Select(LearnedColumn.Of)]);
    }

    /// <summary>Prints it.</summary>
    public void Print(Output output)
    {
        output.Sentence($"{Model}: what is ordinary in a table, from {Format.Count(Rows, "row")}; for outliers --model and drift");
        output.Table(
            ["column", "kind", "missing", "usual", "lowest", "highest", ""],
            [
                .. Columns.Select(column => new[]
                {
                    column.Name, Choices.NameOf(column.Kind), Format.Percent(column.Missing), column.Usual ?? "", column.Lowest ?? "", column.Highest ?? "",
                    column.LeftOut is { } why ? $"left out: {why}" : "",
                }),
            ],
            textColumns: 2);
        output.Pairs(("features", Format.Count(Features)), ("scores", string.Join(", ", Scores)), ("seed", Format.Plain(Seed)));
    }
}

/// <summary>What a model knows of one column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Missing">The share of rows without a value, in [0, 1].</param>
/// <param name="Usual">The median, or the most frequent category; null where there is none.</param>
/// <param name="Lowest">The lowest value; null for text.</param>
/// <param name="Highest">The highest value; null for text.</param>
/// <param name="LeftOut">Why it is not looked at; null when it is.</param>
internal sealed record LearnedColumn(string Name, ColumnKind Kind, double Missing, string? Usual, string? Lowest, string? Highest, string? LeftOut)
{
    /// <summary>Describes a column.</summary>
    public static LearnedColumn Of(ColumnProfile column)
    {
        var hasRange = column.Quantiles.Count > 0;
        return new LearnedColumn(
            column.Name, column.Kind, column.MissingShare, hasRange ? Show(column.Median) : column.Categories.FirstOrDefault(),
            hasRange ? Show(column.Quantiles[0]) : null, hasRange ? Show(column.Quantiles[^1]) : null, column.LeftOut);

        string Show(double value) => TableEncoder.Show(column.Kind, value);
    }
}
