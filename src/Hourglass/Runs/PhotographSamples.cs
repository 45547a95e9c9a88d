using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Runs;

/// <summary>
/// Photographs of any size, or pairs of them, in three parts that share none: to cut patches from, to watch the learning, and to judge the result.
/// </summary>
public sealed class PhotographSamples : IDisposable
{
    private const double TestShare = 0.04;
    private const int FewestToValidate = 20;
    private readonly RestorationTask _task;
    private readonly Photographs? _clean;
    private readonly PhotographPairs? _pairs;
    private readonly int[] _usable;
    private long[] _ends = [];

    private PhotographSamples(RestorationTask task, Photographs? clean, PhotographPairs? pairs, string data, int least)
    {
        (_task, _clean, _pairs, Data) = (task, clean, pairs, data);
        var all = Enumerable.Range(0, clean?.Count ?? pairs!.Count).ToLookup(i => Math.Min(SizeOf(i).Height, SizeOf(i).Width) >= least);
        _usable = [.. all[true]];
        Problems =
        [
            .. clean?.Problems ?? pairs!.Problems,
            .. all[false].Select(i => new DataProblem(NameOf(i), $"is {SizeOf(i).Width}x{SizeOf(i).Height}, smaller than {least}x{least}")),
        ];
    }

    /// <summary>The name of the folder or archive.</summary>
    public string Data { get; }

    /// <summary>What was left out, and why: what cannot be read, makes no pair, or is smaller than a patch.</summary>
    public IReadOnlyList<DataProblem> Problems { get; }

    /// <summary>Indices of those that are learnt from.</summary>
    public IReadOnlyList<int> Train { get; private set; } = [];

    /// <summary>Indices of those that are watched after each epoch; may be empty.</summary>
    public IReadOnlyList<int> Validation { get; private set; } = [];

    /// <summary>Indices of those that are not looked at before the training is over.</summary>
    public IReadOnlyList<int> Test { get; private set; } = [];

    /// <summary>Pixels of all that are learnt from.</summary>
    public long TrainingPixels => _ends[^1];

    /// <summary>Whether a path is a folder or an archive of pictures, each of a size of its own as far as a restorer is concerned.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static bool AreAt(string path) => KnownDataSets.Find(path) is null
        && (Directory.Exists(path) ? !DataSets.IsIdxFolder(path) : !File.Exists(path) || DataKinds.Of(path) == DataKind.Tar);

    /// <summary>Opens and splits the photographs of a plan.</summary>
    /// <exception cref="DataException">They cannot be used; the message says why.</exception>
    public static PhotographSamples Open(TrainingPlan plan, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var samples = Open(plan.Data, plan.Task!, plan.Reading, plan.Patch, progress, cancellation);
        try
        {
            samples.Split(plan);
            return samples;
        }
        catch
        {
            samples.Dispose();
            throw;
        }
    }

    /// <summary>Opens photographs to judge a restorer by: all of them are in <see cref="Test"/>, and in <see cref="Train"/> too.</summary>
    /// <exception cref="DataException">They cannot be used; the message says why.</exception>
    public static PhotographSamples OpenAll(
        string path, RestorationTask task, DataOptions options, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var samples = Open(path, task, options, task.Scale, progress, cancellation);
        samples.Test = samples.Train = samples._usable;
        return samples;
    }

