using System.Diagnostics;
using System.Text.Json;
using Hourglass.Inference;
using Hourglass.Tests.Onnx;

namespace Hourglass.Tests.Inference;

public sealed class NoTorchTests
{
    [Fact]
    public void TheCoreRefersToNoTorch() =>
        Assert.Empty(Torch(typeof(Autoencoder).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)));

    [Fact]
    public void NothingBesideTheCoreBringsTorchIn()
    {
        using var deps = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Hourglass.Tests.deps.json")));
        string[] libraries = [.. deps.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name)];
        Assert.Contains(libraries, library => library.StartsWith("Microsoft.ML.OnnxRuntime/", StringComparison.Ordinal));
        Assert.Empty(Torch(libraries));
    }

    [Fact]
    public void UsingAModelLoadsOnnxRuntimeAndNoTorch()
    {
        using var written = new WrittenModel();
        using var model = Autoencoder.Open(written.Folder);
        model.CheckGolden();
        using var process = Process.GetCurrentProcess();
        string[] loaded = [.. process.Modules.Cast<ProcessModule>().Select(module => module.ModuleName)];
        Assert.Contains(loaded, name => name.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Torch(loaded));
    }

    [Fact]
    public void TorchIsFoundUnderAnyOfItsNames()
    {
        string[] names = ["TorchSharp/0.105.0", "libtorch-cpu-linux-x64", "libc10.so", "libtorch_cpu.so", "LibTorchSharp.so", "c10.dll"];
        Assert.Equal(names, Torch(["System.Runtime", .. names, "Microsoft.ML.OnnxRuntime/1.20.0", "libc.so.6", "libonnxruntime.so"]));
    }

    private static IEnumerable<string> Torch(IEnumerable<string> names) => names.Where(name =>
        name.Contains("torch", StringComparison.OrdinalIgnoreCase) || name.StartsWith("libc10", StringComparison.Ordinal) || name.StartsWith("c10", StringComparison.Ordinal));
}
