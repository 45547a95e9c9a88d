using System.Runtime.InteropServices;
using Hourglass.Architectures;
using Hourglass.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Hourglass.Inference;

/// <summary>One half of a model on ONNX Runtime: <c>[N, ...] -> [N, ...]</c>, reading and writing the caller's memory without a copy.</summary>
internal sealed class OnnxSession : IDisposable
{
    // How ONNX Runtime names a dimension without a fixed size.
    private const long FreeSide = -1;

    private readonly string _file;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly long[] _input;
    private readonly long[] _output;
    private readonly int _inputSize;
    private readonly int _outputSize;
    private bool _disposed;

    /// <summary>Opens a graph from bytes that were checked, so that no file is looked at again.</summary>
    /// <param name="bytes">The ONNX file.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="input">Name and shape of the input, the batch left out.</param>
    /// <param name="output">Name and shape of the output, the batch left out.</param>
    /// <param name="threads">Threads of ONNX Runtime.</param>
    /// <exception cref="ModelFormatException">The graph is not what model.json says, or ONNX Runtime refuses it.</exception>
    public OnnxSession(byte[] bytes, string file, (string Name, long[] Shape) input, (string Name, long[] Shape) output, int threads)
    {
        OnnxCheck.Inspect(bytes, file);
        _file = file;
        (_inputs, _outputs) = ([input.Name], [output.Name]);
        (_input, _output) = ([0, .. input.Shape], [0, .. output.Shape]);
        (_inputSize, _outputSize) = (Size(input.Shape), Size(output.Shape));
        try
        {
            using var options = RuntimeOptions.For(threads);
            _session = new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException refused)
        {
            throw RuntimeOptions.Refused(file, refused);
        }

        if (!Fits(_session.InputMetadata, input) || !Fits(_session.OutputMetadata, output))
        {
            _session.Dispose();
            throw new ModelFormatException(file, $"its graph is not '{input.Name}' [{string.Join(", ", input.Shape)}] to '{output.Name}' [{string.Join(", ", output.Shape)}], as model.json says; train the model again.");
        }
    }

    /// <summary>Runs the graph on N samples at once.</summary>
    /// <param name="input">N times the input's values.</param>
    /// <param name="output">N times the output's values; filled.</param>
    /// <exception cref="ModelFormatException">ONNX Runtime fails on the graph.</exception>
    /// <exception cref="ObjectDisposedException">The session is closed.</exception>
    public void Run(ReadOnlyMemory<float> input, Memory<float> output)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            using var from = Value(MemoryMarshal.AsMemory(input), _input, _inputSize);
            using var to = Value(output, _output, _outputSize);
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
        _disposed = true;
        _run.Dispose();
        _session.Dispose();
    }

    private static OrtValue Value(Memory<float> values, long[] shape, int size) => OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance, values, [values.Length / size, .. shape.AsSpan(1)]);

    private static bool Fits(IReadOnlyDictionary<string, NodeMetadata> metadata, (string Name, long[] Shape) expected) =>
        metadata.Count == 1 && metadata.TryGetValue(expected.Name, out var node) && node.IsTensor && node.ElementType == typeof(float)
        && node.Dimensions.Select(side => (long)side).SequenceEqual([FreeSide, .. expected.Shape]);

    private static int Size(long[] shape) => (int)shape.Aggregate(1L, (product, side) => product * side);
}
