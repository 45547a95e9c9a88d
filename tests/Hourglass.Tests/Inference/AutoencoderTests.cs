using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Tests.Onnx;

namespace Hourglass.Tests.Inference;

public sealed class AutoencoderTests : IDisposable
{
    private const int Latent = WrittenModel.Latent;
    private const int Size = 64;

    private readonly WrittenModel _written = new();
    private readonly Autoencoder _model;

    public AutoencoderTests() => _model = Autoencoder.Open(_written.Folder, new InferenceOptions { BatchSize = 7 });

    public void Dispose()
    {
        _model.Dispose();
        _written.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(256)]
    [InlineData(600)]
    public void ManySamplesAtOnceGiveWhatEachGivesAlone(int count)
    {
        using var model = Autoencoder.Open(_written.Folder);
        var samples = WrittenModel.Draw(count * Size, 9);
        var (codes, outputs) = (new float[count * Latent], new float[count * Size]);
        model.Encode(samples, codes);
        model.Decode(codes, outputs);
        var (code, output) = (new float[Latent], new float[Size]);
        for (var i = 0; i < count; i++)
        {
            model.Encode(samples.AsMemory(i * Size, Size), code);
            model.Decode(codes.AsMemory(i * Latent, Latent), output);
            AssertNear(code, codes.AsSpan(i * Latent, Latent), 1e-6);
            AssertNear(output, outputs.AsSpan(i * Size, Size), 1e-6 * 255);
        }
    }

    [Fact]
    public void NoSamplesGiveNoCodes()
    {
        _model.Encode(ReadOnlyMemory<float>.Empty, Memory<float>.Empty);
        _model.Decode(ReadOnlyMemory<float>.Empty, Memory<float>.Empty);
    }

