using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs.Texts;
using Hourglass.Tables;
using Hourglass.Text.Codes;

namespace Hourglass.Cli.Commands;

/// <summary>How commands read texts: the files of a folder, the lines of a file, or a column of a table.</summary>
internal sealed class TextSource
{
    private readonly Option<string?> _column = new("--text") { Description = "A column of a table, to be read as text; files and folders of text are known by their endings.", HelpName = "COLUMN" };
    private readonly Option<string?> _meaning = new("--meaning") { Description = "A folder that words train has made: texts can then be alike that share no word.", HelpName = "MODEL" };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_column, _meaning];

    /// <summary>Whether the data is to be read as text.</summary>
    public bool Is(Invocation invocation, string path) => invocation.Has(_column) || TextCollection.IsText(path);

    /// <summary>Reads the texts.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="path">The folder, file or table.</param>
    /// <param name="label">The column with labels, or null.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <exception cref="DataException">See <see cref="TextCollection"/>.</exception>
    public TextCollection Open(Invocation invocation, string path, string? label, IProgress<DataProgress> progress)
    {
        if (invocation.Get(_column) is not { } column)
        {
            return label is null
                ? TextCollection.Open(path, progress, invocation.Cancellation)
                : throw CommandException.Usage("--label names a column of a table; give --text too, or leave --label out");
        }

        using var table = TableFile.Open(path, new TableOptions { Threads = invocation.Threads });
        return TextCollection.Of(table, column, label, invocation.Cancellation);
    }

    /// <summary>Opens what tells the meaning of texts, where it was asked for.</summary>
    public ITextMeaning? Meaning(Invocation invocation) => invocation.Get(_meaning) is { } folder ? TextMeanings.Open(folder) : null;
}
