using Hourglass.Architectures;
using Hourglass.Data.Images;

namespace Hourglass.Inference;

/// <summary>A network that makes a picture of a picture; safe to use from several threads at once.</summary>
internal interface IPictureNetwork : IDisposable
{
    /// <summary>Passes one picture through the network.</summary>
    /// <param name="input"><c>[C, H, W]</c>.</param>
    /// <param name="output"><c>[C', s H, s W]</c>; filled.</param>
    /// <exception cref="ModelFormatException">ONNX Runtime fails on the graph, or its answer has another size.</exception>
    void Run(Planes input, Planes output);
}