    [Theory]
    [InlineData(Size - 1, Latent)]
    [InlineData(Size + 1, Latent)]
    [InlineData(2 * Size, Latent)]
    [InlineData(Size, Latent - 1)]
    [InlineData(Size, 2 * Latent)]
    [InlineData(0, Latent)]
    public void LengthsThatDoNotFitAreRefused(int samples, int codes)
    {
        var error = Assert.Throws<ArgumentException>(() => _model.Encode(new float[samples], new float[codes]));
        Assert.Contains("1x8x8", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _model.Decode(new float[codes], new float[samples]));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void OptionsOutOfRangeAreRefused(int threads, int batchSize) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Autoencoder.Open(_written.Folder, new InferenceOptions { Threads = threads, BatchSize = batchSize }));

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(23)]
    public void ADataSetPassesInOrderAndWhole(int count)
    {
        var values = WrittenModel.Draw(count * Size, 4);
        using var data = Data(new Rows(values), count);
        var (codes, outputs) = (new float[count * Latent], new float[count * Size]);
        _model.Encode(values, codes);
        _model.Decode(codes, outputs);
        var (next, told) = (0, new List<DataProgress>());
        _model.ReconstructAll(
            data,
            (first, samples, batchCodes, batchOutputs) =>
            {
                Assert.Equal(next, first);
                next += samples.Length / Size;
                Assert.Equal(Math.Min(7, count - first), next - first);
                Assert.Equal(values[(first * Size)..(next * Size)], samples.ToArray());
                Assert.Equal(codes[(first * Latent)..(next * Latent)], batchCodes.ToArray());
                Assert.Equal(outputs[(first * Size)..(next * Size)], batchOutputs.ToArray());
            },
            new Told(told.Add));
        Assert.Equal(count, next);
        Assert.Equal(Enumerable.Range(1, (count + 6) / 7).Select(batch => new DataProgress("encoding", Math.Min(7 * batch, count), count)), told);
    }

    [Fact]
    public void DataOfAnotherBitDepthIsRefused()
    {
        using var deep = new DataSet(new Rows([])) { Name = "deep", Count = 3, Shape = _model.Input, Range = (0, 65535) };
        var error = Assert.Throws<ModelMismatchException>(() => _model.EncodeAll(deep, (_, _, _) => { }));
        Assert.Contains("0 to 65535", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataOfAnotherShapeIsRefusedBeforeItIsRead()
    {
        using var data = new DataSet(new Rows([])) { Name = "others", Count = 3, Shape = new SampleShape(3, 8, 8) };
        foreach (var pass in new Action[] { () => _model.EncodeAll(data, (_, _, _) => { }), () => _model.ReconstructAll(data, (_, _, _, _) => { }) })
        {
            var error = Assert.Throws<ModelMismatchException>(pass);
            Assert.Contains("3x8x8", error.Message, StringComparison.Ordinal);
            Assert.Contains("1x8x8", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 1)]
    [InlineData(22, 3)]
    public void ASampleThatCannotBeReadStopsThePassAfterTheBatchesBeforeIt(int broken, int batches)
    {
        using var data = Data(new Rows(WrittenModel.Draw(23 * Size, 4), broken), 23);
        var done = 0;
        var error = Assert.Throws<DataException>(() => _model.EncodeAll(data, (_, _, _) => done++));
        Assert.Equal($"sample {broken} is broken", error.Message);
        Assert.Equal(batches, done);
    }

    [Fact]
    public void AnErrorOfTheUserPassesThroughAndNobodyReadsAfterwards()
    {
        using var source = new Gated(firstGated: 7);
        using var data = Data(source, 23);
        var error = Assert.Throws<InvalidOperationException>(() => _model.EncodeAll(data, (_, _, _) =>
        {
            source.Entered.Wait(TestContext.Current.CancellationToken);
            source.OpenSoon();
            throw new InvalidOperationException("mine");
        }));
        Assert.Equal("mine", error.Message);
        Assert.True(source.IsOpen, "The pass ended while the next batch was still being read.");
        Assert.Equal(14, source.Done);
    }

    [Fact]
    public void CancellationStopsAfterTheBatchInProgressAndNobodyReadsAfterwards()
    {
        using var stop = new CancellationTokenSource();
        using var source = new Gated(firstGated: 7);
        using var data = Data(source, 23);
        var done = 0;
        Assert.Throws<OperationCanceledException>(() => _model.EncodeAll(
            data,
            (_, _, _) =>
            {
                done++;
                source.Entered.Wait(TestContext.Current.CancellationToken);
                source.OpenSoon();
                stop.Cancel();
            },
            cancellation: stop.Token));
        Assert.Equal(1, done);
        Assert.True(source.IsOpen, "The pass ended while the next batch was still being read.");
        Assert.Equal(14, source.Done);
    }

    [Fact]
    public void AModelEqualsItsGoldenVectors()
    {
        var (codes, outputs) = _model.CheckGolden();
        Assert.InRange(codes, 0, 1e-5);
        Assert.InRange(outputs, 0, 1e-5);
    }

    [Fact]
    public void WrongGoldenVectorsShow()
    {
        var (codes, outputs) = Golden(golden => golden with { Codes = [.. golden.Codes.SkipLast(1), golden.Codes[^1] + 0.25f] });
        Assert.Equal(0.25, codes, 1e-5);
        Assert.InRange(outputs, 0, 1e-5);
        (codes, outputs) = Golden(golden => golden with { Outputs = [golden.Outputs[0] - 51, .. golden.Outputs.Skip(1)] });
        Assert.InRange(codes, 0, 1e-5);
        Assert.Equal(0.2, outputs, 1e-5);
        Assert.Equal(double.PositiveInfinity, Golden(golden => golden with { Outputs = [float.NaN, .. golden.Outputs.Skip(1)] }).Outputs);

        static (double Codes, double Outputs) Golden(Func<GoldenVectors, GoldenVectors> change)
        {
            using var written = new WrittenModel(golden: change);
            using var model = Autoencoder.Open(written.Folder);
            return model.CheckGolden();
        }
    }

    [Theory]
    [InlineData("conv", 1)]
    [InlineData("classic", 2)]
    [InlineData("variational", 3)]
    [InlineData("sparse", 1)]
    public void MoreThreadsChangeNothing(string id, int channels)
    {
        using var written = new WrittenModel(id, new SampleShape(channels, 9, 6));
        using var model = Autoencoder.Open(written.Folder, new InferenceOptions { Threads = 2 });
        var (codes, outputs) = model.CheckGolden();
        Assert.InRange(codes, 0, 1e-5);
        Assert.InRange(outputs, 0, 1e-5);
    }

    [Fact]
    public void LargeSamplesComeInSmallerBatches()
    {
        Assert.Equal(256, Autoencoder.BatchSize(Catalogue.Build("conv", new SampleShape(1, 28, 28), 16), 256));
        Assert.Equal(1, Autoencoder.BatchSize(Catalogue.Build("conv", new SampleShape(1, 28, 28), 16), 1));
        Assert.InRange(Autoencoder.BatchSize(Catalogue.Build("conv", new SampleShape(3, 512, 512), 16), 256), 4, 16);
        Assert.Equal(1, Autoencoder.BatchSize(Catalogue.Build("conv", new SampleShape(3, 4096, 4096), 16), 256));
    }

    private static DataSet Data(IDataSource source, int count) => new(source) { Name = "noise", Count = count, Shape = new SampleShape(1, 8, 8) };

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    private sealed class Rows(float[] values, int broken = -1) : IDataSource
    {
        public void Read(int index, Span<float> destination)
        {
            if (index == broken)
                throw new DataException($"sample {index} is broken");
            values.AsSpan(index * Size, Size).CopyTo(destination);
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Holds the reader at one sample until the gate is opened, so that it is surely still reading when the pass ends.</summary>
    private sealed class Gated(int firstGated) : IDataSource
    {
        private readonly ManualResetEventSlim _gate = new();
        private int _done;

        public ManualResetEventSlim Entered { get; } = new();

        public bool IsOpen => _gate.IsSet;

        public int Done => Volatile.Read(ref _done);

        public void OpenSoon() => Task.Delay(50).ContinueWith(_ => _gate.Set(), TaskScheduler.Default);

        public void Read(int index, Span<float> destination)
        {
            if (index == firstGated)
            {
                Entered.Set();
                _gate.Wait();
            }

            destination.Clear();
            Interlocked.Increment(ref _done);
        }

        public void Dispose()
        {
            _gate.Dispose();
            Entered.Dispose();
        }
    }

    private sealed class Told(Action<DataProgress> told) : IProgress<DataProgress>
    {
        public void Report(DataProgress value) => told(value);
    }
}
