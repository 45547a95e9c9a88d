using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Computes the gradient of one batch on several cores: each thread takes its share of the batch through a replica of the network, and the
/// gradients are summed in a fixed order, so that the result does not depend on which thread was first.
/// </summary>
/// <remarks>
/// Small networks leave most of a core idle when libtorch splits each operation over threads; splitting the batch instead keeps every core
/// busy. Batch norm then works on each thread's share, and the running statistics are those of the first.
/// </remarks>
internal sealed class DataParallel : IDisposable
{
    /// <summary>No thread gets fewer samples than this: batch norm needs a few to take the mean of.</summary>
    private const int SmallestShare = 8;

    private readonly TrainingPlan _plan;
    private readonly Device _device;
    private readonly Objective _objective;
    private readonly TorchNetwork[] _networks;
    private readonly IPairReader[] _readers;
    private readonly Generator[] _noise;
    private readonly double[] _losses;

    /// <summary>Replicas of a network, one per thread, as far as the batch goes round.</summary>
    public DataParallel(TrainingPlan plan, TorchNetwork network, TrainingPairs pairs, Device device, int batchSize)
    {
        (_plan, _device, _objective) = (plan, device, new Objective(plan.Objective));
        var count = device.type == TorchSharp.DeviceType.CPU ? Math.Clamp(batchSize / SmallestShare, 1, plan.Threads) : 1;
        _networks = [network, .. Enumerable.Range(1, count - 1).Select(_ => network.Replica())];
        _readers = [.. _networks.Select(_ => pairs.Reader(device))];
        _noise = [.. _networks.Select(_ => new Generator(0, device))];
        _losses = new double[count];
    }

    /// <summary>Fills the gradient of the network with that of the batch.</summary>
    /// <param name="indices">The samples of the batch.</param>
    /// <param name="epoch">Names the random draws of the samples.</param>
    /// <param name="step">Names the other random draws.</param>
    /// <param name="players">Which networks are to be moved.</param>
    /// <returns>The mean loss of the batch, as it is told to people.</returns>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public double Backward(ReadOnlyMemory<int> indices, long epoch, long step, Players players)
    {
        Workers.Run(_networks.Length, _networks.Length, i => Share(i, indices, epoch, step, players));
        using var frozen = no_grad();
        foreach (var replica in _networks.AsSpan(1))
            _networks[0].Gradient.add_(replica.Gradient);
        return _losses.Sum();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var replica in _networks.AsSpan(1))
            replica.Dispose();
        foreach (var noise in _noise)
            noise.Dispose();
    }

    /// <summary>One thread's share, in one dispose scope: nothing but a number and a gradient comes out of it.</summary>
    private void Share(int i, ReadOnlyMemory<int> indices, long epoch, long step, Players players)
    {
        using var scope = NewDisposeScope();
        var (start, end) = (indices.Length * i / _networks.Length, indices.Length * (i + 1) / _networks.Length);
        var weight = (end - start) / (double)indices.Length;
        _noise[i].manual_seed(unchecked((long)new Rng(_plan.Seed + (ulong)i, (ulong)step).NextUInt64()));
        var (inputs, targets) = _readers[i].Read(indices.Span[start..end], epoch);
        Tensor loss, shown;
        using (_plan.Precision == PrecisionKind.BFloat16 ? Autocast.Begin(_device) : null)
            (loss, shown) = _objective.Loss(_networks[i], inputs, targets, _noise[i], players);
        _networks[i].Gradient.zero_();
        (loss * weight).backward();
        _losses[i] = (shown * weight).item<float>();
    }
}
