using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;

namespace Hourglass.Outliers.Pictures;

/// <summary>Scores small pictures by a network that was trained on normal ones: by what it cannot give back.</summary>
/// <remarks><code>
/// autoencoders: |x - y|^2    GANomaly: |z - z'|    f-AnoGAN: |x - y|^2 + |f(x) - f(y)|^2        means, x -> z -> y -> z', f the adversary's features
/// variational: |x - y|^2 / 2 s^2 + KL(z, N(0, 1))                                               sums, s^2 the mean of |x - y|^2 of held-out pictures
/// </code>
/// Akcay et al., 2018, arXiv 1805.06725, equation 5; Schlegl et al., 2019, the residual of izi_f; Kingma and Welling, 2014, arXiv 1312.6114: the bound on the
/// negative logarithm of the likelihood, but for a constant. A fifth of the normal pictures is held out of the training, to say what a score is worth.
/// </remarks>
public sealed class NetworkOutliers : IPictureScorer
{
    private const int HeldOutEvery = 5;
    private const int AtOnce = 256;

    private readonly TrainedNetwork _network;
    private readonly Normalization _normalization;
    private readonly int _threads;
    private readonly HeldOut _held;

    /// <summary>The variance of the pixels around a reconstruction, in [0, 1]; 0 where the score is no likelihood.</summary>
    private readonly double _variance;

    private NetworkOutliers(TrainedNetwork network, Normalization normalization, int threads, float[] held, CancellationToken cancellation)
    {
        (_network, _normalization, _threads) = (network, normalization, Math.Max(1, threads));
        if (network.Architecture is { Adversary: null, Encoder: [.., Variational] })
            _variance = Math.Max(Distances(held, cancellation).Average(), 1e-9);
        _held = new HeldOut(Distances(held, cancellation));
    }

    /// <summary>Whether a network of the catalogue can be trained for this: it has a code.</summary>
    public static bool IsUsable(string model) => Catalogue.Entries.Any(entry => entry.Id == model) && !Catalogue.HasNoCode(model);

