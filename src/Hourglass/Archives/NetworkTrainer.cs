using Hourglass.Data;

namespace Hourglass.Archives;

/// <summary>Learns networks for the pictures of one stream; each is tried, and kept if it makes the archive smaller, its own bytes counted.</summary>
/// <param name="pictures">The pictures.</param>
/// <param name="options">How they are packed.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="cancellation">Stops it.</param>
/// <returns>Models as their codec stores them: the letters of the codec, and the bytes.</returns>
public delegate IReadOnlyList<(string Codec, ReadOnlyMemory<byte> Model)> NetworkTrainer(
    PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation);
