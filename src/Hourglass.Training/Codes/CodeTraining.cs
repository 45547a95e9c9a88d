using System.Globalization;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Packing;
using Hourglass.Archives.Pixels;
using Hourglass.Training.Restoration;

namespace Hourglass.Training.Codes;

/// <summary>What training adds to the search for codes: restoration networks, and vector codes.</summary>
internal static class CodeTraining
{
    /// <summary>The longest side of pictures that vector codes are tried on: one vector for more says too little.</summary>
    private const int LongestVectorSide = Thumbnails.LongestSide;

    private static readonly double[] Fineness = [0.005, 0.01, 0.015, 0.02, 0.03, 0.045];

    /// <summary>Trains restoration networks on pictures.</summary>
    /// <param name="pictures">All that is packed: the network need not be good at anything else.</param>
    /// <param name="plan">How long, on how many threads.</param>
    public static TrainRestoration Restoration(IReadOnlyList<Raster> pictures, RestorationPlan plan) => (lattice, width, layers, cancellation) =>
        RestorationTrainer.Train(pictures, lattice, plan with { Width = width, Layers = layers }, null, cancellation);

    /// <summary>Whether vector codes can be made of pictures: they are small and of one size.</summary>
    public static bool TakesVectors(IReadOnlyList<Raster> pictures) =>
        pictures.Count >= 2 && Math.Max(pictures[0].Width, pictures[0].Height) <= LongestVectorSide
        && pictures.All(picture => picture.Width == pictures[0].Width && picture.Height == pictures[0].Height);

    /// <summary>Codecs of one trained model in several finenesses, by name. They live as long as the model.</summary>
    public static IReadOnlyList<(string Name, IPixelCodec Codec)> Vectors(VectorModel model, IReadOnlyList<Raster> pictures, int latents) =>
    [
        .. Fineness.Select(fineness => (
            string.Create(CultureInfo.InvariantCulture, $"{latents} numbers, steps {fineness}"), (IPixelCodec)model.Codec(pictures, fineness))),
    ];
}
