using Hourglass.Archives;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Training;

/// <summary>Learns the network that codes the pictures of an archive.</summary>
public static class ArchiveNetworks
{
    /// <summary>Samples that are looked at in all, for each level of effort: 40 times 10,000 pictures of 28x28 at effort 5.</summary>
    private const long SamplesAtFive = 320_000_000;

    private const int LeastEpochs = 16;
    private const int MostEpochs = 400;

    /// <summary>From so many samples on, a larger network saves more than its weights and the time they take.</summary>
    private const long ManySamples = 32_000_000;

    /// <summary>The most samples that are learned from; of larger streams, evenly spaced pictures.</summary>
    private const long MostSamples = 64_000_000;

    /// <summary>Trains a network; see <see cref="NetworkTrainer"/>.</summary>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public static ReadOnlyMemory<byte> Train(
        PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var samples = Read(pictures);
        var budget = SamplesAtFive * Math.Pow(2, (options.Effort - 5) / 2.0);
        var recipe = new ContextNetworkOptions
        {
            Size = Size(pictures.Samples, options),
            Epochs = (int)Math.Clamp(budget / samples.Sum(picture => (long)picture.Samples.Length), LeastEpochs, MostEpochs),
            Threads = options.Threads,
            Seed = options.Seed,
        };
        return ContextNetworkTrainer.Train(samples, recipe, progress.Training("learning"), cancellation).Write();
    }

    private static ContextNetworkSize Size(long samples, PackOptions options)
    {
        var pays = samples >= ManySamples && (options.Preset == PackPreset.Fast || options.Effort >= 5);
        return pays || (options.Preset == PackPreset.Best && options.Effort >= 7) ? ContextNetworkSize.Base : ContextNetworkSize.Small;
    }

    private static IReadOnlyList<Raster> Read(PictureSet pictures)
    {
        var step = (int)Math.Max(1, (pictures.Samples + MostSamples - 1) / MostSamples);
        if (step == 1)
            return pictures.Read(0, pictures.Count);
        var read = new List<Raster>();
        for (var i = 0; i < pictures.Count; i += step)
            read.AddRange(pictures.Read(i, 1));
        return read;
    }
}
