using System.Text;
using Hourglass.Architectures;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;

namespace Hourglass.Tests.Onnx;

public sealed class ModelFolderTests : IDisposable
{
    private readonly WrittenModel _model = new();

    public void Dispose() => _model.Dispose();

    public static TheoryData<string> Files() => [.. WrittenModel.FileNames];

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        var info = ModelFolder.Read(_model.Folder);
        Assert.Equal(_model.Info.Architecture.ToJson(), info.Architecture.ToJson());
        Assert.Equal(_model.Info.Metrics, info.Metrics);
        Assert.Equal(WrittenModel.FileNames.Where(name => name != ModelFiles.Info).Order(StringComparer.Ordinal), info.Files.Keys);
        Assert.Equal(_model.Info, info with { Architecture = _model.Info.Architecture, Metrics = _model.Info.Metrics, Files = _model.Info.Files, Checksum = "" });
        AssertSame(_model.Content.Weights, ModelFolder.ReadWeights(_model.Folder));
        AssertSame(_model.Content.Baseline, ModelFolder.ReadBaseline(_model.Folder));
        var golden = ModelFolder.ReadGolden(_model.Folder);
        Assert.Equal(_model.Content.Golden.Samples, golden.Samples);
        Assert.Equal(_model.Content.Golden.Codes, golden.Codes);
        Assert.Equal(_model.Content.Golden.Outputs, golden.Outputs);
    }

    [Fact]
    public void AModelWithoutABaselineHasNone()
    {
        ModelFolder.Write(_model.Folder, _model.Info, _model.Content with { Baseline = [] });
        Assert.False(File.Exists(_model.PathOf(ModelFiles.Baseline)));
        Assert.Empty(ModelFolder.ReadBaseline(_model.Folder));
        using var model = Autoencoder.Open(_model.Folder);
        Assert.Empty(model.Baseline);
    }

    [Fact]
    public void ARunFolderLeadsToItsModel()
    {
        Assert.Equal(ModelFolder.Read(_model.Folder).Checksum, ModelFolder.Read(_model.Run).Checksum);
        using var model = Autoencoder.Open(_model.Run);
        Assert.Equal(_model.Info.Architecture.Input, model.Input);
    }

    [Fact]
    public void APlaceWithoutAModelSaysSo()
    {
        foreach (var path in new[] { Path.Combine(_model.Run, "nothing"), Directory.CreateDirectory(Path.Combine(_model.Run, "empty")).FullName, _model.PathOf(ModelFiles.Card) })
            AssertRefused(path, path, "no model here");
    }

    [Fact]
    public void TheCardStandsTheModelBesideTheBaseline()
    {
        var card = File.ReadAllText(_model.PathOf(ModelFiles.Card));
        Assert.Contains("| this model | 0.0123 | 19.1 |\n| pca | 0.0456 | 13.41 |\n", card, StringComparison.Ordinal);
        Assert.Contains("| held-out data | mse | psnr |", card, StringComparison.Ordinal);
    }

    [Fact]
    public void TheNameOfTheDataCannotBreakTheCard()
    {
        ModelFolder.Write(_model.Folder, _model.Info with { Data = "a|b\n<script>[x](y)`" }, _model.Content);
        Assert.Contains("| Training data | a b  script  x (y), 60000 samples |", File.ReadAllText(_model.PathOf(ModelFiles.Card)), StringComparison.Ordinal);
    }

    [Fact]
    public void MetricsThatAreNotFiniteAreLeftOut()
    {
        var metrics = new Dictionary<string, double> { ["mse"] = 0, ["psnr"] = double.PositiveInfinity, ["ssim"] = double.NaN };
        ModelFolder.Write(_model.Folder, _model.Info with { Metrics = metrics }, _model.Content);
        Assert.Equal(["mse"], ModelFolder.Read(_model.Folder).Metrics.Keys);
    }

    [Fact]
    public void AModelThatCannotBeWrittenLeavesTheOneThatWasThere()
    {
        var before = File.ReadAllBytes(_model.PathOf(ModelFiles.Info));
        var (weights, golden) = (_model.Content.Weights, _model.Content.Golden);
        WeightTensor[] diverged = [.. weights.Skip(1), weights[0] with { Values = [float.NaN, .. weights[0].Values.Skip(1)] }];
        Assert.Throws<ArchitectureException>(() => Write(_model.Info, _model.Content with { Weights = diverged }));
        Assert.Throws<ArchitectureException>(() => Write(_model.Info, _model.Content with { Weights = [.. weights, new("more", [1], [1])] }));
        Assert.Throws<ArgumentException>(() => Write(_model.Info, _model.Content with { Golden = golden with { Codes = [1] } }));
        Assert.Throws<ArgumentException>(() => Write(_model.Info with { Normalization = new Normalization(3, 3) }, _model.Content));
        Assert.Throws<ArgumentException>(() => Write(_model.Info, _model.Content with { Baseline = [new("twice", [1], [1]), new("twice", [1], [1])] }));
        Assert.Equal(before, File.ReadAllBytes(_model.PathOf(ModelFiles.Info)));
        Assert.Equal([_model.Folder], Directory.EnumerateFileSystemEntries(_model.Run));

        void Write(ModelInfo info, ModelContent content) => ModelFolder.Write(_model.Folder, info, content);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AnyFlippedBitIsFound(string name)
    {
        var file = _model.PathOf(name);
        var bytes = File.ReadAllBytes(file);
        var rng = new Rng(11);
        foreach (var place in new[] { 0, bytes.Length - 1 }.Concat(Enumerable.Range(0, 20).Select(_ => rng.NextInt(bytes.Length))))
        {
            var changed = bytes.ToArray();
            changed[place] ^= (byte)(1 << rng.NextInt(8));
            File.WriteAllBytes(file, changed);
            AssertRefused(_model.Folder, file, "");
        }
    }

    [Fact]
    public void EveryBitOfModelJsonCounts()
    {
        var bytes = File.ReadAllBytes(_model.PathOf(ModelFiles.Info));
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<ModelFormatException>(() => ModelJson.Read(bytes, ModelFiles.Info));
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void AHugeLayerIsRefusedBeforeItsSizeOverflows()
    {
        const int filters = SampleShape.MaxSize, kernel = 65535, padding = 32767;
        var architecture = new Architecture
        {
            Name = "huge",
            Input = SampleShape.Vector(filters),
            Encoder = [new Conv("down", filters, kernel, 1, padding)],
            Decoder = [new ConvTranspose("up", filters, kernel, 1, padding)],
        };
        File.WriteAllBytes(_model.PathOf(ModelFiles.Info), ModelJson.Write(ModelFolder.Read(_model.Folder) with { Architecture = architecture }));
        AssertRefused(_model.Folder, _model.PathOf(ModelFiles.Info), "'down'");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ATruncatedFileIsFound(string name)
    {
        var file = _model.PathOf(name);
        var bytes = File.ReadAllBytes(file);
        foreach (var length in new[] { bytes.Length - 1, bytes.Length / 2, 8, 0 })
        {
            File.WriteAllBytes(file, bytes[..length]);
            AssertRefused(_model.Folder, file, "");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AMissingFileIsNamed(string name)
    {
        File.Delete(_model.PathOf(name));
        if (name == ModelFiles.Info)
            AssertRefused(_model.Folder, _model.Folder, "no model here");
        else
            AssertRefused(_model.Folder, _model.PathOf(name), "it is missing");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AFileThatIsTooLongIsNotRead(string name)
    {
        // The file is sparse: it takes no room on the disk.
        var limit = name == ModelFiles.Info ? ModelJson.MaxBytes : ModelFiles.Limit(name, _model.Info.Architecture)!.Value;
        using (var stream = File.OpenWrite(_model.PathOf(name)))
            stream.SetLength(limit + 1);
        AssertRefused(_model.Folder, _model.PathOf(name), "too many");
    }

    [Fact]
    public void AFolderInThePlaceOfAFileIsNamed()
    {
        File.Delete(_model.PathOf(ModelFiles.Decoder));
        Directory.CreateDirectory(_model.PathOf(ModelFiles.Decoder));
        AssertRefused(_model.Folder, _model.PathOf(ModelFiles.Decoder), "cannot be read");
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 3", "newer")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 0", "formatVersion")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": \"1\"", "formatVersion")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 1, \"formatVersion\": 1", "no model.json")]
    [InlineData("\"checksum\"", "\"sum\"", "checksum")]
    [InlineData("\"checksum\": \"", "\"checksum\": \"\\ud800", "checksum")]
    [InlineData("\"task\"", "\"extra\": 1, \"task\"", "extra")]
    [InlineData("\"mse\": 0.0123", "\"mse\": 1e999", "metrics.mse")]
    [InlineData("\"mse\": 0.0123", "\"mse\": NaN", "no model.json")]
    [InlineData("\"mse\": 0.0123", "\"mse\": \"NaN\"", "no model.json")]
    [InlineData("\"trainingSeconds\": 12.5", "\"trainingSeconds\": -1", "trainingSeconds")]
    [InlineData("\"samples\": 60000", "\"samples\": -1", "samples")]
    [InlineData("\"samples\": 60000,", "", "samples")]
    [InlineData("\"high\": 255", "\"high\": 0", "normalization")]
    [InlineData("\"high\": 255", "\"high\": 1e39", "normalization")]
    [InlineData("\"data\": \"noise\"", "\"data\": null", "data")]
    [InlineData("\"channels\": 1", "\"channels\": -1", "no model.json")]
    [InlineData("\"channels\": 1", "\"channels\": 2147483647", "no model.json")]
    [InlineData("\"encoder.onnx\"", "\"../encoder.onnx\"", "encoder.onnx")]
    [InlineData("\"files\": {", "\"files\": { \"../../secret\": \"00\",", "'../../secret', which is no file of a model")]
    [InlineData("\"files\": {", "\"files\": null, \"files2\": {", "no model.json")]
    public void AForgedModelJsonIsRefused(string found, string forged, string problem)
    {
        Assert.Contains(found, File.ReadAllText(_model.PathOf(ModelFiles.Info)), StringComparison.Ordinal);
        _model.Forge(json => json.Replace(found, forged, StringComparison.Ordinal));
        AssertRefused(_model.Folder, _model.PathOf(ModelFiles.Info), problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"formatVersion\": 1}")]
    [InlineData("\ufeff{}")]
    [InlineData("<html>")]
    public void WhatIsNoModelJsonIsRefused(string text)
    {
        File.WriteAllText(_model.PathOf(ModelFiles.Info), text);
        AssertRefused(_model.Folder, _model.PathOf(ModelFiles.Info), "no model.json of Hourglass");
    }

    [Fact]
    public void DeepNestingIsRefused()
    {
        File.WriteAllText(_model.PathOf(ModelFiles.Info), new string('[', 1 << 20));
        AssertRefused(_model.Folder, _model.PathOf(ModelFiles.Info), "no model.json of Hourglass");
    }

    [Fact]
    public void AModelJsonWithAnyLayoutIsReadIfItsChecksumFits()
    {
        _model.Forge(json => json.Replace("\"samples\": 60000", "\"samples\":   60001", StringComparison.Ordinal));
        Assert.Equal(60001, ModelFolder.Read(_model.Folder).Samples);
    }

    [Fact]
    public void FilesThatDoNotFitTheArchitectureAreRefusedThoughTheirHashesFit()
    {
        var golden = _model.Content.Golden;
        Refuse(ModelFiles.Encoder, File.ReadAllBytes(_model.PathOf(ModelFiles.Decoder)), "its graph is not");
        Refuse(ModelFiles.Decoder, [], "");
        Refuse(ModelFiles.Encoder, Encoding.UTF8.GetBytes("no graph"), "");
        Refuse(ModelFiles.Golden, Tensors(new("samples", [64], golden.Samples[..64]), new("codes", [5], golden.Codes[..5]), new("outputs", [64], golden.Outputs[..64])), "golden vectors");
        Refuse(ModelFiles.Golden, Tensors(), "golden vectors");
        Refuse(ModelFiles.Golden, [1, 2, 3], "");
        Refuse(ModelFiles.Baseline, [1, 2, 3], "");
        Refuse(ModelFiles.HeldOut, Tensors(new("codes", [1, 1], [1]), new("errors", [1], [1])), "an error for each");
        Refuse(ModelFiles.HeldOut, Tensors(new WeightTensor("errors", [1], [1])), "an error for each");
        Refuse(ModelFiles.HeldOut, Tensors(new("code", [1, 4], [1, 2, 3, 4]), new("errors", [1], [1])), "an error for each");
        Refuse(ModelFiles.HeldOut, Tensors(new("codes", [1, 4], [1, 2, 3, float.NaN]), new("errors", [1], [1])), "an error for each");
        foreach (var name in new[] { "\\ud800", "\u00ff" })
            Refuse(ModelFiles.Baseline, [32, 0, 0, 0, 0, 0, 0, 0, .. Encoding.Latin1.GetBytes($"{{\"{name}\":1}}".PadRight(32))], "the header");

        void Refuse(string name, byte[] content, string problem)
        {
            var (before, info) = (File.ReadAllBytes(_model.PathOf(name)), File.ReadAllBytes(_model.PathOf(ModelFiles.Info)));
            _model.Forge(name, content);
            var error = Assert.Throws<ModelFormatException>(() => Autoencoder.Open(_model.Folder));
            Assert.Contains(_model.PathOf(name), error.Message, StringComparison.Ordinal);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            File.WriteAllBytes(_model.PathOf(name), before);
            File.WriteAllBytes(_model.PathOf(ModelFiles.Info), info);
            Autoencoder.Open(_model.Folder).Dispose();
        }
    }

    [Fact]
    public void WeightsThatDoNotFitTheArchitectureAreRefused()
    {
        _model.Forge(ModelFiles.Weights, Tensors([.. _model.Content.Weights.Skip(1)]));
        var error = Assert.Throws<ModelFormatException>(() => ModelFolder.ReadWeights(_model.Folder));
        Assert.Contains($"'{_model.Content.Weights[0].Name}' is missing", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Tensors(params WeightTensor[] tensors)
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, tensors);
        return stream.ToArray();
    }

    private static void AssertSame(IReadOnlyList<WeightTensor> expected, IReadOnlyList<WeightTensor> found)
    {
        Assert.Equal(expected.Select(tensor => tensor.Name), found.Select(tensor => tensor.Name));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Shape, pair.Second.Shape));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    /// <summary>Both ways into the folder refuse it, by name and in one line.</summary>
    private static void AssertRefused(string path, string named, string problem)
    {
        foreach (var error in new[] { Assert.Throws<ModelFormatException>(() => ModelFolder.Read(path)), Assert.Throws<ModelFormatException>(() => Autoencoder.Open(path)) })
        {
            Assert.StartsWith(named, error.Message, StringComparison.Ordinal);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }
}
