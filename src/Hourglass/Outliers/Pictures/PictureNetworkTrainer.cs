using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Pictures;

/// <summary>Trains a network of the catalogue on normal pictures.</summary>
/// <param name="model">The id of a line of <see cref="Catalogue"/> with a code.</param>
/// <param name="pictures"><c>[N, C, H, W]</c> as stored, N at least 2.</param>
/// <param name="shape">The shape of one.</param>
/// <param name="range">The lowest and highest stored value.</param>
/// <param name="seed">Names random choices.</param>
/// <param name="threads">How many work.</param>
/// <param name="progress">Told how far it has come.</param>
/// <param name="cancellation">Stops.</param>
public delegate TrainedNetwork PictureNetworkTrainer(
    string model, float[] pictures, SampleShape shape, (float Low, float High) range, ulong seed, int threads, IProgress<DataProgress>? progress,
    CancellationToken cancellation);

/// <summary>A network and its weights, what it was trained against included.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Weights">All of them.</param>
public sealed record TrainedNetwork(Architecture Architecture, IReadOnlyList<WeightTensor> Weights);
