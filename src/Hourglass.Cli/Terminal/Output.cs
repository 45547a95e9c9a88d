using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Hourglass.Cli.Terminal;

/// <summary>Results on stdout, for people or as one JSON object; progress and notes on stderr.</summary>
internal sealed class Output(Streams streams)
{
    private const int ColumnGap = 2;

    /// <summary>One machine-readable result and nothing else on stdout.</summary>
    public bool Json { get; init; }

    /// <summary>No progress and no hints.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether a log on stderr is wanted in place of a moving progress line.</summary>
    public bool WantsLog => !Quiet && !streams.ErrorIsTerminal;

    /// <summary>Prints the result of the command: as JSON if that is asked for, else by <paramref name="forPeople"/>.</summary>
    public void Result<T>(T result, JsonTypeInfo<T> json, Action forPeople)
    {
        if (Json)
            streams.Out.WriteLine(JsonSerializer.Serialize(result, json));
        else
            forPeople();
    }

    /// <summary>One line of the result.</summary>
    public void Line(string text = "") => streams.Out.WriteLine(Format.Visible(text));

    /// <summary>A sentence of the result, broken between words on a terminal.</summary>
    public void Sentence(string text)
    {
        foreach (var line in Format.Wrap(text, streams.OutIsTerminal ? streams.Width : int.MaxValue))
            Line(line);
    }

    /// <summary>A line of the result that is left out when the user asked for quiet: what to try next.</summary>
    public void Hint(string text)
    {
        if (!Quiet)
            Line(text);
    }

    /// <summary>One line on stderr, unless the user asked for quiet.</summary>
    public void Note(string text)
    {
        if (!Quiet)
            streams.Error.WriteLine(Format.Visible(text));
    }

    /// <summary>One line on stderr about something that went wrong while the rest goes on; never left out.</summary>
    public void Problem(string text) => streams.Error.WriteLine(Format.Visible(text));

    /// <summary>Shows on stderr how a job comes on; dispose it before the next line is written.</summary>
    /// <param name="stage">What is being done at first.</param>
    /// <param name="keepsLog">Whether the job writes a log of its own where there is no terminal.</param>
    public ProgressView Progress(string stage, bool keepsLog = false) =>
        new(Quiet || !streams.ErrorIsTerminal ? null : Console(streams.Error), WantsLog && !keepsLog ? streams.Error : null, stage);

    /// <summary>Names and values, one pair a line, the values in one column; on a screen too narrow for that, values stand under their names.</summary>
    public void Pairs(params IReadOnlyList<(string Name, string Value)> pairs)
    {
        var width = pairs.Max(pair => pair.Name.Length) + ColumnGap;
        foreach (var (name, value) in pairs)
        {
            var isWide = streams.OutIsTerminal && width + value.Length > streams.Width;
            Line(isWide ? name : name.PadRight(width) + value);
            if (isWide)
                Line("  " + value);
        }
    }

    /// <summary>
    /// A table: framed on a terminal, plain elsewhere. Where it is wider than the screen, each row becomes a block of lines.
    /// </summary>
    /// <param name="headers">Column titles; the first <paramref name="textColumns"/> columns hold text, the others numbers.</param>
    /// <param name="rows">As many cells as titles each.</param>
    /// <param name="textColumns">How many columns are flush left.</param>
    public void Table(IReadOnlyList<string> headers, IReadOnlyList<string[]> rows, int textColumns = 1)
    {
        var widths = headers.Select((header, i) => rows.Select(row => row[i].Length).Append(header.Length).Max()).ToArray();
        const int FramePerColumn = 3;
        if (!streams.OutIsTerminal)
            Plain(headers, rows, widths, textColumns);
        else if (widths.Sum() + FramePerColumn * widths.Length + 1 <= streams.Width)
            Framed(headers, rows, textColumns);
        else
            Blocks(headers, rows);
    }

    private void Plain(IReadOnlyList<string> headers, IReadOnlyList<string[]> rows, int[] widths, int textColumns)
    {
        foreach (var row in rows.Prepend([.. headers]))
        {
            var cells = row.Select((cell, i) => i < textColumns ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            Line(string.Join(new string(' ', ColumnGap), cells).TrimEnd());
        }
    }

    private void Framed(IReadOnlyList<string> headers, IReadOnlyList<string[]> rows, int textColumns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        for (var i = 0; i < headers.Count; i++)
            table.AddColumn(new TableColumn(new Spectre.Console.Text(headers[i])) { NoWrap = true, Alignment = i < textColumns ? Justify.Left : Justify.Right });
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Spectre.Console.Text(Format.Visible(cell))));
        Console(streams.Out).Write(table);
    }

    private void Blocks(IReadOnlyList<string> headers, IReadOnlyList<string[]> rows)
    {
        var width = headers.Skip(1).Max(header => header.Length) + ColumnGap;
        foreach (var row in rows)
        {
            Line(row[0]);
            for (var i = 1; i < row.Length; i++)
            {
                if (row[i].Length > 0)
                    Line($"  {headers[i].PadRight(width)}{row[i]}");
            }
        }
    }

    private IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = streams.Width;
        return console;
    }
}
