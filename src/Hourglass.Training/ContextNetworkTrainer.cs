using System.Diagnostics;
using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;
using Hourglass.Numerics;
using Hourglass.Training.Networks;

namespace Hourglass.Training;

/// <summary>
/// Trains the network that codes a set of pictures: batch, code length and its gradient, step. What is made small is the length of the
/// archive itself, in bits per sample.
/// </summary>
/// <remarks>
/// The gradient is computed here and not by libtorch: a tap costs one row of a table instead of a matrix product, empty neighborhoods are
/// only counted, and units that are zero are left out, which is an order of magnitude less work. A test compares it with libtorch's.
/// </remarks>
internal sealed class ContextNetworkTrainer
{
    private const int BatchSamples = 25_000;
    private const int LeastBatches = 64;
    private const double WarmUp = 0.05;

    // The last part of the training goes through rounded weights, so that they find values that are good when rounded.
    private const double RoundedFrom = 0.75;

    private const double BackgroundShare = 0.3;

    // How fast a picture's own statistics count: found on MNIST's training pictures; see PictureOffsets.
    private const int OffsetRate = 32;
    private const int OffsetDelay = 16;

    private readonly ContextNetworkOptions _options;
    private readonly NetworkGradient _gradient;
    private readonly TrainingStrip[] _strips;
    private readonly FlatAdam _optimizer;
    private readonly long _samples;
    private readonly long _batches;

    private ContextNetworkTrainer(IReadOnlyList<Raster> pictures, ContextNetworkOptions options)
    {
        _options = options;
        Network = new FloatNetwork(Shape(pictures, options.Size), options.Seed);
        Rounded = new FloatNetwork(Network.Shape, options.Seed);
        _gradient = new NetworkGradient(Network, options.Threads, OffsetRate / 16f, OffsetDelay / 4f);
        _optimizer = new FlatAdam(Network.Weights.Length);
        _strips = TrainingStrip.Cut(pictures);
        _samples = _strips.Sum(strip => (long)strip.Samples);
        _batches = Math.Max(Math.Min(_strips.Length, LeastBatches), (_samples + BatchSamples - 1) / BatchSamples);
    }

    private FloatNetwork Network { get; }

    private FloatNetwork Rounded { get; }

    /// <summary>Trains a network.</summary>
    /// <param name="pictures">One or more, all with the same channels and levels; at most 256 levels.</param>
    /// <param name="options">The recipe.</param>
    /// <param name="progress">Told where the run stands, after every epoch and ten times a second at most; the loss is in bits per sample.</param>
    /// <param name="cancellation">Stops after the batch in progress.</param>
    /// <exception cref="ArgumentException">The pictures differ in form, or have too many levels.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public static ContextNetwork Train(
        IReadOnlyList<Raster> pictures, ContextNetworkOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var trainer = new ContextNetworkTrainer(pictures, options);
        trainer.Run(progress, cancellation);
        return Quantizer.Quantize(trainer.Network, OffsetRate, OffsetDelay);
    }

    /// <summary>Like <see cref="Train"/>, but returns the weights before they are rounded, and their code length in bits per sample.</summary>
    public static (FloatNetwork Network, double Bits) TrainFloat(IReadOnlyList<Raster> pictures, ContextNetworkOptions options)
    {
        var trainer = new ContextNetworkTrainer(pictures, options);
        trainer.Run(null, default);
        trainer._gradient.Network = trainer.Network;
        return (trainer.Network, trainer._gradient.Measure(trainer._strips) / Math.Log(2) / trainer._samples);
    }

    /// <summary>Rounds trained weights.</summary>
    public static ContextNetwork Round(FloatNetwork network) => Quantizer.Quantize(network, OffsetRate, OffsetDelay);

    private static NetworkShape Shape(IReadOnlyList<Raster> pictures, ContextNetworkSize size)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pictures.Count, nameof(pictures));
        var first = pictures[0];
        if (first.Levels > 256)
            throw new ArgumentException($"Pictures of {first.Levels} levels; a context network takes 256 at most.", nameof(pictures));
        if (pictures.Any(picture => picture.Levels != first.Levels || picture.Channels != first.Channels))
            throw new ArgumentException("The pictures differ in channels or levels.", nameof(pictures));
        var shape = new NetworkShape
        {
            Levels = first.Levels,
            Channels = first.Channels,
            Background = Background(pictures),
            Taps = Tap.Nearest(24 * first.Channels, first.Channels),
        };
        return size switch
        {
            ContextNetworkSize.Nano => shape with { Taps = shape.Taps[..(12 * first.Channels)], EmbeddingSize = 4, Wide = 32, Narrow = 16, Rank = 8 },
            ContextNetworkSize.Base => shape with { Taps = Tap.Nearest(Math.Min(36 * first.Channels, 64), first.Channels), Wide = 96, Narrow = 64, Rank = 16 },
            _ => shape with { Taps = shape.Taps[..Math.Min(shape.Taps.Length, 64)] },
        };
    }

    /// <summary>The most frequent value, if it is frequent.</summary>
    private static int Background(IReadOnlyList<Raster> pictures)
    {
        var counts = new long[pictures[0].Levels];
        foreach (var picture in pictures)
        {
            foreach (var sample in picture.Samples)
                counts[sample]++;
        }

        var most = Array.IndexOf(counts, counts.Max());
        return counts[most] >= BackgroundShare * counts.Sum() ? most : -1;
    }

    private void Run(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var (clock, reported) = (Stopwatch.StartNew(), TimeSpan.Zero);
        var batch = new TrainingStrip[_strips.Length];
        var steps = _batches * _options.Epochs;
        var done = 0.0;
        for (long step = 0; done < 1; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (epoch, place) = ((int)(step / _batches), step % _batches);
            if (place == 0)
                Shuffle(batch, epoch);
            var (from, to) = ((int)(batch.Length * place / _batches), (int)(batch.Length * (place + 1) / _batches));
            if (done >= RoundedFrom)
            {
                Quantizer.Round(Network, Rounded);
                _gradient.Network = Rounded;
            }

            var nats = _gradient.Compute(batch.AsMemory(from..to));
            var rate = _options.LearningRate * (done < WarmUp ? (done + 0.001) / WarmUp : 0.5 * (1 + Math.Cos(Math.PI * (done - WarmUp) / (1 - WarmUp))));
            if (!double.IsFinite(nats))
                throw new TrainingDivergedException(epoch + 1, step, rate);
            _optimizer.Step(Network.Weights, _gradient.Values, (float)rate);
            done = (step + 1) / (double)steps;
            if (_options.Limit is { } limit)
                done = Math.Max(done, clock.Elapsed / limit);
            if (progress is null || (clock.Elapsed - reported < TimeSpan.FromMilliseconds(100) && done < 1))
                continue;
            reported = clock.Elapsed;
            var samples = batch[from..to].Sum(strip => (double)strip.Samples);
            progress.Report(new TrainingProgress(
                "training", epoch + 1, _options.Epochs, step + 1, steps, nats / Math.Log(2) / samples, null,
                (step + 1) * (_strips.Length / (double)_batches) / clock.Elapsed.TotalSeconds, clock.Elapsed * ((1 - Math.Min(done, 1)) / done)));
        }
    }

    private void Shuffle(TrainingStrip[] batch, int epoch)
    {
        var order = new Rng(_options.Seed, 1 + (ulong)epoch).Permutation(_strips.Length);
        for (var i = 0; i < order.Length; i++)
            batch[i] = _strips[order[i]];
    }
}
