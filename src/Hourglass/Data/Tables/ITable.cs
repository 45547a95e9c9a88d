namespace Hourglass.Data.Tables;

/// <summary>Rows of named, typed columns, read from the first to the last as often as wanted; never all in memory at once.</summary>
public interface ITable
{
    /// <summary>What errors call it, such as the path of a file.</summary>
    string Name { get; }

    /// <summary>The columns, in order.</summary>
    IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Reads all rows in order, some at a time. A block may be used until the next one is asked for.</summary>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="DataException">A row cannot be read.</exception>
    IEnumerable<TableBlock> Read(CancellationToken cancellation = default);
}
