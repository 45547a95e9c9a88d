using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Training.Codes;

/// <summary>Pictures in memory as samples for the trainer.</summary>
/// <param name="pictures">All of one size.</param>
internal sealed class RasterSource(IReadOnlyList<Raster> pictures) : IDataSource
{
    /// <inheritdoc/>
    public void Read(int index, Span<float> destination) => VectorEncoder.Planes(pictures[index], destination);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The pictures belong to the caller.
    }
}
