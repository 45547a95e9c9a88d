using Hourglass.Archives.Restoration;

namespace Hourglass.Archives.Codes;

/// <summary>Trains a network that restores what a lattice took away.</summary>
/// <param name="lattice">The cells.</param>
/// <param name="width">Channels between the layers.</param>
/// <param name="layers">Convolutions.</param>
/// <param name="cancellation">Stops the work.</param>
internal delegate IntegerNetwork TrainRestoration(Lattice lattice, int width, int layers, CancellationToken cancellation);
