using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Runs;
using Hourglass.Runs.Texts;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass sentences train</c>.</summary>
internal sealed class SentencesTraining
{
    private readonly Argument<string[]> _inputs = new("CORPUS")
    {
        Description = "Text files (UTF-8, also gzipped) or folders of them.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The folder of the run, with the model in it.", HelpName = "RUN" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Continue the run in this folder, by its own recipe, from its last checkpoint.", HelpName = "RUN" };
    private readonly Option<int?> _epochs = Choices.Number("--epochs", "Times to go over all sentences; by default 2.", 1, 1_000_000);
    private readonly Option<double?> _minutes = Choices.Number("--minutes", "Train so long instead.", 0.01, 100_000);
    private readonly Option<int?> _code = Choices.Number("--code", "The length of a code; by default 256.", 2, 4096);
    private readonly Option<int?> _words = Choices.Number("--words", "So many words have a number of their own; by default 20,000.", 100, 200_000);
    private readonly Option<int?> _minCount = Choices.Number("--min-count", "How often a word must be seen for that; by default 5.", 1, int.MaxValue);
    private readonly Option<ulong?> _seed = Choices.Number("--seed", "Names all that is random; by default 42.", ulong.MinValue, ulong.MaxValue);
    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse files with bytes that are not UTF-8 instead of replacing them." };

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new SentencesTraining();
        var verb = new Verb(shell, "train", "Learn codes of sentences: words are lost, and the whole sentence is told again from one code.", command.Run)
        {
            Examples =
            [
                ("hourglass sentences train corpus/ -o runs/sentences --minutes 15", "A model for search, duplicates and summaries."),
                ("hourglass sentences train --resume runs/sentences", "Goes on after Ctrl-C, as if there had been none."),
            ],
        };
        verb.Add(command._inputs);
        verb.Add(command._output);
        verb.Add(command._resume);
        foreach (var option in command.Recipe)
            verb.Add(option);
        return verb;
    }

    private IReadOnlyList<Option> Recipe => [_epochs, _minutes, _code, _words, _minCount, _seed, _strict];

    private int Run(Invocation invocation)
    {
        var (plan, folder, resume) = Plan(invocation);
        var figures = TrainingJob.RunSentences(invocation, plan, folder, resume);
        var trained = new TrainedSentences(folder.Model, figures.Epochs, figures.Samples, figures.Seconds, figures.CpuSeconds);
        invocation.Output.Result(trained, CliJson.Default.TrainedSentences, () =>
        {
            invocation.Output.Line(FormattableString.Invariant(
                $"{folder.Model}: {Format.Count(trained.Sentences)} sentences, {trained.Epochs} {(trained.Epochs == 1 ? "epoch" : "epochs")}, {trained.Seconds:0} s"));
            invocation.Output.Hint($"Next: hourglass sentences search \"QUERY\" DOCS --model {Format.Argument(folder.Path)}");
        });
        return ExitCode.Done;
    }

    private (SentencePlan Plan, RunFolder Folder, bool Resume) Plan(Invocation invocation)
    {
        var inputs = invocation.Get(_inputs) ?? [];
        if (invocation.Get(_resume) is { } resumed)
        {
            if (inputs.Length > 0 || invocation.Has(_output) || Recipe.Any(invocation.Has))
                throw CommandException.Usage("--resume continues by the recipe of its run; leave out all else");
            return (SentencePlan.Read(new RunFolder(resumed)), new RunFolder(resumed), true);
        }

        if (inputs.Length == 0 || invocation.Get(_output) is not { } output)
            throw CommandException.Usage("sentences train needs CORPUS and -o RUN; see hourglass sentences train --help");
        var plan = new SentencePlan { Inputs = inputs };
        plan = plan with
        {
            Epochs = invocation.Get(_epochs) ?? plan.Epochs,
            Minutes = invocation.Get(_minutes),
            Code = invocation.Get(_code) ?? plan.Code,
            Words = invocation.Get(_words) ?? plan.Words,
            MinCount = invocation.Get(_minCount) ?? plan.MinCount,
            Seed = invocation.Get(_seed) ?? plan.Seed,
            Strict = invocation.Get(_strict),
            Threads = invocation.Threads,
        };
        return (plan, new RunFolder(output), false);
    }
}

/// <summary>A sentence model that was learned.</summary>
/// <param name="Model">The folder.</param>
/// <param name="Epochs">Times it went over the sentences.</param>
/// <param name="Sentences">How many there were.</param>
/// <param name="Seconds">How long training took.</param>
/// <param name="CpuSeconds">Of how many processors together.</param>
internal sealed record TrainedSentences(string Model, int Epochs, int Sentences, double Seconds, double CpuSeconds);
