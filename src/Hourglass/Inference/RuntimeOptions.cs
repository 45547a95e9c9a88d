using Hourglass.Architectures;
using Microsoft.ML.OnnxRuntime;

namespace Hourglass.Inference;

/// <summary>How every graph is run by ONNX Runtime.</summary>
internal static class RuntimeOptions
{
    /// <summary>
    /// Options for so many threads. Spinning threads make two threads slower than one when cores are shared; docs/decisions/0002-libtorch.md has
    /// the figures.
    /// </summary>
    public static SessionOptions For(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            // What goes wrong is said once, by an exception, and not on the standard error stream as well.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /// <summary>What to say when ONNX Runtime does not take a graph.</summary>
    public static ModelFormatException Refused(string file, OnnxRuntimeException reason) =>
        new(file, $"ONNX Runtime refuses it ({reason.Message.ReplaceLineEndings(" ").TrimEnd('.')}); train the model again.", reason);
}
