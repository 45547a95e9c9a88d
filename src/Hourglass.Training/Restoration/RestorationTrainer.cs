using Hourglass.Architectures;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Numerics;
using Hourglass.Runs;
using Hourglass.Training.Native;
using static TorchSharp.torch;

namespace Hourglass.Training.Restoration;

/// <summary>Trains a network that guesses samples from the cells in which they and their neighbors lie.</summary>
/// <remarks><code>
/// q [N,C,H,W] -> conv -> relu -> conv -> relu -> ... -> conv -> r;  y = q + r;  loss = |y - x|^2
/// </code></remarks>
internal sealed class RestorationTrainer : IDisposable
{
    private const int TrimEvery = 50;

    private readonly RestorationSamples _samples;
    private readonly RestorationPlan _plan;
    private readonly TorchNetwork[] _networks;
    private readonly AdamOptimizer _optimizer;
    private readonly TrainingPlan _steps;
    private readonly int _share;
    private readonly (float[] Quantized, float[] Original)[] _room;

    private RestorationTrainer(IReadOnlyList<Raster> originals, Lattice lattice, RestorationPlan plan)
    {
        (_plan, _samples) = (plan, new RestorationSamples(originals, lattice));
        _steps = new TrainingPlan
        {
            Data = "",
            Device = DeviceKind.Cpu,
            LearningRate = plan.LearningRate,
            WeightDecay = 0,
            GradientClip = 1,
            Seed = plan.Seed,
        };
        var device = Devices.Choose(_steps);
        // The same share for every thread, so that each has room of its own size.
        _share = Math.Max(1, plan.BatchPixels / (_samples.Width * _samples.Height * plan.Threads));
        var values = _share * _samples.Channels * _samples.Width * _samples.Height;
        _room = [.. Enumerable.Range(0, plan.Threads).Select(_ => (new float[values], new float[values]))];
        var network = new TorchNetwork(Architecture(_samples, plan), plan.Seed, device);
        network.Load(network.Weights().Select(Calm));
        _networks = [network, .. Enumerable.Range(1, plan.Threads - 1).Select(_ => network.Replica())];
        _optimizer = new AdamOptimizer(network, _steps);
    }

    /// <summary>Trains a network on pictures and brings it to integers.</summary>
    /// <param name="originals">One or more, all with the same channels and levels.</param>
    /// <param name="lattice">The cells.</param>
    /// <param name="plan">How.</param>
    /// <param name="progress">Told which share is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The pictures are of no common size to learn from.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public static IntegerNetwork Train(
        IReadOnlyList<Raster> originals, Lattice lattice, RestorationPlan plan, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var trainer = new RestorationTrainer(originals, lattice, plan);
        trainer.Run(progress, cancellation);
        return NetworkExport.ToIntegers(
            trainer._networks[0].Weights(), [.. originals.Take(NetworkExport.Probes).Select(lattice.Quantize)], lattice, plan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (var network in _networks.Reverse())
            network.Dispose();
    }

    private static Hourglass.Architectures.Architecture Architecture(RestorationSamples samples, RestorationPlan plan)
    {
        var shape = new SampleShape(samples.Channels, samples.Height, samples.Width);
        var layers = new List<Layer> { new Reshape("picture", shape) };
        for (var i = 1; i < plan.Layers; i++)
            layers.AddRange([new Conv($"conv{i}", plan.Width, 3, Padding: 1), new Activation($"relu{i}", ActivationFunction.Relu)]);
        layers.Add(new Conv($"conv{plan.Layers}", samples.Channels, 3, Padding: 1));
        return new Hourglass.Architectures.Architecture
        {
            Name = "restoration",
            Input = shape,
            Encoder = [new Reshape("flat", SampleShape.Vector(shape.Size))],
            Decoder = layers,
        };
    }

    /// <summary>The last layer begins small, so that training begins at the values of the cells; the others at the scale of He et al. (2015).</summary>
    private WeightTensor Calm(WeightTensor weight)
    {
        var last = weight.Name.Contains($"conv{_plan.Layers}.", StringComparison.Ordinal);
        var scale = weight.Name.EndsWith("bias", StringComparison.Ordinal) ? 0.1f : last ? 0.1f : MathF.Sqrt(6);
        return weight with { Values = [.. weight.Values.Select(value => value * scale)] };
    }

    private void Run(IProgress<double>? progress, CancellationToken cancellation)
    {
        var steps = Math.Max(1, _plan.Pixels / ((long)_share * _networks.Length * _samples.Width * _samples.Height));
        var losses = new double[_networks.Length];
        for (var step = 0L; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Workers.Run(_networks.Length, _networks.Length, i => losses[i] = Share(i, step));
            using (no_grad())
            using (NewDisposeScope())
            {
                foreach (var replica in _networks.AsSpan(1))
                    _networks[0].Gradient.add_(replica.Gradient);
            }

            var rate = Schedule.At(_steps, step, steps);
            if (!double.IsFinite(losses.Sum()))
                throw new TrainingDivergedException(1, step, rate.LearningRate);
            using (NewDisposeScope())
                _optimizer.Step(rate);
            if (step % TrimEvery == TrimEvery - 1)
                Libtorch.TrimMemory();
            progress?.Report((step + 1.0) / steps);
        }
    }

    /// <summary>One thread's part of a batch, in one dispose scope.</summary>
    private double Share(int i, long step)
    {
        using var scope = NewDisposeScope();
        var (size, network) = (_samples.Channels * _samples.Width * _samples.Height, _networks[i]);
        var draw = new Rng(_plan.Seed + (ulong)i, (ulong)step);
        var (quantized, original) = _room[i];
        for (var n = 0; n < _share; n++)
            _samples.Fill(draw, quantized.AsSpan(n * size, size), original.AsSpan(n * size, size));
        long[] shape = [_share, _samples.Channels, _samples.Height, _samples.Width];
        var (q, x) = (tensor(quantized, shape), tensor(original, shape));
        var error = q + network.Decode(q, training: true) - x;
        if (_samples.Cut)
            error = Inside(Inside(error, 2, _samples.Height), 3, _samples.Width);
        // In units of 1/1000 of the range squared, so that the optimizer's epsilon and the clipping mean the same for every data set.
        // The scale is held by name: libtorch's scalars are freed by a finalizer that does not wait for the call that uses them.
        using TorchSharp.Scalar scale = 1000.0 / _networks.Length;
        var loss = (error * error).mean() * scale;
        network.Gradient.zero_();
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>Without the rows or columns that cannot know what lies around the square.</summary>
    private Tensor Inside(Tensor error, int dimension, int length)
    {
        var margin = Math.Min(_plan.Layers, (length - 1) / 2);
        return error.narrow(dimension, margin, length - (2 * margin));
    }
}