    private static PhotographSamples Open(
        string path, RestorationTask task, DataOptions options, int least, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var paired = task.Pairing == PairUse.Required || (task.Pairing == PairUse.Optional && PhotographPairs.AreIn(path));
        var pairs = paired ? PhotographPairs.Open(path, task.PictureChannels, task.OutputChannels, options, progress, cancellation) : null;
        var clean = paired ? null : Photographs.Open(path, task.CleanChannels, options, progress, cancellation);
        var samples = new PhotographSamples(task, clean, pairs, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), least);
        if (!options.Strict || samples.Problems.Count == 0)
            return samples;
        samples.Dispose();
        throw new DataException($"{path}: {samples.Problems.Count} file(s) cannot be used; the first: {samples.Problems[0].Name} {samples.Problems[0].Reason}. Remove them, or read without strict to leave them out.");
    }

    private void Split(TrainingPlan plan)
    {
        var usable = _usable;
        if (usable.Length < 2)
            throw new DataException($"{plan.Data} has {usable.Length} picture(s) of at least {plan.Patch}x{plan.Patch} pixels; 2 are needed, to learn from and to test on: add some, or choose a smaller --patch.");
        var order = new Rng(plan.Seed).Permutation(usable.Length);
        var test = Math.Max(1, (int)(TestShare * usable.Length));
        var validation = usable.Length < FewestToValidate || plan.ValidationShare == 0 ? 0 : Math.Max(1, (int)(plan.ValidationShare * usable.Length));
        (Test, Validation, Train) = (Part(0, test), Part(test, test + validation), Part(test + validation, usable.Length));
        _ends = new long[Train.Count];
        for (var i = 0; i < _ends.Length; i++)
        {
            var (height, width) = SizeOf(Train[i]);
            _ends[i] = (i > 0 ? _ends[i - 1] : 0) + (long)height * width;
        }

        int[] Part(int from, int to) => [.. order[from..to].Select(i => usable[i]).Order()];
    }

    /// <summary>What a restorer of them is judged by: whole pictures, cut to a size that can be made smaller where the task needs it.</summary>
    public RestorationPictures Judged() => new()
    {
        Data = Data,
        Task = _task,
        Count = Test.Count,
        Draw = (i, task, rng) => DrawWhole(Test[i], task, rng),
        NameOf = i => NameOf(Test[i]),
        TrainingCount = Train.Count,
        DrawTraining = (i, task, rng) => DrawWhole(Train[i], task, rng),
    };

    /// <summary>Height and width of a photograph.</summary>
    public (int Height, int Width) SizeOf(int index) => _clean?.SizeOf(index) ?? _pairs!.Inputs.SizeOf(_pairs[index].Input);

    /// <summary>The path of a photograph inside its folder or archive.</summary>
    public string NameOf(int index) => _clean?.NameOf(index) ?? _pairs!.Inputs.NameOf(_pairs[index].Input);

    /// <summary>Cuts a rectangle, lays it down another way, and draws the task's pair from it.</summary>
    /// <param name="index">Which photograph.</param>
    /// <param name="place">The rectangle.</param>
    /// <param name="way">One of the eight ways to lay down a square, 0 to leave it; rectangles are left.</param>
    /// <param name="rng">Makes the random choices of the task.</param>
    /// <param name="task">The task or one of its strengths; the plan's when null.</param>
    public TrainingPair Draw(int index, PatchPlace place, int way, Rng rng, RestorationTask? task = null)
    {
        task ??= _task;
        if (_clean is not null)
            return task.Draw(Laid(_clean, index), rng);
        var (input, target) = _pairs![index];
        return task.Draw(Laid(_pairs.Inputs, input), Laid(_pairs.Targets, target), rng);

        Planes Laid(Photographs photographs, int at) => SquareTurns.Of(photographs.Cut(at, place.Top, place.Left, place.Height, place.Width), way);
    }

    /// <summary>The photograph that holds a share in [0, 1) of the training pixels.</summary>
    public int TrainingPictureAt(double share)
    {
        var found = Array.BinarySearch(_ends, (long)(share * TrainingPixels));
        return Train[found >= 0 ? found + 1 : ~found];
    }

    /// <summary>Names the photographs closely enough that a resumed run notices others under the same name.</summary>
    public string Identity()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var i in Train.Concat(Validation).Concat(Test))
        {
            var (height, width) = SizeOf(i);
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{NameOf(i)} {height} {width}\n")));
            foreach (var (photographs, at) in Sources(i))
                hash.AppendData(MemoryMarshal.AsBytes(photographs.Cut(at, height / 2, 0, 1, width).Values.AsSpan()));
        }

        return FormattableString.Invariant($"{Train.Count}+{Validation.Count}+{Test.Count}, {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _clean?.Dispose();
        _pairs?.Dispose();
    }

    private TrainingPair DrawWhole(int index, RestorationTask task, Rng rng)
    {
        var (height, width) = SizeOf(index);
        return Draw(index, new PatchPlace(0, 0, height / task.Scale * task.Scale, width / task.Scale * task.Scale), way: 0, rng, task);
    }

    private (Photographs, int)[] Sources(int index) =>
        _clean is not null ? [(_clean, index)] : [(_pairs!.Inputs, _pairs[index].Input), (_pairs.Targets, _pairs[index].Target)];
}
