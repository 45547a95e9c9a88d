using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Hourglass.Data;
using Hourglass.Data.Images;
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
    private readonly long[] _ends;

    private PhotographSamples(RestorationTask task, Photographs? clean, PhotographPairs? pairs, TrainingPlan plan)
    {
        (_task, _clean, _pairs) = (task, clean, pairs);
        var usable = Enumerable.Range(0, clean?.Count ?? pairs!.Count).Where(i => Math.Min(SizeOf(i).Height, SizeOf(i).Width) >= plan.Patch).ToArray();
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

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<DataProblem> Problems => _clean?.Problems ?? _pairs!.Problems;

    /// <summary>Indices of those that are learnt from.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>Indices of those that are watched after each epoch; may be empty.</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>Indices of those that are not looked at before the training is over.</summary>
    public IReadOnlyList<int> Test { get; }

    /// <summary>Pixels of all that are learnt from.</summary>
    public long TrainingPixels => _ends[^1];

    /// <summary>Opens and splits the photographs of a plan.</summary>
    /// <exception cref="DataException">They cannot be used; the message says why.</exception>
    public static PhotographSamples Open(TrainingPlan plan, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var task = plan.Task!;
        var paired = task.Pairing == PairUse.Required || (task.Pairing == PairUse.Optional && PhotographPairs.AreIn(plan.Data));
        var pairs = paired ? PhotographPairs.Open(plan.Data, task.PictureChannels, task.OutputChannels, plan.Reading, progress, cancellation) : null;
        var clean = paired ? null : Photographs.Open(plan.Data, task.CleanChannels, plan.Reading, progress, cancellation);
        try
        {
            return new PhotographSamples(task, clean, pairs, plan);
        }
        catch
        {
            pairs?.Dispose();
            clean?.Dispose();
            throw;
        }
    }

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

    private (Photographs, int)[] Sources(int index) =>
        _clean is not null ? [(_clean, index)] : [(_pairs!.Inputs, _pairs[index].Input), (_pairs.Targets, _pairs[index].Target)];
}

/// <summary>A rectangle of a photograph.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
public readonly record struct PatchPlace(int Top, int Left, int Height, int Width);
