namespace Hourglass.Data.Tables;

/// <summary>Some rows of a table that follow each other, column by column.</summary>
public sealed class TableBlock
{
    private readonly double[]?[] _numbers;
    private readonly string?[]?[] _texts;

    /// <summary>Room for rows of some columns.</summary>
    /// <param name="columns">What stands in the rows.</param>
    /// <param name="capacity">The most rows it can hold.</param>
    public TableBlock(IReadOnlyList<TableColumn> columns, int capacity)
    {
        Capacity = capacity;
        _numbers = [.. columns.Select(column => column.Kind == ColumnKind.Text ? null : new double[capacity])];
        _texts = [.. columns.Select(column => column.Kind == ColumnKind.Text ? new string?[capacity] : null)];
    }

    /// <summary>The most rows it can hold.</summary>
    public int Capacity { get; }

    /// <summary>The index of the first row in the table, from 0.</summary>
    public long FirstRow { get; set; }

    /// <summary>Rows it holds.</summary>
    public int Rows { get; set; }

    /// <summary>The values of a column that holds no text, NaN where they are missing; the first <see cref="Rows"/> count.</summary>
    /// <exception cref="ArgumentException">The column holds text.</exception>
    public Span<double> Numbers(int column) =>
        _numbers[column] ?? throw new ArgumentException($"Column {column} holds text.", nameof(column));

    /// <summary>The values of a column of text, null where they are missing; the first <see cref="Rows"/> count.</summary>
    /// <exception cref="ArgumentException">The column holds no text.</exception>
    public Span<string?> Texts(int column) =>
        _texts[column] ?? throw new ArgumentException($"Column {column} holds no text.", nameof(column));
}
