namespace Hourglass.Data.Tables;

/// <summary>A table whose columns are arrays in memory.</summary>
public sealed class MemoryTable : ITable
{
    private const int RowsAtOnce = 2048;

    private readonly List<TableColumn> _columns = [];
    private readonly List<Array> _values = [];

    /// <summary>A table without columns.</summary>
    /// <param name="name">What errors call it.</param>
    public MemoryTable(string name) => Name = name;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TableColumn> Columns => _columns;

    /// <summary>Rows of every column.</summary>
    public int Rows => _values.Count == 0 ? 0 : _values[0].Length;

    /// <summary>Adds a column of numbers, NaN where they are missing.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One value for each row; not copied.</param>
    /// <param name="kind">What the numbers are.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ArgumentException">The name is taken, the kind is text, or the other columns have another number of rows.</exception>
    public MemoryTable Add(string name, double[] values, ColumnKind kind = ColumnKind.Number) =>
        kind == ColumnKind.Text ? throw new ArgumentException("Numbers are no text.", nameof(kind)) : Add(new TableColumn(name, kind), values);

    /// <summary>Adds a column of text, null where it is missing.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One value for each row; not copied.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ArgumentException">The name is taken, or the other columns have another number of rows.</exception>
    public MemoryTable Add(string name, string?[] values) => Add(new TableColumn(name, ColumnKind.Text), values);

    /// <inheritdoc/>
    public IEnumerable<TableBlock> Read(CancellationToken cancellation = default)
    {
        var block = new TableBlock(_columns, Math.Min(RowsAtOnce, Math.Max(Rows, 1)));
        for (var first = 0; first < Rows; first += block.Capacity)
        {
            cancellation.ThrowIfCancellationRequested();
            (block.FirstRow, block.Rows) = (first, Math.Min(block.Capacity, Rows - first));
            for (var i = 0; i < _columns.Count; i++)
            {
                if (_values[i] is double[] numbers)
                    numbers.AsSpan(first, block.Rows).CopyTo(block.Numbers(i));
                else
                    ((string?[])_values[i]).AsSpan(first, block.Rows).CopyTo(block.Texts(i));
            }

            yield return block;
        }
    }

    private MemoryTable Add(TableColumn column, Array values)
    {
        if (_columns.Any(other => other.Name == column.Name))
            throw new ArgumentException($"There is a column {column.Name} already.", nameof(column));
        if (_values.Count > 0 && values.Length != Rows)
            throw new ArgumentException($"Column {column.Name} has {values.Length} rows, the others have {Rows}.", nameof(values));
        _columns.Add(column);
        _values.Add(values);
        return this;
    }
}
