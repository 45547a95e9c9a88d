using Microsoft.ML.OnnxRuntime;

namespace Hourglass.Benchmarks;

/// <summary>One graph run on ONNX Runtime with nothing of ours around it: what encoding and decoding are held against.</summary>
internal sealed class BareSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtValue _input;
    private readonly OrtValue _output;

    /// <summary>A session on one thread that reads from and writes to the given arrays.</summary>
    public BareSession(string file, float[] input, long[] inputShape, float[] output, long[] outputShape)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(file, options);
        _input = OrtValue.CreateTensorValueFromMemory(input, inputShape);
        _output = OrtValue.CreateTensorValueFromMemory(output, outputShape);
    }

    public void Run() => _session.Run(_run, _session.InputNames, [_input], _session.OutputNames, [_output]);

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _run.Dispose();
        _session.Dispose();
    }
}
