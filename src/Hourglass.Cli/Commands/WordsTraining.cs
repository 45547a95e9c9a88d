using System.CommandLine;
using System.Diagnostics;
using Hourglass.Cli.Terminal;
using Hourglass.Text.Reading;
using Hourglass.Text.Words;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass words train</c>.</summary>
internal sealed class WordsTraining
{
    private static readonly WordOptions Defaults = new();

    private readonly Argument<string[]> _inputs = new("CORPUS")
    {
        Description = "Text files (UTF-8, also gzipped) or folders of them, of any size.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _output = Arguments.Output("The folder to write.", "MODEL");
    private readonly Option<int?> _dimensions = Choices.Number("--dimensions", $"The length of a vector; by default {Defaults.Dimensions}.", 2, 2000);
    private readonly Option<int?> _window = Choices.Number("--window", $"How far apart two words may stand; by default {Defaults.Window}.", 1, 100);
    private readonly Option<int?> _minCount = Choices.Number("--min-count", $"How often a word must be seen; by default {Defaults.MinCount}.", 1, int.MaxValue);
    private readonly Option<double?> _subsample = Choices.Number("--subsample", "The share above which a word is left out now and then; by default 0.001.", 0.0, 1);
    private readonly Option<ulong?> _seed = Choices.Number("--seed", "Names all that is random; by default 42.", 0UL, ulong.MaxValue);
    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse files with bytes that are not UTF-8 instead of replacing them." };

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new WordsTraining();
        var verb = new Verb(shell, "train", "Learn vectors of the words in text files.", command.Run)
        {
            Examples =
            [
                ("hourglass words train corpus/ -o runs/words", "Vectors of 100 numbers."),
                ("hourglass words train corpus/ notes.txt -o runs/words --dimensions 300", "Longer ones, which are better at analogies."),
            ],
        };
        verb.Add(command._inputs);
        verb.Add(command._output);
        verb.Add(command._dimensions);
        verb.Add(command._window);
        verb.Add(command._minCount);
        verb.Add(command._subsample);
        verb.Add(command._seed);
        verb.Add(command._strict);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var options = Defaults with
        {
            Dimensions = invocation.Get(_dimensions) ?? Defaults.Dimensions,
            Window = invocation.Get(_window) ?? Defaults.Window,
            MinCount = invocation.Get(_minCount) ?? Defaults.MinCount,
            Subsample = invocation.Get(_subsample) ?? Defaults.Subsample,
            Seed = invocation.Get(_seed) ?? Defaults.Seed,
            Threads = invocation.Threads,
        };
        var start = Stopwatch.GetTimestamp();
        WordModel model;
        IReadOnlyList<string> notes;
        using (var view = invocation.Output.Progress("reading"))
            (model, notes) = WordTrainer.Train(TextFiles.Find(invocation.Require(_inputs)), invocation.Get(_strict), options, view, invocation.Cancellation);
        model.Write(invocation.Require(_output));
        foreach (var note in notes)
            invocation.Output.Problem(note);
        var result = new TrainedWords(
            invocation.Require(_output), model.Info.Tokens, model.Vectors.Vocabulary.Words.Count, model.Vectors.Dimensions, Stopwatch.GetElapsedTime(start).TotalSeconds);
        invocation.Output.Result(result, CliJson.Default.TrainedWords, () =>
        {
            invocation.Output.Line(FormattableString.Invariant(
                $"{Format.Count(result.Words)} words of {result.Dimensions} numbers in {result.Model}: {Format.Count(result.Tokens)} words read, {result.Seconds:0.0} s"));
            invocation.Output.Hint($"Next: hourglass words similar {Format.Argument(result.Model)} {Telling(model.Vectors.Vocabulary)}");
        });
        return ExitCode.Done;
    }

    /// <summary>A frequent word that is no word of grammar: a long one below the most frequent.</summary>
    private static string Telling(Vocabulary vocabulary)
    {
        const int Grammar = 200, Long = 6;
        return vocabulary.Words.Skip(Grammar).Concat(vocabulary.Words).FirstOrDefault(word => word.Length >= Long && word.All(char.IsLetter)) ?? vocabulary.Words[0];
    }
}

/// <summary>Word vectors that were learned.</summary>
/// <param name="Model">The folder.</param>
/// <param name="Tokens">How many words were read.</param>
/// <param name="Words">How many have vectors.</param>
/// <param name="Dimensions">Of how many numbers each.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TrainedWords(string Model, long Tokens, int Words, int Dimensions, double Seconds);
