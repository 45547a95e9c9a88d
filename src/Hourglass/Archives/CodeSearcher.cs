using Hourglass.Archives.Codes;
using Hourglass.Data;

namespace Hourglass.Archives;

/// <summary>Finds the codes for the pictures of one stream that do what <see cref="PackOptions.Codes"/> asks for.</summary>
/// <param name="pictures">The pictures.</param>
/// <param name="options">How they are packed.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="cancellation">Stops it.</param>
/// <exception cref="CodeTargetException">Nothing does what is asked for.</exception>
public delegate CodeSearchResult CodeSearcher(
    PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation);
