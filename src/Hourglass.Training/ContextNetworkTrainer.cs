using System.Diagnostics;
using System.Numerics.Tensors;
using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;
using Hourglass.Numerics;
using Hourglass.Training.Networks;

namespace Hourglass.Training;

internal sealed class ContextNetworkTrainer
{
    private readonly FloatNetwork _network;
    private readonly IReadOnlyList<Raster> _pictures;
    private readonly ExpandedWeights _weights;
    private readonly NetworkPass[] _passes;
    private readonly float[][] _gradients;
    private readonly float[] _mean, _square;
    private readonly int _batch;

    public ContextNetworkTrainer(FloatNetwork network, IReadOnlyList<Raster> pictures, int threads, int batch, float rate, float delay)
    {
        (_network, _pictures, _batch) = (network, pictures, batch);
        _weights = new ExpandedWeights(network);
        _passes = [.. Enumerable.Range(0, threads).Select(_ => new NetworkPass(network, _weights) { Rate = rate, Delay = delay })];
        _gradients = [.. Enumerable.Range(0, threads).Select(_ => new float[network.Weights.Length])];
        _mean = new float[network.Weights.Length];
        _square = new float[network.Weights.Length];
    }

    public double Bits { get; private set; }

    public void Run(double seconds, int maxSteps, float peak, ulong seed, Action<string> log)
    {
        var clock = Stopwatch.StartNew();
        var random = new Rng(seed, 1);
        long step = 0;
        var epoch = 0;
        var done = 0.0;
        while (done < 1)
        {
            var order = random.Permutation(_pictures.Count);
            double nats = 0, samples = 0;
            for (var start = 0; start + _batch <= order.Length && done < 1; start += _batch)
            {
                done = Math.Max(clock.Elapsed.TotalSeconds / seconds, (double)step / maxSteps);
                var rate = peak * (done < 0.05 ? (done / 0.05) + 0.02 : 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, (done - 0.05) / 0.95))));
                nats += Step(order.AsSpan(start, _batch), (float)rate, ++step, out var count);
                samples += count;
            }

            epoch++;
            log($"epoch {epoch} step {step} {clock.Elapsed.TotalSeconds:f1}s bits {nats / Math.Log(2) / samples:f4}");
        }
    }

    public double Measure(IReadOnlyList<Raster> pictures)
    {
        Parallel.For(0, _passes.Length, i => _weights.Expand(_network, i, _passes.Length));
        var total = new double[_passes.Length];
        Parallel.For(0, _passes.Length, i =>
        {
            var pass = _passes[i];
            (pass.Learns, pass.Nats) = (false, 0);
            for (var k = i; k < pictures.Count; k += _passes.Length)
                pass.Run(pictures[k]);
            pass.Conclude();
            total[i] = pass.Nats;
            pass.Learns = true;
        });
        return total.Sum() / Math.Log(2) / pictures.Sum(p => (double)p.Samples.Length);
    }

    public void SetAdaptation(float rate, float delay)
    {
        foreach (var pass in _passes)
            (pass.Rate, pass.Delay) = (rate, delay);
    }

    private double Step(ReadOnlySpan<int> batch, float rate, long step, out double samples)
    {
        var chosen = batch.ToArray();
        var threads = _passes.Length;
        Parallel.For(0, threads, i => _weights.Expand(_network, i, threads));
        Parallel.For(0, threads, i =>
        {
            var pass = _passes[i];
            pass.Gradient.All.Clear();
            pass.Nats = 0;
            for (var k = chosen.Length * i / threads; k < chosen.Length * (i + 1) / threads; k++)
                pass.Run(_pictures[chosen[k]]);
            pass.Conclude();
        });
        samples = 0;
        foreach (var k in chosen)
            samples += _pictures[k].Samples.Length;
        // Each thread sums its slice of all gradients, then collapses its taps.
        Parallel.For(0, threads, i =>
        {
            var all = _passes[0].Gradient.All;
            var (from, to) = ((int)((long)all.Length * i / threads), (int)((long)all.Length * (i + 1) / threads));
            for (var other = 1; other < threads; other++)
                TensorPrimitives.Add(all[from..to], _passes[other].Gradient.All[from..to], all[from..to]);
        });
        Parallel.For(0, threads, i =>
        {
            _gradients[i].AsSpan().Clear();
            _passes[0].Gradient.Collapse(_network, _gradients[i], i, threads);
        });
        for (var other = 1; other < threads; other++)
            TensorPrimitives.Add<float>(_gradients[0], _gradients[other], _gradients[0]);
        if (_network.Shape.Background >= 0)
            _network.PartOf(_gradients[0], 0).Slice(_network.Shape.Background * _network.Shape.EmbeddingSize, _network.Shape.EmbeddingSize).Clear();
        Adam(_gradients[0], 1f / (float)samples, rate, step);
        return _passes.Sum(pass => pass.Nats);
    }

    private void Adam(float[] gradient, float scale, float rate, long step)
    {
        const float B1 = 0.9f, B2 = 0.99f;
        var c1 = 1 / (1 - MathF.Pow(B1, step));
        var c2 = 1 / (1 - MathF.Pow(B2, step));
        var weights = _network.Weights;
        for (var i = 0; i < weights.Length; i++)
        {
            var g = gradient[i] * scale;
            _mean[i] = (B1 * _mean[i]) + ((1 - B1) * g);
            _square[i] = (B2 * _square[i]) + ((1 - B2) * g * g);
            weights[i] -= rate * _mean[i] * c1 / (MathF.Sqrt(_square[i] * c2) + 1e-8f);
        }
    }
}
