using Hourglass.Archives;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Data;
using Hourglass.Training.Codes;
using Hourglass.Training.Restoration;

namespace Hourglass.Training;

/// <summary>Learns codes for the pictures of an archive: restoration networks for lattices, and vectors of an autoencoder.</summary>
public static class ArchiveCodes
{
    private const int Latents = 16;

    // More passes over a small set bring nothing.
    private const long MostPasses = 500;
    private const long MostSamples = 200_000;

    /// <summary>Searches; see <see cref="CodeSearcher"/>.</summary>
    /// <exception cref="CodeTargetException">Nothing does what is asked for.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public static CodeSearchResult Search(
        PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var target = options.Codes!.Value;
        progress?.Report(new DataProgress("learning codes", 0, 0));
        Raster[] samples = pictures.Read(0, pictures.Count);
        var measure = new RateMeasure(samples, pictures.PicturesOfChunk(options), options.Threads);
        var plan = new RestorationPlan { Threads = options.Threads, Seed = options.Seed };
        var latents = target.Kind == CodeTargetKind.Latents ? (int)target.Value : Latents;
        var vectors = WantsVectors(target, samples)
            ? VectorTrainer.Train(samples, Plan(latents, samples.Length, options), null, cancellation)
            : null;
        var others = vectors is null ? [] : CodeTraining.Vectors(vectors, samples, latents);
        var found = new CodeSearch(measure, CodeTraining.Restoration(samples, plan), others).Find(target, cancellation);
        // The encoder of vectors that won is needed until the archive is written.
        if (found.Codec is not VectorCodec)
            vectors?.Dispose();
        return found;
    }

    private static VectorPlan Plan(int latents, int pictures, PackOptions options) => new()
    {
        Latents = latents,
        Samples = Math.Min(MostSamples, MostPasses * pictures),
        Threads = options.Threads,
        Seed = options.Seed,
    };

    /// <summary>A vector of few numbers gives about 20 dB: more than that is not to be had of it.</summary>
    private static bool WantsVectors(CodeTarget target, IReadOnlyList<Raster> pictures) => CodeTraining.TakesVectors(pictures) && target.Kind switch
    {
        CodeTargetKind.Psnr => target.Value < 22,
        CodeTargetKind.Ratio => target.Value > 60,
        CodeTargetKind.BitsPerSample => target.Value < 0.13,
        _ => true,
    };
}
