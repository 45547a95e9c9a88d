using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Runs.Texts;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass sentences</c>: search by meaning, and what is said twice.</summary>
internal sealed class SentencesCommand
{
    private readonly Argument<string> _query = new("QUERY") { Description = "What to look for: some words or a sentence." };
    private readonly Argument<string[]> _inputs = new("DOCS") { Description = "Text files (UTF-8, also gzipped) or folders of them.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _model = new("--model", "-m") { Description = "A folder that sentences train or words train has made: then sentences can be alike that share no word.", HelpName = "MODEL" };
    private readonly Option<int?> _dimensions = Choices.Number("--dimensions", "The length of a code; by default 200.", 2, 2000);
    private readonly Option<int?> _count = Choices.Number("--count", "How many at most; by default 10.", 1, 100_000);
    private readonly Option<double?> _least = Choices.Number("--least", "How alike two sentences must be; by default 0.9.", -1.0, 1);
    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse files with bytes that are not UTF-8 instead of replacing them." };

    /// <summary>The command with its subcommands.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new SentencesCommand();
        var help = new Help(shell.Streams);
        Verb? verb = null;
        verb = new Verb(shell, "sentences", "Search text by meaning, and find what is said twice.", _ =>
        {
            help.Write(verb!);
            return ExitCode.Done;
        })
        {
            Examples =
            [
                ("hourglass sentences search budget docs/ --model runs/words", "Sentences about it, in their own words."),
                ("hourglass sentences duplicates docs/", "Sentences that are nearly the same."),
            ],
        };
#if !USE_ONLY
        verb.Add(SentencesTraining.Create(shell));
#endif
        verb.Add(command.Search(shell));
        verb.Add(command.Duplicates(shell));
        return verb;
    }

    private Verb Search(Shell shell)
    {
        var verb = new Verb(shell, "search", "List the sentences that are most like a query.", invocation =>
        {
            var result = new FoundSentences([.. Index(invocation).Search(invocation.Require(_query), invocation.Get(_count) ?? 10)]);
            invocation.Output.Result(result, CliJson.Default.FoundSentences, () =>
            {
                foreach (var sentence in result.Sentences)
                    invocation.Output.Line($"{Format.Share(sentence.Score)}  {Place(sentence)}  {sentence.Text}");
                if (result.Sentences.Length == 0)
                    invocation.Output.Line("No sentence has anything in common with the query.");
            });
            return ExitCode.Done;
        })
        {
            Examples =
            [
                ("hourglass sentences search inflation docs/", "Sentences about prices that share words with it."),
                ("hourglass sentences search inflation docs/ --model runs/words --count 20", "With word vectors: by meaning too."),
            ],
        };
        verb.Add(_query);
        Add(verb);
        return verb;
    }

    private Verb Duplicates(Shell shell)
    {
        var verb = new Verb(shell, "duplicates", "List pairs of sentences that are nearly the same.", invocation =>
        {
            var pairs = Index(invocation).Duplicates(invocation.Get(_least) ?? 0.9, invocation.Get(_count) ?? 10, invocation.Cancellation);
            var result = new SentencePairs([.. pairs]);
            invocation.Output.Result(result, CliJson.Default.SentencePairs, () =>
            {
                foreach (var pair in result.Pairs)
                {
                    invocation.Output.Line($"{Format.Share(pair.Score)}  {Place(pair.First)}  {pair.First.Text}");
                    invocation.Output.Line($"       {Place(pair.Second)}  {pair.Second.Text}");
                }

                if (result.Pairs.Length == 0)
                    invocation.Output.Line("No two sentences are that much alike.");
            });
            return ExitCode.Done;
        })
        {
            Examples =
            [
                ("hourglass sentences duplicates docs/", "The ten pairs that are most alike."),
                ("hourglass sentences duplicates docs/ --least 0.8 --count 100", "More, and less alike."),
            ],
        };
        Add(verb);
        verb.Add(_least);
        return verb;
    }

    private void Add(Verb verb)
    {
        verb.Add(_inputs);
        verb.Add(_model);
        verb.Add(_count);
        verb.Add(_dimensions);
        verb.Add(_strict);
    }

    private SentenceIndex Index(Invocation invocation)
    {
        SentenceIndex index;
        using (var view = invocation.Output.Progress("reading"))
        {
            var meaning = invocation.Get(_model) is { } model ? TextMeanings.Open(model) : null;
            index = SentenceIndex.Build(
                invocation.Require(_inputs), meaning, invocation.Get(_dimensions) ?? 200, invocation.Get(_strict), view, invocation.Cancellation);
        }

        foreach (var note in index.Notes)
            invocation.Output.Problem(note);
        return index;
    }

    private static string Place(FoundSentence sentence) => FormattableString.Invariant($"{sentence.File}:{sentence.Paragraph}");
}

/// <summary>What a search found.</summary>
/// <param name="Sentences">The best first.</param>
internal sealed record FoundSentences(FoundSentence[] Sentences);

/// <summary>What is said twice.</summary>
/// <param name="Pairs">The most alike first.</param>
internal sealed record SentencePairs(SentencePair[] Pairs);
