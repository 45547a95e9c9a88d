using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Runs;

/// <summary>The data of a run in three parts that share no sample: to learn from, to watch the learning, and to judge the result.</summary>
public sealed record TrainingSamples : IDisposable
{
    /// <summary>The share set aside for the test where the data has no held-out part of its own.</summary>
    public const double TestShare = 0.1;

    /// <summary>With fewer samples than this to learn from, none are set aside to watch the learning.</summary>
    private const int FewestToValidate = 40;

    /// <summary>Two to learn from and, where none are held out, one to test on.</summary>
    private const int FewestSamples = 3;

    /// <summary>The most held-out samples that a restorer is judged by.</summary>
    private const int MostJudged = 2000;

    /// <summary>How many samples' values name the data.</summary>
    private const int IdentitySamples = 64;

    /// <summary>Three parts that were opened elsewhere and stay open.</summary>
    public TrainingSamples(DataSet train, DataSet? validation, DataSet test, Normalization normalization) =>
        (Train, Validation, Test, Normalization) = (train, validation, test, normalization);

    /// <summary>What the network learns from.</summary>
    public DataSet Train { get; }

    /// <summary>Never learnt from; watched after each epoch. Null where the plan or the few samples leave none.</summary>
    public DataSet? Validation { get; }

    /// <summary>Never looked at before the training is over.</summary>
    public DataSet Test { get; }

    /// <summary>Brings the training samples to [0, 1].</summary>
    public Normalization Normalization { get; }

    /// <summary>Everything that was opened and is closed with this, with what was left out of it.</summary>
    public IReadOnlyList<DataSet> Opened { get; init; } = [];

    /// <summary>Names the data closely enough that a resumed run notices other data under the same name: counts, range, names, and some values.</summary>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public string Identity()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var values = new float[Train.Shape.Size];
        for (var i = 0; i < Train.Count; i++)
            hash.AppendData(Encoding.UTF8.GetBytes(Train.NameOf(i) + "\n"));
        foreach (var i in Spacing.Even(Train.Count, IdentitySamples))
        {
            Train.Read(i, values);
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return FormattableString.Invariant(
            $"{Train.Count}+{Validation?.Count ?? 0}+{Test.Count} x {Train.Shape}, {Normalization.Low}..{Normalization.High}, {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    /// <summary>Opens and splits the data of a plan.</summary>
    /// <exception cref="DataException">It cannot be used; the message says why.</exception>
    public static TrainingSamples Open(TrainingPlan plan, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var opened = new List<DataSet>();
        try
        {
            var all = Open(DataPart.Train, plan.Reading);
            var test = DataSets.HasTestPart(plan.Data)
                ? Open(DataPart.Test, plan.Reading.As(all.Shape))
                : null;
            if (test is not null && test.Shape != all.Shape)
                throw new DataException($"{plan.Data}: training samples are {all.Shape}, test samples {test.Shape}; bring them to one shape.");
            return Split(plan, all, test, cancellation) with { Opened = opened };
        }
        catch
        {
            opened.ForEach(data => data.Dispose());
            throw;
        }

        DataSet Open(DataPart part, DataOptions options)
        {
            var data = DataSets.Open(plan.Data, part, options, progress, cancellation);
            opened.Add(data);
            return data;
        }
    }

    /// <summary>What a restorer of these samples is judged by; of many held-out ones, some evenly spaced.</summary>
    /// <exception cref="DataException">The samples have another number of channels than the task works on, or sides that it cannot make smaller.</exception>
    public RestorationPictures Judged(RestorationTask task)
    {
        CheckFit(task);
        var shown = Spacing.Even(Test.Count, Math.Min(MostJudged, Test.Count));
        return new RestorationPictures
        {
            Data = Test.Name,
            Task = task,
            Count = shown.Length,
            Draw = (i, probe, rng) => probe.Draw(Clean(Test, shown[i]), rng),
            NameOf = i => Test.NameOf(shown[i]),
            TrainingCount = Train.Count,
            DrawTraining = (i, probe, rng) => probe.Draw(Clean(Train, i), rng),
            FitLinear = cancellation => Pca.Fit(Train, Normalization, RestorationBaseline.Components, cancellation: cancellation),
        };
    }

    /// <summary>Refuses a task that these samples cannot be used for.</summary>
    /// <exception cref="DataException">They have another number of channels than the task works on, or sides that it cannot make smaller.</exception>
    public void CheckFit(RestorationTask task)
    {
        var shape = Train.Shape;
        if (task.Pairing == PairUse.Required)
            throw new DataException($"The task {task.Id} learns from two folders, input and target, and {Train.Name} is none of them; name the folder that holds both.");
        if (shape.IsVector || shape.Channels != task.CleanChannels)
            throw new DataException($"{Train.Name} has samples of {shape}, but the task {task.Id} learns from pictures of {task.CleanChannels} channel(s); choose --channels, or other data.");
        if (shape.Height % task.Scale != 0 || shape.Width % task.Scale != 0)
            throw new DataException($"{Train.Name} has pictures of {shape.Width}x{shape.Height}, which cannot be made {task.Scale} times smaller; choose another --scale.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var data in Opened)
            data.Dispose();
    }

    private Planes Clean(DataSet data, int index)
    {
        var clean = new Planes(data.Shape.Channels, data.Shape.Height, data.Shape.Width);
        data.Read(index, clean.Values);
        TensorPrimitives.Subtract(clean.Values, Normalization.Low, clean.Values);
        TensorPrimitives.Divide(clean.Values, Normalization.Span, clean.Values);
        return clean;
    }

    private static TrainingSamples Split(TrainingPlan plan, DataSet all, DataSet? test, CancellationToken cancellation)
    {
        if (all.Count < (test is null ? FewestSamples : FewestSamples - 1))
            throw new DataException($"{plan.Data} has {all.Count} sample(s) to learn from; at least 2 are needed, and 1 more to test on: add some.");
        if (test is null)
            (all, test) = DataSplit.SetAside(all, TestShare, plan.Seed);
        var (low, high) = all.FindRange(cancellation);
        var (train, validation) = plan.ValidationShare > 0 && all.Count >= FewestToValidate
            ? DataSplit.SetAside(all, plan.ValidationShare, plan.Seed + 1)
            : (all, null);
        return new TrainingSamples(train, validation, test, new Normalization(low, high));
    }
}
