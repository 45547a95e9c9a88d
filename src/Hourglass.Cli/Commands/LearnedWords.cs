using Hourglass.Cli.Terminal;
using Hourglass.Text.Words;

namespace Hourglass.Cli.Commands;

/// <summary>What word vectors were learned from, and how.</summary>
/// <param name="Model">Their folder.</param>
/// <param name="Words">Words with a vector of their own.</param>
/// <param name="Pieces">Pieces of words, of which vectors of other words are made.</param>
/// <param name="Tokens">Words that were read.</param>
/// <param name="Frequent">The most frequent words.</param>
/// <param name="Options">How they were learned.</param>
internal sealed record LearnedWords(string Model, int Words, int Pieces, long Tokens, IReadOnlyList<string> Frequent, WordOptions Options)
{
    private const int Shown = 10;

    /// <summary>Reads a model that <c>words train</c> wrote.</summary>
    /// <exception cref="Architectures.ModelFormatException">It is damaged.</exception>
    public static LearnedWords Read(string folder)
    {
        var model = WordModel.Open(folder);
        var words = model.Vectors.Vocabulary.Words;
        return new LearnedWords(folder, words.Count, model.Pieces.Pieces.Count, model.Info.Tokens, [.. words.Take(Shown)], model.Info.Options);
    }

    /// <summary>Prints it.</summary>
    public void Print(Output output)
    {
        output.Sentence($"{Model}: vectors of {Format.Count(Words, "word")}, {Format.Count(Options.Dimensions)} values each; for words similar, and --model of sentences");
        output.Pairs(
            ("learned from", $"{Format.Count(Tokens)} words"), ("pieces", Format.Count(Pieces)), ("window", Format.Count(Options.Window)),
            ("seen at least", $"{Format.Count(Options.MinCount)} times"), ("seed", Format.Plain(Options.Seed)), ("most frequent", string.Join(" ", Frequent)));
    }
}
