using CsCheck;
using Hourglass.Architectures;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Hourglass.Tests.Onnx;

public sealed class OnnxEmitterTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string, int, int, int> ModelsAndShapes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach (var entry in Catalogue.Entries.Where(entry => !Catalogue.HasNoCode(entry.Id)))
        {
            foreach (var shape in new SampleShape[] { new(1, 28, 28), new(3, 32, 32), new(2, 17, 31), new(7, 1, 1) })
                data.Add(entry.Id, shape.Channels, shape.Height, shape.Width);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ModelsAndShapes))]
    public void EveryModelOfTheCatalogueEqualsPlainLoops(string id, int channels, int height, int width)
    {
        var architecture = Catalogue.Build(id, new SampleShape(channels, height, width), 5);
        var (codes, outputs) = Differences(architecture, Normalization.Pixels, seed: 1, samples: 2);
        Assert.InRange(codes, 0, Tolerance);
        Assert.InRange(outputs, 0, Tolerance);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1e6, 1000064)]
    [InlineData(-3e-5, 7e-5)]
    public void StoredUnitsOfAnyRangeKeepTheirPrecision(float low, float high)
    {
        foreach (var id in new[] { "dense", "classic" })
        {
            var (codes, outputs) = Differences(Catalogue.Build(id, new SampleShape(2, 9, 6), 3), new Normalization(low, high), seed: 2, samples: 3);
            Assert.InRange(codes, 0, Tolerance);
            Assert.InRange(outputs, 0, Math.Max(Tolerance, 2 * MathF.BitIncrement(high) - 2 * high) / Math.Min(1, high - low));
        }
    }

    [Fact]
    public void AnyChainOfLayersEqualsPlainLoops() => Gen.ULong.Sample(
        seed =>
        {
            var architecture = RandomArchitecture.Draw(seed);
            var (codes, outputs) = Differences(architecture, seed % 2 == 0 ? Normalization.Pixels : new Normalization(-2, 3), seed, samples: 2);
            Assert.True(codes <= Tolerance && outputs <= Tolerance, $"codes {codes}, outputs {outputs} of {architecture.ToJson()}");
        },
        iter: 200, threads: 1);

    [Fact]
    public void EverySampleOfABatchOfAnySizeGetsItsOwnResult()
    {
        var architecture = Catalogue.Build("conv", new SampleShape(1, 12, 10), 4);
        var weights = ReferenceNetwork.DrawWeights(architecture, 3);
        using var encoder = Session(architecture, weights, Architecture.EncoderHalf, Normalization.Pixels);
        var samples = Stored(architecture.Input, Normalization.Pixels, 3, 256);
        var all = Run(encoder, samples, [256, 1, 12, 10]);
        foreach (var count in new[] { 1, 7 })
        {
            var some = Run(encoder, samples[..(count * 120)], [count, 1, 12, 10]);
            Assert.Equal(count * 4, some.Length);
            for (var i = 0; i < some.Length; i++)
                Assert.Equal(all[i], some[i], 1e-5f);
        }
    }

    [Theory]
    [InlineData("conv", 0, 0)]
    [InlineData("dense", 0, 0)]
    [InlineData("variational", 0, 0)]
    [InlineData("classic", 1, 2)]
    public void BatchNormsDisappearUnlessZeroPaddingForbidsIt(string id, int encoder, int decoder)
    {
        var architecture = Catalogue.Build(id, new SampleShape(1, 28, 28), 16);
        Assert.Equal(encoder, Operators(architecture, Architecture.EncoderHalf).Count(operation => operation == "BatchNormalization"));
        Assert.Equal(decoder, Operators(architecture, Architecture.DecoderHalf).Count(operation => operation == "BatchNormalization"));
    }

    [Fact]
    public void NormalizationOfPixelsCostsTheEncoderNothingAndTheDecoderOneProduct()
    {
        var architecture = Catalogue.Build("conv", new SampleShape(1, 8, 8), 4);
        Assert.Equal(["Conv", "Sigmoid", "Mul", "Reshape", "Gemm", "Sigmoid", "Mul", "Gemm"], Operators(architecture, Architecture.EncoderHalf));
        Assert.Equal(["Sigmoid", "Mul"], Operators(architecture, Architecture.DecoderHalf).TakeLast(2));
    }

    [Fact]
    public void TiesAtTheBoundAreKept()
    {
        var architecture = new Architecture
        {
            Name = "ties",
            Input = SampleShape.Vector(4),
            Encoder = [new Reshape("flat", SampleShape.Vector(4)), new TopK("top", 2)],
            Decoder = [new Dense("output", 4)],
        };
        using var encoder = Session(architecture, ReferenceNetwork.DrawWeights(architecture, 1), Architecture.EncoderHalf, new Normalization(0, 1));
        Assert.Equal([3, 2, 2, 0], Run(encoder, [3, 2, 2, 1], [1, 4, 1, 1]));
    }

    [Fact]
    public void AMissingWeightIsNamed()
    {
        var architecture = Catalogue.Build("dense", new SampleShape(1, 4, 4), 2);
        var weights = ReferenceNetwork.DrawWeights(architecture, 1).Where(weight => weight.Name != "encoder.code.bias").ToArray();
        var error = Assert.Throws<ArchitectureException>(
            () => OnnxEmitter.Write(new MemoryStream(), Architecture.EncoderHalf, architecture, weights, Normalization.Pixels));
        Assert.Contains("'encoder.code.bias' is missing", error.Message, StringComparison.Ordinal);
    }

    private static string[] Operators(Architecture architecture, string half) =>
        [.. OnnxCheck.Inspect(Emit(architecture, ReferenceNetwork.DrawWeights(architecture, 1), half, Normalization.Pixels), "test.onnx")];

    private static (double Codes, double Outputs) Differences(Architecture architecture, Normalization normalization, ulong seed, int samples)
    {
        var weights = ReferenceNetwork.DrawWeights(architecture, seed);
        using var encoder = Session(architecture, weights, Architecture.EncoderHalf, normalization);
        using var decoder = Session(architecture, weights, Architecture.DecoderHalf, normalization);
        var shape = architecture.Input;
        var x = Stored(shape, normalization, seed, samples);
        var codes = Run(encoder, x, [samples, shape.Channels, shape.Height, shape.Width]);
        var length = codes.Length / samples;
        var outputs = Run(decoder, codes, [samples, length]);

        var (worstCode, worstOutput) = (0.0, 0.0);
        for (var s = 0; s < samples; s++)
        {
            double[] sample = [.. x[(s * shape.Size)..((s + 1) * shape.Size)].Select(value => ((double)value - normalization.Low) / normalization.Span)];
            var code = ReferenceNetwork.Run(architecture, weights, Architecture.EncoderHalf, sample);
            for (var i = 0; i < length; i++)
                worstCode = Math.Max(worstCode, Math.Abs(code[i] - codes[s * length + i]) / Math.Max(1, Math.Abs(code[i])));
            var output = ReferenceNetwork.Run(
                architecture, weights, Architecture.DecoderHalf, [.. codes[(s * length)..((s + 1) * length)].Select(value => (double)value)]);
            for (var i = 0; i < output.Length; i++)
                worstOutput = Math.Max(worstOutput, Math.Abs(output[i] - (outputs[s * shape.Size + i] - (double)normalization.Low) / normalization.Span) / Math.Max(1, Math.Abs(output[i])));
        }

        return (worstCode, worstOutput);
    }

    private static float[] Stored(SampleShape shape, Normalization normalization, ulong seed, int samples)
    {
        var rng = new Rng(seed, 1);
        return [.. Enumerable.Range(0, samples * shape.Size).Select(_ => rng.NextSingle(normalization.Low, normalization.High))];
    }

    private static byte[] Emit(Architecture architecture, IReadOnlyList<WeightTensor> weights, string half, Normalization normalization)
    {
        var stream = new MemoryStream();
        OnnxEmitter.Write(stream, half, architecture, weights, normalization);
        return stream.ToArray();
    }

    private static InferenceSession Session(Architecture architecture, IReadOnlyList<WeightTensor> weights, string half, Normalization normalization)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        return new InferenceSession(Emit(architecture, weights, half, normalization), options);
    }

    private static float[] Run(InferenceSession session, float[] values, long[] sides)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(values, sides);
        using var options = new RunOptions();
        using var outputs = session.Run(options, session.InputNames, [input], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
