using System.Numerics.Tensors;
using Hourglass.Data;

namespace Hourglass.Text.Words;

/// <summary>Learns word vectors from text files, in two passes over them and a reduction.</summary>
/// <remarks>
/// <code>
/// files -> vocabulary -> pairs -> positive pointwise mutual information [V, V] -> narrow code [V, n]
/// </code>
/// The code is that of the best linear autoencoder of the rows: of all encoders into n values with linear decoders, the one with the least squared
/// error spans the first n eigenvectors (Baldi and Hornik, 1989). How far the eigenvalues weigh in the code is an option.
/// </remarks>
public static class WordTrainer
{
    /// <summary>Products with the matrix; more change no figure.</summary>
    private const int Steps = 4;

    /// <summary>Learns vectors.</summary>
    /// <param name="paths">Text files.</param>
    /// <param name="strict">Whether bytes that are not UTF-8 are an error.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the stage.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The model, and what to tell the user about the reading.</returns>
    /// <exception cref="DataException">A file cannot be read, or there is too little text.</exception>
    public static (WordModel Model, IReadOnlyList<string> Notes) Train(
        IReadOnlyList<string> paths, bool strict, WordOptions options, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (vocabulary, tokens, notes, vectors, values) = Decompose(paths, strict, options, progress, cancellation);
        var (words, pieces) = Finish(vocabulary, Codes(vectors, values, options.Spectrum, values.Length, values.Length), values.Length, options, cancellation);
        return (new WordModel(new WordModelInfo { Options = options, Tokens = tokens }, words, pieces), notes);
    }

    /// <summary>Pieces are fitted to the codes, and each word gets a share of what its pieces say: what is noise in one word is not in all that share them.</summary>
    internal static (WordVectors Words, PieceVectors Pieces) Finish(Vocabulary vocabulary, float[] codes, int dimensions, WordOptions options, CancellationToken cancellation)
    {
        var words = new WordVectors(vocabulary, codes, dimensions);
        var pieces = PieceVectors.Fit(words, options.Seed, cancellation);
        if (options.PieceShare == 0)
            return (words, pieces);
        var composed = new float[dimensions];
        for (var i = 0; i < vocabulary.Words.Count; i++)
        {
            pieces.Compose(vocabulary.Words[i], composed);
            var word = codes.AsSpan(i * dimensions, dimensions);
            TensorPrimitives.MultiplyAdd(composed, (float)options.PieceShare, word, word);
        }

        return (new WordVectors(vocabulary, codes, dimensions), pieces);
    }

    /// <summary>Everything before the code: eigenvectors <c>[V, n]</c> and eigenvalues.</summary>
    internal static (Vocabulary Vocabulary, long Tokens, IReadOnlyList<string> Notes, float[] Vectors, double[] Values) Decompose(
        IReadOnlyList<string> paths, bool strict, WordOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new DataProgress("counting words", 0, 0));
        var (vocabulary, tokens, notes) = Vocabulary.Count(paths, strict, options, cancellation);
        var pairs = Cooccurrences.Count(
            paths, strict, vocabulary, tokens, options, new Relay<long>(read => progress?.Report(new DataProgress("counting pairs", read, tokens))), cancellation);
        var matrix = AssociationMatrix.Of(pairs, vocabulary.Words.Count, options.Smoothing, options.Shift);
        var (vectors, values) = TopEigen.Find(
            matrix.Size, (right, product, width) => matrix.Multiply(right, width, product, options.Threads, cancellation),
            Math.Min(options.Dimensions, matrix.Size), Steps, options.Seed,
            new Relay<int>(step => progress?.Report(new DataProgress("learning", step, Steps + 1))), cancellation);
        return (vocabulary, tokens, notes, vectors, values);
    }

    /// <summary>The first <paramref name="dimensions"/> columns of <c>[V, n]</c>, each times a power of its eigenvalue.</summary>
    internal static float[] Codes(float[] vectors, double[] values, double spectrum, int width, int dimensions)
    {
        var codes = new float[vectors.Length / width * dimensions];
        var scales = values.Select(value => (float)Math.Pow(Math.Abs(value), spectrum)).ToArray();
        for (var i = 0; i < codes.Length; i++)
            codes[i] = vectors[i / dimensions * width + i % dimensions] * scales[i % dimensions];
        return codes;
    }

    /// <summary>Reports at once, on the thread that works.</summary>
    private sealed class Relay<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
