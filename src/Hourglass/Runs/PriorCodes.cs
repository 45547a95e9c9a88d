using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Data.Arrays;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>Codes drawn from the prior of a model, a standard normal distribution: decoded, they are new samples.</summary>
public static class PriorCodes
{
    private const ulong Stream = 0x7072696F72; // "prior"

    /// <summary>Draws codes as vectors <c>[n]</c>.</summary>
    /// <param name="model">A model whose codes were brought to the prior by its training.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Names the draw.</param>
    /// <exception cref="ModelMismatchException">The model has no prior.</exception>
    public static DataSet Draw(Autoencoder model, int count, ulong seed)
    {
        var architecture = model.Info.Architecture;
        if (architecture.Encoder[^1] is not Variational)
            throw new ModelMismatchException($"The codes of '{architecture.Name}' have no prior to draw from; train a model that has one, by --model variational or adversarial.");
        var (random, values) = (new Rng(seed, Stream), new float[count * model.CodeLength]);
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextNormal();
        return new DataSet(new MemorySource(values)) { Name = "prior", Count = count, Shape = SampleShape.Vector(model.CodeLength) };
    }
}
