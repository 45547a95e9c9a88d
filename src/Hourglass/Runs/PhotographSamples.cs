using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>Photographs of any size in three parts that share none: to cut patches from, to watch the learning, and to judge the result.</summary>
public sealed class PhotographSamples : IDisposable
{
    private const double TestShare = 0.04;
    private const int FewestToValidate = 20;
    private readonly long[] _ends;

    private PhotographSamples(Photographs photographs, int[] train, int[] validation, int[] test)
    {
        (Photographs, Train, Validation, Test, _ends) = (photographs, train, validation, test, new long[train.Length]);
        for (var i = 0; i < train.Length; i++)
        {
            var (height, width) = photographs.SizeOf(train[i]);
            _ends[i] = (i > 0 ? _ends[i - 1] : 0) + (long)height * width;
        }
    }

    /// <summary>All of them.</summary>
    public Photographs Photographs { get; }

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
        var photographs = Photographs.Open(plan.Data, plan.Task!.PictureChannels, plan.Reading, progress, cancellation);
        var usable = Enumerable.Range(0, photographs.Count)
            .Where(i => Math.Min(photographs.SizeOf(i).Height, photographs.SizeOf(i).Width) >= plan.Patch).ToArray();
        if (usable.Length < 2)
        {
            photographs.Dispose();
            throw new DataException($"{plan.Data} has {usable.Length} picture(s) of at least {plan.Patch}x{plan.Patch} pixels; 2 are needed, to learn from and to test on: add some, or choose a smaller --patch.");
        }

        var order = new Rng(plan.Seed).Permutation(usable.Length);
        var test = Math.Max(1, (int)(TestShare * usable.Length));
        var validation = usable.Length < FewestToValidate || plan.ValidationShare == 0 ? 0 : Math.Max(1, (int)(plan.ValidationShare * usable.Length));
        return new PhotographSamples(photographs, Part(test + validation, usable.Length), Part(test, test + validation), Part(0, test));

        int[] Part(int from, int to) => [.. order[from..to].Select(i => usable[i]).Order()];
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
            var (height, width) = Photographs.SizeOf(i);
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Photographs.NameOf(i)} {height} {width}\n")));
            hash.AppendData(MemoryMarshal.AsBytes(Photographs.Cut(i, height / 2, 0, 1, width).Values.AsSpan()));
        }

        return FormattableString.Invariant($"{Train.Count}+{Validation.Count}+{Test.Count}, {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    /// <inheritdoc />
    public void Dispose() => Photographs.Dispose();
}
