using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hourglass.Architectures;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Tests.Data;

namespace Hourglass.Tests.Onnx;

/// <summary>A model folder with random weights and all the files that a folder can have; its golden vectors come from plain loops.</summary>
internal sealed class WrittenModel : IDisposable
{
    public const int Latent = 4;

    private readonly TemporaryFolder _folder = new();

    public WrittenModel(string id = "conv", SampleShape? shape = null, Func<GoldenVectors, GoldenVectors>? golden = null)
    {
        var architecture = Catalogue.Build(id, shape ?? new SampleShape(1, 8, 8), Latent);
        var weights = ReferenceNetwork.DrawWeights(architecture, 5);
        var size = architecture.Input.Size;
        var vectors = PlainLoops(architecture, weights, samples: 3);
        Content = new ModelContent
        {
            Weights = weights,
            Golden = golden?.Invoke(vectors) ?? vectors,
            Baseline = [new("pca.mean", [size], Draw(size, 2)), new("pca.components", [Latent, size], Draw(Latent * size, 3))],
            HeldOut = architecture.HasCode ? [new("codes", [3, ShapeInference.CodeLength(architecture)], Draw(3 * ShapeInference.CodeLength(architecture), 4)), new("errors", [3], Draw(3, 5))] : [],
        };
        Info = new ModelInfo
        {
            Producer = "hourglass 0.1.0",
            Architecture = architecture,
            Normalization = Normalization.Pixels,
            Data = "noise",
            Samples = 60000,
            Epochs = 7,
            TrainingSeconds = 12.5,
            Seed = ulong.MaxValue,
            Metrics = new Dictionary<string, double> { ["mse"] = 0.0123, ["psnr"] = 19.1, ["pca.mse"] = 0.0456, ["pca.psnr"] = 13.41 },
        };
        ModelFolder.Write(Folder, Info, Content);
    }

    public string Run => _folder.Path;

    public string Folder => Path.Combine(_folder.Path, "model");

    public ModelInfo Info { get; }

    public ModelContent Content { get; }

    public static IReadOnlyList<string> FileNames { get; } = [ModelFiles.Info, ModelFiles.Encoder, ModelFiles.Decoder, ModelFiles.Weights, ModelFiles.Golden, ModelFiles.Card, ModelFiles.Baseline, ModelFiles.HeldOut];

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Changes model.json and makes its checksum fit, as somebody would who means harm.</summary>
    public void Forge(Func<string, string> edit)
    {
        var zeros = new string('0', 64);
        var json = edit(Regex.Replace(File.ReadAllText(PathOf(ModelFiles.Info)), "(?<=\"checksum\": \")[0-9a-f]{64}", zeros));
        File.WriteAllText(PathOf(ModelFiles.Info), json.Replace(zeros, Hash(Encoding.UTF8.GetBytes(json)), StringComparison.Ordinal));
    }

    /// <summary>Puts another file in the place of one, and makes its SHA-256 fit.</summary>
    public void Forge(string name, byte[] content)
    {
        var before = Hash(File.ReadAllBytes(PathOf(name)));
        File.WriteAllBytes(PathOf(name), content);
        Forge(json => json.Replace(before, Hash(content), StringComparison.Ordinal));
    }

    public static float[] Draw(int count, ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, count).Select(_ => rng.NextSingle(0, 255))];
    }

    public void Dispose() => _folder.Dispose();

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static GoldenVectors PlainLoops(Architecture architecture, IReadOnlyList<WeightTensor> weights, int samples)
    {
        var stored = Draw(samples * architecture.Input.Size, 1);
        var (codes, outputs) = (new List<float>(), new List<float>());
        foreach (var sample in stored.Chunk(architecture.Input.Size))
        {
            var code = ReferenceNetwork.Run(architecture, weights, Architecture.EncoderHalf, [.. sample.Select(value => value / 255.0)]);
            var output = ReferenceNetwork.Run(architecture, weights, Architecture.DecoderHalf, code);
            codes.AddRange(code.Select(value => (float)value));
            outputs.AddRange(output.Select(value => (float)(value * 255)));
        }

        return new GoldenVectors(stored, [.. codes], [.. outputs]);
    }
}
