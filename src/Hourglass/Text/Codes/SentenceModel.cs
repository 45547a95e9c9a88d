using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Inference;
using Hourglass.Onnx;
using Hourglass.Text.Reading;

namespace Hourglass.Text.Codes;

/// <summary>A trained sequence autoencoder: sentences to codes, on ONNX Runtime.</summary>
public sealed class SentenceModel : ITextMeaning, IDisposable
{
    private readonly Autoencoder _model;
    private readonly WordNumbers _numbers;

    private SentenceModel(Autoencoder model, WordNumbers numbers) => (_model, _numbers) = (model, numbers);

    /// <inheritdoc />
    public int Dimensions => _model.CodeLength;

    /// <summary>Opens a model folder, or the model of a run folder; every file's SHA-256 is checked first.</summary>
    /// <exception cref="ModelFormatException">A file is missing, changed or broken, or the model is none for sentences.</exception>
    public static SentenceModel Open(string folder, InferenceOptions? options = null)
    {
        var words = ModelFolder.ReadVocabulary(folder);
        var model = Autoencoder.Open(folder, options);
        try
        {
            var buckets = model.Info.Architecture.Encoder[0] is Embedding embedding ? embedding.Words - 1 - words.Count : 0;
            return buckets >= 1 && words.Distinct().Count() == words.Count
                ? new SentenceModel(model, new WordNumbers(words, buckets))
                : throw new ModelFormatException(folder, "its network does not read the words of its vocabulary; train the model again.");
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    /// <remarks>The code of a sentence; of a longer text the mean of the codes of its sentences, each of length 1.</remarks>
    public float[] MeaningOf(IReadOnlyList<string> texts, Func<string, IEnumerable<(string Word, float Weight)>> weigh, CancellationToken cancellation = default)
    {
        const int AtOnce = 256;
        var meanings = new float[texts.Count * Dimensions];
        foreach (var some in texts.SelectMany(Pieces).Chunk(AtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            var (samples, codes) = (new float[some.Length * _model.Input.Size], new float[some.Length * Dimensions]);
            for (var i = 0; i < some.Length; i++)
            {
                for (var k = 0; k < some[i].Words.Length; k++)
                    samples[i * _model.Input.Size + k] = some[i].Words[k];
            }

            _model.Encode(samples, codes);
            for (var i = 0; i < some.Length; i++)
            {
                var code = codes.AsSpan(i * Dimensions, Dimensions);
                var sum = meanings.AsSpan(some[i].Text * Dimensions, Dimensions);
                TensorPrimitives.MultiplyAdd(code, 1 / MathF.Max(TensorPrimitives.Norm<float>(code), 1e-12f), sum, sum);
            }
        }

        for (var i = 0; i < texts.Count; i++)
        {
            var meaning = meanings.AsSpan(i * Dimensions, Dimensions);
            if (TensorPrimitives.Norm<float>(meaning) is > 0 and var length)
                TensorPrimitives.Divide(meaning, length, meaning);
        }

        return meanings;
    }

    /// <inheritdoc />
    public void Dispose() => _model.Dispose();

    private IEnumerable<(int Text, int[] Words)> Pieces(string text, int index) =>
        Sentences.Of(text).SelectMany(sentence => _numbers.Pieces(sentence, _model.Input.Size)).Select(words => (index, words));
}
