using Hourglass.Architectures;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Runs;

namespace Hourglass.Training.Codes;

/// <summary>Trains an autoencoder whose decoder is small and made of what integers can do, and brings it to integers.</summary>
/// <remarks><code>
/// x -> conv 32/2 -> conv 64/2 -> dense 256 -> h [n] -> dense -> relu -> [H/4, W/4, c] -> conv-transpose*2 -> conv-transpose*2 -> conv -> y
/// </code></remarks>
internal static class VectorTrainer
{
    private const int Stages = 2;
    private const int Waist = 256;

    /// <summary>Trains.</summary>
    /// <param name="pictures">Two or more, all of one size and with the same channels and levels.</param>
    /// <param name="plan">How.</param>
    /// <param name="progress">Told where training stands.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public static VectorModel Train(
        IReadOnlyList<Raster> pictures, VectorPlan plan, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var first = pictures[0];
        var shape = new SampleShape(first.Channels, first.Height, first.Width);
        var architecture = Architecture(shape, plan);
        var normalization = new Normalization(0, first.Levels - 1);
        var steps = new TrainingPlan
        {
            Data = "pictures",
            Latent = plan.Latents,
            Epochs = (int)Math.Max(1, plan.Samples / pictures.Count),
            ValidationShare = 0,
            LearningRate = 3e-3,
            WeightDecay = 0.01,
            BatchSize = 64,
            Device = DeviceKind.Cpu,
            Threads = plan.Threads,
            Seed = plan.Seed,
            CheckpointSeconds = 1e6,
        };
        using var data = new DataSet(new RasterSource(pictures)) { Name = "pictures", Count = pictures.Count, Shape = shape, Range = (0, first.Levels - 1) };
        var folder = Directory.CreateTempSubdirectory("hourglass-codes").FullName;
        try
        {
            using var samples = new TrainingSamples(data, null, data, normalization);
            using var trainer = new Trainer(steps, architecture, samples, folder, resume: false);
            trainer.Run(_ => { }, progress, cancellation);
            var weights = trainer.Network.Weights();
            return new VectorModel(architecture, weights, Session(architecture, weights, normalization, plan), plan, first.Levels);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static OnnxSession Session(
        Hourglass.Architectures.Architecture architecture, IReadOnlyList<WeightTensor> weights, Normalization normalization, VectorPlan plan)
    {
        using var graph = new MemoryStream();
        OnnxEmitter.Write(graph, Hourglass.Architectures.Architecture.EncoderHalf, architecture, weights, normalization);
        var input = architecture.Input;
        return new OnnxSession(
            graph.ToArray(), "the encoder", (OnnxEmitter.Samples, [input.Channels, input.Height, input.Width]), (OnnxEmitter.Codes, [plan.Latents]), 1);
    }

    private static Hourglass.Architectures.Architecture Architecture(SampleShape shape, VectorPlan plan)
    {
        var sizes = Enumerable.Range(0, Stages + 1).Select(halvings => VectorDecoder.SizeBefore(shape.Width, shape.Height, halvings)).ToArray();
        var (inner, outer) = (sizes[Stages], plan.Width);
        return new Hourglass.Architectures.Architecture
        {
            Name = "vector codes",
            Input = shape,
            Encoder =
            [
                new Conv("conv1", 32, 3, Stride: 2, Padding: 1, Bias: false), new BatchNorm("norm1"), new Activation("act1", ActivationFunction.Silu),
                new Conv("conv2", 64, 3, Stride: 2, Padding: 1, Bias: false), new BatchNorm("norm2"), new Activation("act2", ActivationFunction.Silu),
                new Reshape("flat", SampleShape.Vector(64 * inner.Width * inner.Height)),
                new Dense("waist", Waist), new Activation("act3", ActivationFunction.Silu),
                new Dense("code", plan.Latents),
            ],
            Decoder =
            [
                new Dense("dense", outer * inner.Width * inner.Height), new Activation("relu0", ActivationFunction.Relu),
                new Reshape("shape", new SampleShape(outer, inner.Height, inner.Width)),
                Up("up1", outer, inner, sizes[1]), new Activation("relu1", ActivationFunction.Relu),
                Up("up2", outer, sizes[1], sizes[0]), new Activation("relu2", ActivationFunction.Relu),
                new Conv("output", shape.Channels, 3, Padding: 1),
            ],
        };
    }

    private static ConvTranspose Up(string name, int filters, (int Width, int Height) from, (int Width, int Height) to) => new(
        name, filters, 3, Stride: 2, Padding: 1, ExtraHeight: to.Height - ((2 * from.Height) - 1), ExtraWidth: to.Width - ((2 * from.Width) - 1));
}
