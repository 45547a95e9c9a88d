using System.Runtime.InteropServices;
using Hourglass.Architectures;
using Hourglass.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Hourglass.Inference;

/// <summary>One graph in ONNX Runtime, with one input and one output, both float32 with a free batch dimension.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string _file;
    private readonly Port _input;
    private readonly Port _output;

    /// <summary>Loads a graph from bytes that were checked; it can refer to nothing outside them.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="input">What it must take.</param>
    /// <param name="output">What it must give.</param>
    /// <param name="threads">Threads of ONNX Runtime, at least 1.</param>
    /// <exception cref="ModelFormatException">The graph holds what Hourglass never writes, does not fit, or ONNX Runtime cannot load it.</exception>
    public OnnxSession(byte[] model, string file, Port input, Port output, int threads)
    {
        (_file, _input, _output) = (file, input, output);
        OnnxCheck.Inspect(model, file);
        _session = Try(() =>
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = threads,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };

            // Waiting threads sleep instead of spinning: where cores are shared, spinning costs more than half of the speed.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
            return new InferenceSession(model, options);
        });
        try
        {
            CheckPort("input", input, _session.InputMetadata);
            CheckPort("output", output, _session.OutputMetadata);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs the graph on a batch; it reads and writes the given memory without copies.</summary>
    /// <param name="input"><c>[count, sides of the input]</c>.</param>
    /// <param name="output"><c>[count, sides of the output]</c>.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <exception cref="ModelFormatException">ONNX Runtime refuses.</exception>
    public void Run(ReadOnlyMemory<float> input, Memory<float> output, int count) => Try(() =>
    {
        using var from = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(input), [count, .. _input.Sides]);
        using var to = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, output, [count, .. _output.Sides]);
        _session.Run(_runOptions, _input.Names, [from], _output.Names, [to]);
        return true;
    });

    /// <inheritdoc />
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private void CheckPort(string kind, Port port, IReadOnlyDictionary<string, NodeMetadata> found)
    {
        var expected = $"{port.Name} [N, {string.Join(", ", port.Sides)}] of float32";
        if (found.Count != 1 || !found.TryGetValue(port.Name, out var tensor) || !tensor.IsTensor || tensor.ElementType != typeof(float))
            throw new ModelFormatException(_file, $"its {kind}s are {string.Join(", ", found.Keys)}; expected {expected}: copy or train the model again.");
        if (!tensor.Dimensions.Select(side => (long)side).SequenceEqual([-1, .. port.Sides]))
        {
            var sides = string.Join(", ", tensor.Dimensions.Select(side => side < 0 ? OnnxGraph.Batch : $"{side}"));
            throw new ModelFormatException(_file, $"its {kind} is {port.Name} [{sides}]; expected {expected}: copy or train the model again.");
        }
    }

    private T Try<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (OnnxRuntimeException refused)
        {
            throw new ModelFormatException(_file, $"ONNX Runtime refuses it ({refused.Message.ReplaceLineEndings(" ").Trim()}); copy or train the model again.", refused);
        }
    }

    /// <summary>An input or output: its name and the sides of one sample.</summary>
    public sealed record Port(string Name, IReadOnlyList<long> Sides)
    {
        /// <summary>The name as a list of one, as ONNX Runtime wants it.</summary>
        public string[] Names { get; } = [Name];
    }
}
