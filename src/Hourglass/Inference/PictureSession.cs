using Hourglass.Architectures;
using Hourglass.Data.Images;
using Microsoft.ML.OnnxRuntime;

namespace Hourglass.Inference;

/// <summary>A network on ONNX Runtime that takes pictures of any size; safe to use from several threads at once.</summary>
internal sealed class PictureSession : IPictureNetwork
{
    private readonly string _file;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    /// <summary>Opens a graph from bytes that were checked.</summary>
    /// <param name="bytes">The ONNX file.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="input">The name of the input, <c>[1, C, H, W]</c>.</param>
    /// <param name="output">The name of the output, <c>[1, C, H, W]</c>.</param>
    /// <param name="threads">Threads of ONNX Runtime for one picture.</param>
    /// <exception cref="ModelFormatException">ONNX Runtime refuses the graph, or it has other inputs or outputs.</exception>
    public PictureSession(byte[] bytes, string file, string input, string output, int threads)
    {
        (_file, _inputs, _outputs) = (file, [input], [output]);
        try
        {
            using var options = RuntimeOptions.For(threads);
            // Planned memory is held for every size of window that was ever seen: half as much again, and no faster.
            options.EnableMemoryPattern = false;
            _session = new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException refused)
        {
            throw RuntimeOptions.Refused(file, refused);
        }

        if (_session.InputMetadata.Count == 1 && Fits(_session.InputMetadata, input) && _session.OutputMetadata.Count == 1 && Fits(_session.OutputMetadata, output))
            return;
        Dispose();
        throw new ModelFormatException(file, $"its graph is not '{input}' to '{output}', pictures of any size; train the model again.");
    }

    /// <inheritdoc />
    public void Run(Planes input, Planes output)
    {
        try
        {
            using var from = Value(input);
            using var to = Value(output);
            _session.Run(_run, _inputs, [from], _outputs, [to]);
        }
        catch (OnnxRuntimeException failed)
        {
            throw RuntimeOptions.Refused(_file, failed);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static OrtValue Value(Planes planes) => OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance, planes.Values.AsMemory(), [1, planes.Channels, planes.Height, planes.Width]);

    private static bool Fits(IReadOnlyDictionary<string, NodeMetadata> metadata, string name) =>
        metadata.TryGetValue(name, out var node) && node.IsTensor && node.ElementType == typeof(float) && node.Dimensions.Length == 4;
}