    /// <summary>Fits on normal pictures.</summary>
    /// <param name="model">The id of a line of <see cref="Catalogue"/> that <see cref="IsUsable"/>.</param>
    /// <param name="train">Trains it.</param>
    /// <param name="pictures"><c>[N, C, H, W]</c> as stored, N at least 8.</param>
    /// <param name="shape">The shape of one.</param>
    /// <param name="range">The lowest and highest stored value.</param>
    /// <param name="seed">Names random choices.</param>
    /// <param name="threads">How many work.</param>
    /// <param name="progress">Told how far the training has come.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public static NetworkOutliers Fit(
        string model, PictureNetworkTrainer train, float[] pictures, SampleShape shape, (float Low, float High) range, ulong seed, int threads,
        IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!IsUsable(model))
            throw new ArgumentException($"No network with a code is called '{model}'.", nameof(model));
        var all = Enumerable.Range(0, pictures.Length / shape.Size).ToArray();
        var network = train(model, Rows(i => i % HeldOutEvery != HeldOutEvery - 1), shape, range, seed, threads, progress, cancellation);
        return new NetworkOutliers(network, new Normalization(range.Low, range.High), threads, Rows(i => i % HeldOutEvery == HeldOutEvery - 1), cancellation);

        float[] Rows(Func<int, bool> wanted) => [.. all.Where(wanted).SelectMany(i => pictures[(i * shape.Size)..((i + 1) * shape.Size)])];
    }

    /// <inheritdoc />
    public IReadOnlyList<PictureScore> Score(float[] pictures, CancellationToken cancellation = default) =>
        [.. Distances(pictures, cancellation).Select(distance => new PictureScore(_held.Standardized(distance), _held.PValue(distance)))];

    /// <summary>How far what comes back is, for each picture.</summary>
    private double[] Distances(float[] pictures, CancellationToken cancellation)
    {
        var (architecture, size) = (_network.Architecture, _network.Architecture.Input.Size);
        var length = ShapeInference.CodeLength(architecture);
        var game = architecture.Adversary?.Game;
        using var encoder = Open(Architecture.EncoderHalf, OnnxEmitter.Samples, OnnxEmitter.Codes, length);
        using var decoder = Open(Architecture.DecoderHalf, OnnxEmitter.Codes, OnnxEmitter.Outputs, length);
        using var judge = game == AdversarialGame.Reconstructions ? Open(Architecture.RecoderHalf, OnnxEmitter.Samples, OnnxEmitter.Codes, length)
            : game == AdversarialGame.Draws ? Open(Architecture.AdversaryHalf, OnnxEmitter.Samples, OnnxEmitter.Features, Features)
            : null;
        using var moments = _variance > 0 ? OpenMoments(length) : null;
        var distances = new double[pictures.Length / size];
        for (var first = 0; first < distances.Length; first += AtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(AtOnce, distances.Length - first);
            var samples = pictures.AsMemory(first * size, count * size);
            var (codes, outputs) = (new float[count * length], new float[count * size]);
            encoder.Run(samples, codes);
            decoder.Run(codes, outputs);
            for (var i = 0; i < count && game != AdversarialGame.Reconstructions; i++)
                distances[first + i] = Squared(samples.Span, outputs, i, size) / Math.Pow(_normalization.Span, 2);
            if (moments is not null)
                Likelihoods(Through(moments, samples, count, 2 * length), distances.AsSpan(first, count), size, length);
            if (game == AdversarialGame.Reconstructions)
                Add(codes, Through(judge!, outputs, count, length), length, Absolute);
            else if (game == AdversarialGame.Draws)
                Add(Through(judge!, samples, count, Features), Through(judge!, outputs, count, Features), Features, Squared);

            void Add(float[] a, float[] b, int each, Distance distance)
            {
                for (var i = 0; i < count; i++)
                    distances[first + i] += distance(a, b, i, each);
            }
        }

        return distances;
    }

    /// <summary>Makes mean squared errors the bound on the negative log-likelihood.</summary>
    /// <param name="moments"><c>[N, 2n]</c>: means, then log variances.</param>
    /// <param name="errors"><c>[N]</c>.</param>
    /// <param name="size">Values of a picture.</param>
    /// <param name="length">n.</param>
    private void Likelihoods(float[] moments, Span<double> errors, int size, int length)
    {
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] *= size / (2 * _variance);
            for (var j = 0; j < length; j++)
            {
                var (mean, logVariance) = ((double)moments[i * 2 * length + j], (double)moments[i * 2 * length + length + j]);
                errors[i] += (mean * mean + Math.Exp(logVariance) - logVariance - 1) / 2;
            }
        }
    }

    private delegate double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int row, int length);

    private int Features => ShapeInference.InferAdversary(_network.Architecture)[^1].Input.Channels;

    private static double Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int row, int length) =>
        Math.Pow(TensorPrimitives.Distance(a.Slice(row * length, length), b.Slice(row * length, length)), 2) / length;

    private static double Absolute(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int row, int length)
    {
        var difference = new float[length];
        TensorPrimitives.Subtract(a.Slice(row * length, length), b.Slice(row * length, length), difference);
        return TensorPrimitives.SumOfMagnitudes<float>(difference) / length;
    }

    private static float[] Through(OnnxSession session, ReadOnlyMemory<float> input, int count, int length)
    {
        var output = new float[count * length];
        session.Run(input, output);
        return output;
    }

    private OnnxSession Open(string half, string input, string output, int length) => Open(_network.Architecture, half, input, output, length);

    /// <summary>The encoder without its last layer, which would draw the code. What follows it is only there to make the network whole.</summary>
    private OnnxSession OpenMoments(int length)
    {
        var (whole, input) = (_network.Architecture, _network.Architecture.Input);
        var moments = whole with { Encoder = [.. whole.Encoder.SkipLast(1)], Decoder = [new Dense("back", input.Size), new Reshape("picture", input)] };
        return Open(moments, Architecture.EncoderHalf, OnnxEmitter.Samples, OnnxEmitter.Codes, 2 * length);
    }

    private OnnxSession Open(Architecture architecture, string half, string input, string output, int length)
    {
        using var graph = new MemoryStream();
        OnnxEmitter.Write(graph, half, architecture, _network.Weights, _normalization);
        var shape = architecture.Input;
        long[] sample = [shape.Channels, shape.Height, shape.Width];
        return new OnnxSession(
            graph.ToArray(), $"{half}.onnx", (input, input == OnnxEmitter.Samples ? sample : [length]), (output, output == OnnxEmitter.Outputs ? sample : [length]), _threads);
    }
}
