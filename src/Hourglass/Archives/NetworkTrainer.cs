using Hourglass.Data;

namespace Hourglass.Archives;

/// <summary>Learns a network for the pictures of one stream; it is tried, and kept if it makes the archive smaller, its own bytes counted.</summary>
/// <param name="pictures">The pictures.</param>
/// <param name="options">How they are packed.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="cancellation">Stops it.</param>
/// <returns>The network as the archive stores it.</returns>
public delegate ReadOnlyMemory<byte> NetworkTrainer(
    PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation);
