using System.Numerics.Tensors;
using Hourglass.Archives.Networks;

namespace Hourglass.Training.Networks;

/// <summary>The gradient of a network over a batch, on several threads: each has a fixed share, and sums are taken in a fixed order.</summary>
internal sealed class NetworkGradient
{
    private readonly ExpandedWeights _weights;
    private readonly NetworkPass[] _passes;
    private readonly float[][] _gradients;

    /// <summary>For a network, whose weights may change from batch to batch.</summary>
    public NetworkGradient(FloatNetwork network, int threads, float rate, float delay)
    {
        Network = network;
        _weights = new ExpandedWeights(network);
        _passes = [.. Enumerable.Range(0, threads).Select(_ => new NetworkPass(network, _weights) { Rate = rate, Delay = delay })];
        _gradients = [.. Enumerable.Range(0, threads).Select(_ => new float[network.Weights.Length])];
    }

    /// <summary>The network; may be set to one of the same shape.</summary>
    public FloatNetwork Network { get; set; }

    /// <summary>The gradient of the last batch, in nats per sample: of the shape of the network's weights.</summary>
    public float[] Values => _gradients[0];

    /// <summary>Computes <see cref="Values"/>.</summary>
    /// <returns>The code length of the batch in nats.</returns>
    public double Compute(ReadOnlyMemory<TrainingStrip> batch)
    {
        var nats = Pass(batch, learns: true);
        InParallel(AddSlices);
        InParallel(i =>
        {
            _gradients[i].AsSpan().Clear();
            _passes[0].Gradient.Collapse(Network, _gradients[i], i, _passes.Length);
        });
        for (var i = 1; i < _passes.Length; i++)
            TensorPrimitives.Add<float>(Values, _gradients[i], Values);
        if (Network.Shape.Background >= 0)
        {
            // The background's embedding stays zero: its share of every sum is in the constants.
            var size = Network.Shape.EmbeddingSize;
            Network.PartOf(Values, 0).Slice(Network.Shape.Background * size, size).Clear();
        }

        var samples = 0L;
        foreach (var strip in batch.Span)
            samples += strip.Samples;
        TensorPrimitives.Multiply(Values, 1f / samples, Values);
        return nats;
    }

    /// <summary>The code length of a batch in nats.</summary>
    public double Measure(ReadOnlyMemory<TrainingStrip> batch) => Pass(batch, learns: false);

    private double Pass(ReadOnlyMemory<TrainingStrip> batch, bool learns)
    {
        var threads = _passes.Length;
        InParallel(i => _weights.Expand(Network, i, threads));
        InParallel(i =>
        {
            var pass = _passes[i];
            (pass.Learns, pass.Nats) = (learns, 0);
            pass.Gradient.All.Clear();
            foreach (var strip in batch.Span[(batch.Length * i / threads)..(batch.Length * (i + 1) / threads)])
                pass.Run(strip);
            pass.Conclude();
        });
        return _passes.Sum(pass => pass.Nats);
    }

    /// <summary>Adds one slice of all threads' gradients to the first one's.</summary>
    private void AddSlices(int slice)
    {
        var all = _passes[0].Gradient.All;
        var range = (int)((long)all.Length * slice / _passes.Length)..(int)((long)all.Length * (slice + 1) / _passes.Length);
        foreach (var other in _passes.AsSpan(1))
            TensorPrimitives.Add(all[range], other.Gradient.All[range], all[range]);
    }

    private void InParallel(Action<int> work)
    {
        if (_passes.Length == 1)
            work(0);
        else
            Parallel.For(0, _passes.Length, work);
    }
}
