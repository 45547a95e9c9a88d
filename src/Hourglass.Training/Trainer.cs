using System.Diagnostics;
using System.Text.Json;
using Hourglass.Architectures;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Runs;
using Hourglass.Training.Native;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>The training loop: batch, forward, objective, step, log, evaluate, checkpoint.</summary>
/// <remarks>
/// Everything random in a step is named by the seed and the step, so a run that goes on from a checkpoint does the very same arithmetic as one
/// that was never interrupted, and ends with the same weights on the same machine with the same number of threads.
/// </remarks>
internal sealed class Trainer : IDisposable
{
    private const int TrimEvery = 50;
    private const int SettledStep = 10;
    private const double FewestPaceSeconds = 10;
    private const ulong OrderStream = 1UL << 32;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    private readonly TrainingPlan _plan;
    private readonly TrainingPairs _pairs;
    private readonly Device _device;
    private readonly DataParallel _gradients;
    private readonly Objective _objective;
    private readonly AdamOptimizer _optimizer;
    private readonly CheckpointStore? _checkpoints;
    private readonly int _batchSize;
    private readonly int _batches;
    private IReadOnlyList<WeightTensor>? _best;

    /// <summary>A trainer on samples of one shape.</summary>
    /// <exception cref="CheckpointException">No checkpoint can be read, or it belongs to another plan.</exception>
    public Trainer(TrainingPlan plan, Hourglass.Architectures.Architecture architecture, TrainingSamples samples, string? checkpointFolder, bool resume)
        : this(plan, architecture, TrainingPairs.Of(plan, samples), checkpointFolder, resume)
    {
    }

    /// <summary>A trainer at the start of a run, or where its last checkpoint left off if <paramref name="resume"/>.</summary>
    /// <param name="plan">The recipe.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="pairs">What it learns from.</param>
    /// <param name="checkpointFolder">Where checkpoints are kept; null for none, in a run that is not to be resumed.</param>
    /// <param name="resume">Whether to go on from the last one.</param>
    /// <exception cref="CheckpointException">No checkpoint can be read, or it belongs to another plan.</exception>
    public Trainer(TrainingPlan plan, Hourglass.Architectures.Architecture architecture, TrainingPairs pairs, string? checkpointFolder, bool resume)
    {
        plan.Check();
        (_plan, _pairs) = (plan, pairs);
        _device = Devices.Choose(plan);
        Network = new TorchNetwork(architecture, plan.Seed, _device);
        _optimizer = new AdamOptimizer(Network, plan);
        _objective = new Objective(plan.Objective);
        _batchSize = Math.Min(Math.Min(plan.BatchSize, Math.Max(2, Array.MaxLength / architecture.Input.Size)), pairs.Count);
        _batches = pairs.Count / _batchSize;
        _gradients = new DataParallel(plan, Network, pairs, _device, _batchSize);
        if (checkpointFolder is null)
            return;
        _checkpoints = new CheckpointStore(checkpointFolder, $"{JsonSerializer.Serialize(plan, PlanJson.Default.TrainingPlan)} {pairs.Identity}");
        if (resume)
            (State, _best) = _checkpoints.Load(Network, _optimizer);
    }

    /// <summary>The network being trained.</summary>
    public TorchNetwork Network { get; }

    /// <summary>Where the run stands.</summary>
    public TrainerState State { get; } = new();

    /// <summary>Samples of a step.</summary>
    public int BatchSize => _batchSize;

    /// <summary>Samples that one epoch learns from: whole batches only.</summary>
    public int SamplesPerEpoch => _batches * _batchSize;

    /// <summary>Steps of the whole run; endless until a run of so many minutes knows how fast it is.</summary>
    private long Steps => _plan.Minutes is null ? (long)_batches * _plan.Epochs : State.Steps > 0 ? State.Steps : long.MaxValue;

    private int Epochs => _plan.Minutes is null ? _plan.Epochs : (int)Math.Min(int.MaxValue, (Steps - 1) / _batches + 1);

    /// <summary>Trains to the end of the plan, or until the validation loss stops falling. The network then has its final weights.</summary>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written first.</exception>
    /// <param name="log">Called after every epoch, before its checkpoint.</param>
    /// <param name="progress">Told where the run stands, ten times a second at most.</param>
    /// <param name="cancellation">Stops after the step in progress.</param>
    public void Run(Action<EpochRecord> log, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        while (State.Step < Steps && !PatienceIsOut)
        {
            RunEpoch(progress, cancellation);
            var validationLoss = Validate();
            Conclude(validationLoss);
            log(State.History[^1]);
            Save();
        }

        if (_best is not null)
            Network.Load(_best);
    }

    /// <summary>Codes and reconstructions of normalized samples, as the exported model must give them.</summary>
    public (float[] Codes, float[] Outputs) Apply(float[] samples) => Apply(samples, Network.Architecture.Input);

