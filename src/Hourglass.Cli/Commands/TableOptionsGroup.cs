using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Tables;

namespace Hourglass.Cli.Commands;

/// <summary>How commands read a table.</summary>
internal sealed class TableOptionsGroup
{
    private readonly Option<string?> _query = new("--query")
    {
        Description = $"Judge what this SQL gives; it calls the file {TableFile.QueryName}, and may name other files.",
        HelpName = "SQL",
    };

    private readonly Option<int?> _memory = Choices.Number("--memory", "Megabytes that reading may take, by default 1024.", 64, 1 << 20);

    /// <summary>A table.</summary>
    public static Argument<string> Data() => new("DATA")
    {
        Description = "A table: .csv, .tsv, .parquet or .jsonl; text also as .gz.",
    };

    /// <summary>Every option.</summary>
    public IReadOnlyList<Option> All => [_query, _memory];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Verb verb) => verb.Add("Reading a table", [.. All]);

    /// <summary>Opens the table, and notes which columns are left out.</summary>
    public TableFile Open(Invocation invocation, string path)
    {
        var table = TableFile.Open(path, new TableOptions
        {
            Query = invocation.Get(_query),
            Threads = invocation.Threads,
            MemoryMegabytes = invocation.Get(_memory) ?? 1024,
        });
        foreach (var note in table.Notes)
            invocation.Output.Note(note);
        return table;
    }
}
