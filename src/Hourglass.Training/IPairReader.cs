using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Gives what a network learns from: what it is given, and what it should answer.</summary>
internal interface IPairReader
{
    /// <summary>Some pairs, <c>[N, C, H, W]</c> and <c>[N, C', H', W']</c> around [0, 1]; the same for the same index and epoch.</summary>
    /// <exception cref="Data.DataException">A sample cannot be read.</exception>
    (Tensor Input, Tensor Target) Read(ReadOnlySpan<int> indices, long epoch);
}
