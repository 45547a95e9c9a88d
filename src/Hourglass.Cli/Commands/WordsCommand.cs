using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Evaluation.Words;
using Hourglass.Text.Words;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass words</c>: vectors of words, learned from text.</summary>
internal sealed class WordsCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "A folder that words train has made." };
    private readonly Argument<string> _word = new("WORD") { Description = "Any word; one that was never seen is made up of its pieces." };
    private readonly Argument<string[]> _three = new("A B C") { Description = "Three words: B is to A as what is to C?", Arity = new ArgumentArity(3, 3) };
    private readonly Option<int?> _count = Choices.Number("--count", "How many answers; by default 10.", 1, 1000);
    private readonly Option<int?> _mapped = Choices.Number("--count", "How many words; by default 600.", 5, 3000);
    private readonly Option<string> _page = Arguments.Output("The page to write.", "PAGE.html");
    private readonly Option<string> _file = Arguments.Output("The file to write: .txt for text, .bin for binary.", "FILE.txt|bin");

    /// <summary>The command with its subcommands.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new WordsCommand();
        var help = new Help(shell.Streams);
        Verb? verb = null;
        verb = new Verb(shell, "words", "Learn what words mean from text of your own.", _ =>
        {
            help.Write(verb!);
            return ExitCode.Done;
        })
        {
            Examples =
            [
                ("hourglass words train corpus/ -o runs/words", "Vectors of all words that stand there five times or more."),
                ("hourglass words similar runs/words king", "Words that are used like it."),
            ],
        };
        verb.Add(WordsTraining.Create(shell));
        verb.Add(command.Similar(shell));
        verb.Add(command.Analogy(shell));
        verb.Add(command.Map(shell));
        verb.Add(command.Export(shell));
        return verb;
    }

    private Verb Similar(Shell shell)
    {
        var verb = new Verb(shell, "similar", "List the words that are used most like a word.", invocation =>
        {
            var model = WordModel.Open(invocation.Require(_model));
            var word = invocation.Require(_word).ToLowerInvariant();
            return Show(invocation, model.Vectors.Nearest(Vector(invocation, model, word), invocation.Get(_count) ?? 10, model.Vectors.Vocabulary.IndexOf(word)));
        })
        {
            Examples =
            [
                ("hourglass words similar runs/words king", "The ten most similar words."),
                ("hourglass words similar runs/words unkingly --count 20", "A word that was never seen."),
            ],
        };
        verb.Add(_model);
        verb.Add(_word);
        verb.Add(_count);
        return verb;
    }

    private Verb Analogy(Shell shell)
    {
        var verb = new Verb(shell, "analogy", "Answer: B is to A as what is to C?", invocation =>
        {
            var model = WordModel.Open(invocation.Require(_model));
            var words = invocation.Require(_three).Select(word => word.ToLowerInvariant()).ToArray();
            var target = new float[model.Vectors.Dimensions];
            foreach (var (word, sign) in words.Zip([-1f, 1f, 1f]))
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(Vector(invocation, model, word), sign, target, target);
            return Show(invocation, model.Vectors.Nearest(target, invocation.Get(_count) ?? 10, [.. words.Select(model.Vectors.Vocabulary.IndexOf)]));
        })
        {
            Examples =
            [
                ("hourglass words analogy runs/words man king woman", "king is to man as queen is to woman."),
                ("hourglass words analogy runs/words france paris germany", "paris is to france as berlin is to germany."),
            ],
        };
        verb.Add(_model);
        verb.Add(_three);
        verb.Add(_count);
        return verb;
    }

    private Verb Map(Shell shell)
    {
        var verb = new Verb(shell, "map", "Draw the most frequent words so that those used alike lie together.", invocation =>
        {
            var (model, page) = (invocation.Require(_model), invocation.Require(_page));
            var count = WordMapPage.Write(page, model, WordModel.Open(model).Vectors, invocation.Get(_mapped) ?? 600, invocation.Cancellation);
            var drawn = new WordMap(page, count);
            invocation.Output.Result(drawn, CliJson.Default.WordMap, () => invocation.Output.Line($"{Format.Count(drawn.Words)} words in {drawn.Page}"));
            return ExitCode.Done;
        })
        {
            Examples =
            [
                ("hourglass words map runs/words -o words.html", "One file that needs no network."),
                ("hourglass words map runs/words -o words.html --count 1500", "More words."),
            ],
        };
        verb.Add(_model);
        verb.Add(_page);
        verb.Add(_mapped);
        return verb;
    }

    private Verb Export(Shell shell)
    {
        var verb = new Verb(shell, "export", "Write vectors in a format of word2vec, which gensim and spaCy read.", invocation =>
        {
            var path = invocation.Require(_file);
            Action<string, WordVectors> write = Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".txt" or ".vec" => Word2VecFile.WriteText,
                ".bin" => Word2VecFile.WriteBinary,
                _ => throw CommandException.Usage($"-o is '{path}'; its ending says the format: .txt or .vec for text, .bin for binary."),
            };
            var vectors = WordModel.Open(invocation.Require(_model)).Vectors;
            write(path, vectors);
            var written = new WordExport(path, vectors.Vocabulary.Words.Count, vectors.Dimensions);
            invocation.Output.Result(written, CliJson.Default.WordExport, () => invocation.Output.Line($"{Format.Count(written.Words)} words of {written.Dimensions} numbers in {written.File}"));
            return ExitCode.Done;
        })
        {
            Examples =
            [
                ("hourglass words export runs/words -o words.txt", "As text."),
                ("hourglass words export runs/words -o words.bin", "As binary: smaller and quicker to load."),
            ],
        };
        verb.Add(_model);
        verb.Add(_file);
        return verb;
    }

    private static float[] Vector(Invocation invocation, WordModel model, string word)
    {
        var vector = model.Find(word)
            ?? throw new Data.DataException($"'{word}' is not in the vocabulary, and none of its pieces is: try another word, or train on more text.");
        if (model.Vectors.Vocabulary.IndexOf(word) < 0)
            invocation.Output.Note($"'{word}' is not in the vocabulary: its vector is made up of its pieces.");
        return vector;
    }

    private static int Show(Invocation invocation, IReadOnlyList<(string Word, float Cosine)> found)
    {
        var result = new SimilarWords([.. found.Select(pair => new SimilarWord(pair.Word, pair.Cosine))]);
        invocation.Output.Result(result, CliJson.Default.SimilarWords, () =>
            invocation.Output.Table(["word", "cosine"], [.. result.Words.Select(word => new[] { word.Word, Format.Share(word.Cosine) })]));
        return ExitCode.Done;
    }
}

/// <summary>Words beside a word.</summary>
/// <param name="Words">The most similar first.</param>
internal sealed record SimilarWords(SimilarWord[] Words);

/// <summary>One of them.</summary>
/// <param name="Word">The word.</param>
/// <param name="Cosine">Between both vectors, -1 to 1.</param>
internal sealed record SimilarWord(string Word, double Cosine);

/// <summary>A map of words.</summary>
/// <param name="Page">Where it is.</param>
/// <param name="Words">How many words are on it.</param>
internal sealed record WordMap(string Page, int Words);

/// <summary>Vectors in another format.</summary>
/// <param name="File">Where they are.</param>
/// <param name="Words">How many.</param>
/// <param name="Dimensions">Of how many numbers each.</param>
internal sealed record WordExport(string File, int Words, int Dimensions);
