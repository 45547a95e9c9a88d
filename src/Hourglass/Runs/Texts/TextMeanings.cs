using Hourglass.Text.Codes;
using Hourglass.Text.Words;

namespace Hourglass.Runs.Texts;

/// <summary>Opens what tells the meaning of texts.</summary>
public static class TextMeanings
{
    /// <summary>Opens a folder of word vectors or a sentence model.</summary>
    /// <exception cref="Architectures.ModelFormatException">It is no such folder, or a file is damaged.</exception>
    public static ITextMeaning Open(string folder) => WordModel.IsAt(folder) ? WordModel.Open(folder) : SentenceModel.Open(folder);
}
