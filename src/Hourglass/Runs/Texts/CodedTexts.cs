using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Text.Codes;

namespace Hourglass.Runs.Texts;

/// <summary>Texts as a data set: the samples are their codes.</summary>
public static class CodedTexts
{
    /// <summary>The length of a code.</summary>
    public const int CodeLength = 100;

    /// <summary>Learns codes of texts from the texts themselves.</summary>
    /// <param name="texts">At least 2.</param>
    /// <param name="meaning">Word vectors or a sentence model, or null to go by shared words alone.</param>
    /// <param name="seed">Names all that is random.</param>
    /// <param name="cancellation">Stops.</param>
    public static DataSet Learn(TextCollection texts, ITextMeaning? meaning, ulong seed = 42, CancellationToken cancellation = default)
    {
        var codes = TextCodes.Learn(texts.Texts, meaning, CodeLength, seed: seed, cancellation: cancellation);
        string[] names = texts.Labels is null ? [] : [.. texts.Labels.Distinct().Order(StringComparer.Ordinal)];
        return new DataSet(new Source(codes), texts.Labels?.Select(label => Array.BinarySearch(names, label, StringComparer.Ordinal)).ToArray(), index => texts.Names[index])
        {
            Name = texts.Name,
            Count = texts.Texts.Count,
            Shape = SampleShape.Vector(codes.Dimensions),
            Range = (-1, 1),
            LabelNames = names,
            Notes = texts.Notes,
            TextOf = index => texts.Texts[index],
        };
    }

    private sealed class Source(TextCodes codes) : IDataSource
    {
        public void Read(int index, Span<float> destination) => codes[index].CopyTo(destination);

        public void Dispose()
        {
        }
    }
}
