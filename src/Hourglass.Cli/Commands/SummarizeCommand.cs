using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Runs.Texts;
using Hourglass.Text.Summaries;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass summarize</c>: the sentences that stand for a text.</summary>
internal sealed class SummarizeCommand
{
    private readonly Argument<string[]> _inputs = new("FILE")
    {
        Description = "Text files (UTF-8, also gzipped) or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int?> _sentences = Choices.Number("--sentences", "How many sentences to pick.", 1, int.MaxValue);
    private readonly Option<double?> _ratio = Choices.Number("--ratio", "The share of the sentences to pick; by default 0.2.", double.Epsilon, 1.0);
    private readonly Option<bool> _together = new("--together") { Description = "One summary of all files instead of one of each." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse files with bytes that are not UTF-8 instead of replacing them." };
    private readonly Option<string?> _page = new("--html") { Description = "Also write the texts, with what was picked marked.", HelpName = "PAGE.html" };

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new SummarizeCommand();
        var verb = new Verb(shell, "summarize", "Pick the sentences that say most of a text.", command.Run)
        {
            Examples =
            [
                ("hourglass summarize article.txt --sentences 5", "Five sentences, in the order of the text."),
                ("hourglass summarize reviews/ --together --ratio 0.05 --html summary.html", "All files as one text, and a page with the picked sentences marked."),
            ],
        };
        verb.Add(command._inputs);
        verb.Add(command._sentences);
        verb.Add(command._ratio);
        verb.Add(command._together);
        verb.Add(command._strict);
        verb.Add(command._page);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        if (invocation.Get(_sentences) is not null && invocation.Get(_ratio) is not null)
            throw CommandException.Usage("--sentences and --ratio both say how long the summary is; give one of them.");
        var plan = new SummarizePlan
        {
            Inputs = invocation.Require(_inputs),
            Length = new SummaryOptions { Sentences = invocation.Get(_sentences), Ratio = invocation.Get(_ratio) ?? new SummaryOptions().Ratio },
            Together = invocation.Get(_together),
            Strict = invocation.Get(_strict),
            Page = invocation.Get(_page),
        };
        IReadOnlyList<NamedSummary> summaries;
        using (var view = invocation.Output.Progress("summarizing"))
            summaries = SummarizeJob.Run(plan, view, invocation.Cancellation);
        var result = new Summarized(summaries, plan.Page);
        invocation.Output.Result(result, CliJson.Default.Summarized, () => result.Print(invocation.Output));
        result.PrintNotes(invocation.Output);
        return ExitCode.Done;
    }
}

/// <summary>Summaries of texts.</summary>
/// <param name="Texts">One for each text.</param>
/// <param name="Page">The page that was written, or null.</param>
internal sealed record Summarized(IReadOnlyList<NamedSummary> Texts, string? Page)
{
    /// <summary>Prints the picked sentences, one a line.</summary>
    public void Print(Output output)
    {
        foreach (var (text, i) in Texts.Select((text, i) => (text, i)))
        {
            if (Texts.Count > 1)
            {
                if (i > 0)
                    output.Line();
                output.Line(text.Name);
            }

            foreach (var sentence in text.Summary.Sentences)
                output.Sentence(sentence.Text);
        }
    }

    /// <summary>Says on stderr how much was picked, and what was wrong with the files.</summary>
    public void PrintNotes(Output output)
    {
        foreach (var text in Texts)
        {
            foreach (var note in text.Notes)
                output.Problem(note);
            output.Note(text.Summary.Total == 0
                ? $"{text.Name}: there is no sentence in it"
                : $"{text.Name}: {Format.Count(text.Summary.Sentences.Count)} of {Format.Count(text.Summary.Total)} sentences; their codes rebuild {Format.Percent(text.Summary.Coverage)} of the text's");
        }

        if (Page is not null)
            output.Note($"page: {Page}");
    }
}