    /// <summary>The same for samples of another size, which a network without a code takes.</summary>
    public (float[] Codes, float[] Outputs) Apply(float[] samples, SampleShape shape)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (code, _) = Network.Encode(
            tensor(samples, [samples.Length / shape.Size, shape.Channels, shape.Height, shape.Width], device: _device), noise: null);
        var outputs = Network.Decode(code, training: false);
        if (!Network.Architecture.HasCode)
            return ([], outputs.cpu().contiguous().data<float>().ToArray());
        return (code.cpu().contiguous().data<float>().ToArray(), outputs.cpu().contiguous().data<float>().ToArray());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gradients.Dispose();
        _optimizer.Dispose();
        Network.Dispose();
    }

    private bool PatienceIsOut => _plan.Patience > 0 && State.BestEpoch > 0 && State.Epoch - State.BestEpoch >= _plan.Patience;

    private void RunEpoch(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var order = new Rng(_plan.Seed, OrderStream + (ulong)State.Epoch).Permutation(_pairs.Count);
        var lastSave = Stopwatch.GetTimestamp();
        var lastReport = 0L;
        var startStep = State.Step;
        var started = Stopwatch.GetTimestamp();
        while (State.Batch < _batches && State.Step < Steps)
        {
            var (tick, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var loss = Step(order.AsMemory(State.Batch * _batchSize, _batchSize));
            State.Batch++;
            State.Step++;
            State.LossSum += loss;
            if (State.Step % TrimEvery == 0)
                Libtorch.TrimMemory();
            State.Seconds += Stopwatch.GetElapsedTime(tick).TotalSeconds;
            State.CpuSeconds += (Environment.CpuUsage.TotalTime - used).TotalSeconds;
            Pace();

            if (cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(lastSave).TotalSeconds >= _plan.CheckpointSeconds)
            {
                Save();
                lastSave = Stopwatch.GetTimestamp();
                cancellation.ThrowIfCancellationRequested();
            }

            if (progress is not null && (lastReport == 0 || Stopwatch.GetElapsedTime(lastReport) >= ReportEvery))
            {
                lastReport = Stopwatch.GetTimestamp();
                progress.Report(Progress((State.Step - startStep) * _batchSize / Stopwatch.GetElapsedTime(started).TotalSeconds));
            }
        }
    }

    /// <summary>
    /// Of a run of so many minutes: fixes, once, how many steps it has, by how long the first ones took. From then on the schedule follows the
    /// steps and not the clock, so that a run that goes on from a checkpoint ends as one that was never interrupted.
    /// </summary>
    private void Pace()
    {
        if (_plan.Minutes is not { } minutes || State.Steps > 0)
            return;
        if (State.Step == SettledStep)
            State.SettledSeconds = State.Seconds;
        var budget = 60 * minutes;
        if (State.Step > SettledStep && State.Seconds >= Math.Min(Math.Max(0.02 * budget, FewestPaceSeconds), 0.2 * budget))
        {
            var pace = (State.Seconds - State.SettledSeconds) / (State.Step - SettledStep);
            State.Steps = Math.Max(State.Step + 1, State.Step + (long)((budget - State.Seconds) / pace));
        }
    }

    /// <summary>One optimization step, in one dispose scope: nothing but a number comes out of it.</summary>
    private double Step(ReadOnlyMemory<int> indices)
    {
        using var scope = NewDisposeScope();
        var players = AdversarialObjective.Turn(Network.Architecture.Adversary, State.Step, Steps);
        var loss = _gradients.Backward(indices, State.Epoch, State.Step, players);
        var rate = Schedule.At(_plan, State.Step, Steps);
        if (!double.IsFinite(loss))
            throw new TrainingDivergedException(State.Epoch + 1, State.Step, rate.LearningRate);
        _optimizer.Step(rate, players);
        return loss;
    }

    /// <summary>The mean reconstruction error on the validation samples, or null without such samples.</summary>
    private double? Validate()
    {
        if (_pairs.ValidationIndices.Count == 0)
            return null;
        var batches = _pairs.ValidationIndices.Chunk(Math.Min(_batchSize, _pairs.ValidationBatch)).ToArray();
        var sums = new double[batches.Length];
        Workers.Run(batches.Length, _plan.Threads, i =>
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var (inputs, targets) = _pairs.Validation(_device).Read(batches[i], epoch: 0);
            sums[i] = _objective.Error(Network, inputs, targets).item<float>() * (double)batches[i].Length;
        });
        var loss = sums.Sum() / _pairs.ValidationIndices.Count;
        return double.IsFinite(loss)
            ? loss
            : throw new TrainingDivergedException(State.Epoch + 1, State.Step, Schedule.At(_plan, State.Step - 1, Steps).LearningRate);
    }

    private void Conclude(double? validationLoss)
    {
        var before = State.History.Count > 0 ? State.History[^1].Seconds : 0;
        var batches = State.Batch;
        State.Epoch++;
        State.Batch = 0;
        State.History.Add(new EpochRecord(
            State.Epoch, State.LossSum / batches, validationLoss, Schedule.At(_plan, State.Step - 1, Steps).LearningRate,
            (double)batches * _batchSize / (State.Seconds - before), State.Seconds));
        State.LossSum = 0;
        // While f-AnoGAN's encoder waits for its turn, its reconstructions say nothing.
        var encodes = AdversarialObjective.Turn(Network.Architecture.Adversary, State.Step - 1, Steps).HasFlag(Players.Encoder);
        if (encodes && validationLoss is { } loss && !(loss >= State.BestLoss))
        {
            (State.BestEpoch, State.BestLoss) = (State.Epoch, loss);
            if (_plan.Patience > 0)
                _best = Network.Weights();
        }
    }

    private void Save() => _checkpoints?.Save(Network, _optimizer, State, _best);

    private TrainingProgress Progress(double samplesPerSecond) => new(
        "training", State.Epoch + 1, Epochs, State.Step, Steps, State.LossSum / State.Batch,
        State.History.Count > 0 ? State.History[^1].ValidationLoss : null, samplesPerSecond,
        Remaining(samplesPerSecond));

    private TimeSpan Remaining(double samplesPerSecond) => Steps == long.MaxValue
        ? TimeSpan.FromMinutes(_plan.Minutes!.Value) - TimeSpan.FromSeconds(State.Seconds)
        : TimeSpan.FromSeconds((Steps - State.Step) * _batchSize / samplesPerSecond);
}
