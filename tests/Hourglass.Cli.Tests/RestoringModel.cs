using Hourglass.Architectures;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Tasks;

namespace Hourglass.Cli.Tests;

/// <summary>A model folder of a network that makes the mean of 3 x 3 pixels, as if it had been trained to denoise grey pictures.</summary>
internal static class RestoringModel
{
    private const int Side = 8;

    public static void Write(string folder)
    {
        var weight = new float[9];
        Array.Fill(weight, 1 / 9f);
        ModelFolder.Write(
            folder,
            new ModelInfo
            {
                Producer = "tests",
                Architecture = new Architecture { Name = "mean", Input = new SampleShape(1, Side, Side), Encoder = [new Conv("mean", 1, Kernel: 3, Padding: 1)], Decoder = [] },
                Normalization = new Normalization(0, 1),
                Task = new Denoise(),
                Data = "nothing",
                Samples = 1,
                Epochs = 1,
                TrainingSeconds = 1,
                Seed = 1,
            },
            new ModelContent
            {
                Weights = [new WeightTensor("encoder.mean.weight", [1, 1, 3, 3], weight), new WeightTensor("encoder.mean.bias", [1], [0])],
                Golden = new GoldenVectors(new float[Side * Side], [], new float[Side * Side]),
            });
    }
}
