using Hourglass.Data.Images;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Tasks;

namespace Hourglass.Tests.Inference;

/// <summary>Restoring networks that tests write themselves, with tasks that do nothing around them.</summary>
internal static class GivenRestorers
{
    /// <summary>A mean of 3 x 3 pixels in each channel, zeros beyond the borders.</summary>
    public static Restorer Blur(int channels, InferenceOptions? options = null, bool takesMask = false)
    {
        var graph = new OnnxGraph("blur");
        var weights = new float[channels * channels * 9];
        for (var channel = 0; channel < channels; channel++)
            weights.AsSpan((channel * channels + channel) * 9, 9).Fill(1 / 9f);
        Conv(graph, "blur", "x", channels, channels, 3, weights);
        return Open(graph, new Plain(channels, channels, 1) { Masked = takesMask }, new RestoringShape(1, 1, 8 * channels), options);
    }

    /// <summary>Random weights: down to a quarter of the size, and up again beside a path that keeps it. It looks 13 pixels far.</summary>
    public static Restorer Deep(int channels, InferenceOptions? options = null)
    {
        var (graph, rng) = (new OnnxGraph("deep"), new Rng(7));
        Conv(graph, "a", "x", channels, 4, 3, Draw(rng, 4 * channels * 9));
        graph.Node("Tanh", "a2", ["a"]);
        Conv(graph, "b", "a2", 4, 4, 2, Draw(rng, 4 * 4 * 4), stride: 2);
        Conv(graph, "c", "b", 4, 4, 2, Draw(rng, 4 * 4 * 4), stride: 2);
        graph.Node("Tanh", "c2", ["c"]);
        Conv(graph, "d", "c2", 4, 4, 3, Draw(rng, 4 * 4 * 9));
        graph.Node("ConvTranspose", "e", ["d", graph.Floats("e.w", [4, 4, 4, 4], Draw(rng, 4 * 4 * 16))], OnnxAttribute.Integers("strides", 4, 4));
        graph.Node("Add", "f", ["e", "a2"]);
        Conv(graph, "g", "f", 4, channels, 3, Draw(rng, channels * 4 * 9));
        return Open(graph, new Plain(channels, channels, 1), new RestoringShape(4, 13, 64), options);
    }

    /// <summary>Every pixel becomes a square of 2 x 2 pixels, after a random mean of 3 x 3 pixels.</summary>
    public static Restorer Enlarge(InferenceOptions? options = null)
    {
        var graph = new OnnxGraph("enlarge");
        Conv(graph, "a", "x", 1, 4, 3, Draw(new Rng(3), 4 * 9));
        graph.Node("DepthToSpace", "b", ["a"], OnnxAttribute.Integer("blocksize", 2));
        return Open(graph, new Plain(1, 1, 2), new RestoringShape(1, 1, 64), options);
    }

    /// <summary>Grey to color: a third of the grey, all of it, and none.</summary>
    public static Restorer Color(InferenceOptions? options = null)
    {
        var graph = new OnnxGraph("color");
        Conv(graph, "a", "x", 1, 3, 1, [1 / 3f, 1, 0]);
        return Open(graph, new Plain(1, 3, 1), new RestoringShape(1, 0, 16), options);
    }

    private static void Conv(OnnxGraph graph, string name, string input, int from, int to, int kernel, float[] weights, int stride = 1)
    {
        var pad = stride > 1 ? 0 : kernel / 2;
        graph.Node(
            "Conv", name, [input, graph.Floats(name + ".w", [to, from, kernel, kernel], weights)],
            OnnxAttribute.Integers("pads", pad, pad, pad, pad), OnnxAttribute.Integers("strides", stride, stride));
    }

    private static Restorer Open(OnnxGraph graph, Plain task, RestoringShape shape, InferenceOptions? options)
    {
        var model = graph.Model(("x", [task.InputChannels, OnnxGraph.Height, OnnxGraph.Width]), ("y", [task.OutputChannels, OnnxGraph.OutputHeight, OnnxGraph.OutputWidth]), "tests", []);
        using var bytes = new MemoryStream();
        model.CopyTo(bytes);
        return new Restorer(task, new PictureSession(bytes.ToArray(), "test.onnx", "x", "y", threads: 1), shape, options ?? new InferenceOptions());
    }

    private static float[] Draw(Rng rng, int count)
    {
        var scale = 1 / MathF.Sqrt(count / 4f);
        return [.. Enumerable.Range(0, count).Select(_ => rng.NextSingle(-scale, 2 * scale))];
    }

    private sealed record Plain(int From, int To, int Times) : RestorationTask
    {
        public bool Masked { get; init; }

        public override string Id => "test";

        public override int PictureChannels => From;

        public override int OutputChannels => To;

        public override int Scale => Times;

        public override bool TakesMask => Masked;

        public override void Check() => Require(Times > 0, "the scale is above 0");

        public override TrainingPair Draw(Planes clean, Rng rng) => new(clean, clean);

        public override Planes Enter(Planes picture, Planes? mask) => picture;

        /// <summary>Known pixels are returned as they were given.</summary>
        public override Planes Leave(Planes picture, Planes? mask, Planes output)
        {
            for (var i = 0; mask is not null && i < output.Values.Length; i++)
                output.Values[i] = mask.Values[i % mask.Values.Length] > 0 ? output.Values[i] : picture.Values[i];
            return output;
        }
    }
}
