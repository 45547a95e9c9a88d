using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Hourglass.Architectures;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Runs;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks;

/// <summary>Encoding and decoding by the library, by bare ONNX Runtime on the same graphs, and by the trainer's own forward pass; one thread each.</summary>
/// <remarks>The network is a catalogue entry with fresh weights, written to a temporary model folder: weights do not change the speed.</remarks>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)]
[CategoriesColumn]
[HideColumns("Error", "StdDev", "Median")]
public class InferenceBenchmarks
{
    private const int Latent = 16;
    private static readonly SampleShape s_shape = new(1, 28, 28);

    private string _folder = "";
    private float[] _samples = [];
    private float[] _codes = [];
    private float[] _outputs = [];
    private TorchNetwork _network = null!;
    private Autoencoder _model = null!;
    private BareSession _encoder = null!;
    private BareSession _decoder = null!;

    [Params("conv", "dense")]
    public string Model { get; set; } = "";

    [Params(1, 256)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Open()
    {
        var device = Devices.Choose(new TrainingPlan { Data = "none", Device = DeviceKind.Cpu });
        Devices.UseOneThreadPerOperation();
        _network = new TorchNetwork(Catalogue.Build(Model, s_shape, Latent), seed: 42, device);
        var random = new Rng(42, 0);
        _samples = [.. Enumerable.Range(0, Batch * s_shape.Size).Select(_ => random.NextSingle(0, 1))];
        _codes = new float[Batch * Latent];
        _outputs = new float[_samples.Length];

        _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        WriteModel();
        _model = Autoencoder.Open(_folder, new InferenceOptions { Threads = 1 });
        _encoder = new BareSession(
            Path.Combine(_folder, "encoder.onnx"), _samples, [Batch, 1, 28, 28], new float[_codes.Length], [Batch, Latent]);
        _decoder = new BareSession(
            Path.Combine(_folder, "decoder.onnx"), _codes, [Batch, Latent], new float[_outputs.Length], [Batch, 1, 28, 28]);
    }

    [GlobalCleanup]
    public void Close()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        _model.Dispose();
        _network.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, Description = "ONNX Runtime, bare"), BenchmarkCategory("encode")]
    public void EncodeBare() => _encoder.Run();

    [Benchmark(Description = "Autoencoder"), BenchmarkCategory("encode")]
    public void Encode() => _model.Encode(_samples, _codes);

    [Benchmark(Description = "trainer's network"), BenchmarkCategory("encode")]
    public void EncodeByTrainer()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _network.Encode(tensor(_samples, [Batch, 1, 28, 28]), noise: null).Code.data<float>().CopyTo(_codes);
    }

    [Benchmark(Baseline = true, Description = "ONNX Runtime, bare"), BenchmarkCategory("decode")]
    public void DecodeBare() => _decoder.Run();

    [Benchmark(Description = "Autoencoder"), BenchmarkCategory("decode")]
    public void Decode() => _model.Decode(_codes, _outputs);

    [Benchmark(Description = "trainer's network"), BenchmarkCategory("decode")]
    public void DecodeByTrainer()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _network.Decode(tensor(_codes, [Batch, Latent]), training: false).data<float>().CopyTo(_outputs);
    }

    private void WriteModel()
    {
        var sample = _samples[..s_shape.Size];
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var code = _network.Encode(tensor(sample, [1, 1, 28, 28]), noise: null).Code;
        var output = _network.Decode(code, training: false);
        var info = new ModelInfo
        {
            Producer = "benchmark",
            Architecture = _network.Architecture,
            Normalization = new Normalization(0, 1),
            Data = "none",
            Samples = 0,
            Epochs = 0,
            TrainingSeconds = 0,
            Seed = 42,
        };
        ModelFolder.Write(_folder, info, new ModelContent
        {
            Weights = _network.Weights(),
            Golden = new GoldenVectors(sample, code.data<float>().ToArray(), output.data<float>().ToArray()),
        });
    }
}
