using Hourglass.Data;
using Hourglass.Data.Tables;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>Rows of a table in memory, drawn at random where there are too many, in the order of the table.</summary>
internal sealed class TableSample
{
    private const ulong SampleStream = 0x7AB1E;

    private readonly double[]?[] _numbers;
    private readonly string?[]?[] _texts;

    private TableSample(IReadOnlyList<TableColumn> columns, int capacity)
    {
        _numbers = [.. columns.Select(column => column.Kind == ColumnKind.Text ? null : new double[capacity])];
        _texts = [.. columns.Select(column => column.Kind == ColumnKind.Text ? new string?[capacity] : null)];
        RowNumbers = new long[capacity];
    }

    /// <summary>Rows in memory.</summary>
    public int Rows => RowNumbers.Length;

    /// <summary>Rows that the whole table has.</summary>
    public long TableRows { get; private set; }

    /// <summary>Which row of the table each is, ascending, from 0.</summary>
    public long[] RowNumbers { get; private set; }

    /// <summary>The values of a column that holds no text.</summary>
    public double[] Numbers(int column) => _numbers[column]!;

    /// <summary>The values of a column of text.</summary>
    public string?[] Texts(int column) => _texts[column]!;

    /// <summary>Reads a table once and keeps at most <paramref name="most"/> of its rows, each with the same chance (Vitter, 1985).</summary>
    /// <exception cref="DataException">A row cannot be read.</exception>
    public static TableSample Of(ITable table, int most, ulong seed, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var (sample, held, rng) = (new TableSample(table.Columns, Math.Min(most, 1024)), 0, new Rng(seed, SampleStream));
        foreach (var block in table.Read(cancellation))
        {
            for (var row = 0; row < block.Rows; row++)
            {
                var number = block.FirstRow + row;
                if (held < most)
                {
                    if (held == sample.Rows)
                        sample.Resize(Math.Min(most, 2 * held));
                    sample.Take(block, row, held++);
                }
                else if ((long)(rng.NextDouble() * (number + 1)) is var place && place < most)
                {
                    sample.Take(block, row, (int)place);
                }
            }

            sample.TableRows = block.FirstRow + block.Rows;
            progress?.Report(new DataProgress("reading", sample.TableRows, 0));
        }

        sample.Resize(held);
        sample.Sort();
        return sample;
    }

    /// <summary>Some of the rows.</summary>
    public TableSample Some(IReadOnlyList<TableColumn> columns, int[] rows)
    {
        var some = new TableSample(columns, rows.Length) { TableRows = rows.Length, RowNumbers = Ordered(RowNumbers, rows) };
        for (var i = 0; i < columns.Count; i++)
        {
            if (_numbers[i] is { } numbers)
                some._numbers[i] = Ordered(numbers, rows);
            else
                some._texts[i] = Ordered(_texts[i]!, rows);
        }

        return some;
    }

    /// <summary>All rows as one block, for the encoder.</summary>
    public TableBlock ToBlock(IReadOnlyList<TableColumn> columns)
    {
        var block = new TableBlock(columns, Rows) { Rows = Rows };
        for (var i = 0; i < columns.Count; i++)
        {
            if (_numbers[i] is { } numbers)
                numbers.AsSpan().CopyTo(block.Numbers(i));
            else
                _texts[i].AsSpan().CopyTo(block.Texts(i));
        }

        return block;
    }

    private void Take(TableBlock block, int row, int place)
    {
        RowNumbers[place] = block.FirstRow + row;
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] is { } numbers)
                numbers[place] = block.Numbers(i)[row];
            else
                _texts[i]![place] = block.Texts(i)[row];
        }
    }

    private void Resize(int rows)
    {
        RowNumbers = Resized(RowNumbers, rows);
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] is { } numbers)
                _numbers[i] = Resized(numbers, rows);
            else
                _texts[i] = Resized(_texts[i]!, rows);
        }
    }

    private void Sort()
    {
        var order = Enumerable.Range(0, Rows).ToArray();
        Array.Sort((long[])RowNumbers.Clone(), order);
        RowNumbers = Ordered(RowNumbers, order);
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] is { } numbers)
                _numbers[i] = Ordered(numbers, order);
            else
                _texts[i] = Ordered(_texts[i]!, order);
        }
    }

    private static T[] Resized<T>(T[] values, int length)
    {
        Array.Resize(ref values, length);
        return values;
    }

    private static T[] Ordered<T>(T[] values, int[] order) => [.. order.Select(i => values[i])];
}
