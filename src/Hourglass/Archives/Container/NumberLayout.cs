using Hourglass.Archives.Arrays;
using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Container;

/// <summary>The array of an entry.</summary>
/// <param name="Type">What its numbers are and in which order their bytes lie in the file.</param>
/// <param name="Fortran">Whether the first side runs fastest in the file, not the last.</param>
/// <param name="Sides">The sides, none of them 0; none at all for a single number.</param>
/// <param name="Axis">Which side slabs are cut along, in the order of the file: the slowest is 0.</param>
/// <param name="Steps">How many steps along it a slab has; the last of each run may have fewer.</param>
/// <param name="Bound">How far a number may be off; 0 when every bit comes back.</param>
/// <param name="Before">The bytes of the file before the numbers.</param>
internal sealed record NumberLayout(
    ElementType Type, bool Fortran, IReadOnlyList<int> Sides, int Axis, int Steps, double Bound, ReadOnlyMemory<byte> Before)
{
    /// <summary>The most sides.</summary>
    public const int MaxRank = NpyHeader.MaxRank;

    /// <summary>The most bytes before the numbers.</summary>
    public const int MaxBefore = NpyHeader.MaxBytes + 16;

    /// <summary>The most numbers of a slab that writers make.</summary>
    public const int MaxSlab = ArrayPiece.MaxCount;

    /// <summary>The sides in the order of the file, the slowest first.</summary>
    public IReadOnlyList<int> Walked => Fortran ? [.. Sides.Reverse()] : Sides;

    /// <summary>How many numbers there are.</summary>
    /// <exception cref="OverflowException">More than 63 bits hold.</exception>
    public long Values => Product(Sides);

    /// <summary>How many bytes they take.</summary>
    /// <exception cref="OverflowException">More than 63 bits hold.</exception>
    public long Bytes => checked(Values * Type.Size);

    /// <summary>How many numbers a step along the axis has.</summary>
    public long Inner => Product(Walked.Skip(Axis + 1));

    /// <summary>How many slabs there are.</summary>
    public long Items => Product(Walked.Take(Axis)) * PerRun;

    private int Side => Sides.Count == 0 ? 1 : Walked[Axis];

    private int PerRun => (int)(((long)Side + Steps - 1) / Steps);

    /// <summary>A slab: its first number, and what it is.</summary>
    public (long First, ArrayLayoutInfo Layout) SlabOf(long item)
    {
        var (run, at) = (item / PerRun, (int)(item % PerRun) * Steps);
        var first = ((run * Side) + at) * Inner;
        return (first, new ArrayLayoutInfo(Type.Kind, [Math.Min(Steps, Side - at), .. Walked.Skip(Axis + 1)]));
    }

    /// <summary>Cuts the array into about as many slabs as are wanted, none of more than <see cref="MaxSlab"/> numbers.</summary>
    public NumberLayout Cut(long wanted)
    {
        var (walked, inner, runs) = (Walked, Values, 1L);
        var most = Math.Min(MaxSlab, (Values + wanted - 1) / wanted);
        for (var axis = 0; axis < walked.Count; axis++)
        {
            inner /= walked[axis];
            if (inner <= most)
            {
                var steps = Math.Max(1, MaxSlab / inner);
                var slabs = Math.Min(walked[axis], Math.Max((walked[axis] + steps - 1) / steps, (wanted + runs - 1) / runs));
                return this with { Axis = axis, Steps = (int)((walked[axis] + slabs - 1) / slabs) };
            }

            runs *= walked[axis];
        }

        return this with { Axis = 0, Steps = 1 };
    }

    private static long Product(IEnumerable<int> sides) => sides.Aggregate(1L, (product, side) => checked(product * side));
}

/// <summary>A slab of an array.</summary>
/// <param name="Entry">The place of the entry.</param>
/// <param name="Numbers">The array.</param>
/// <param name="First">The first of its numbers.</param>
/// <param name="Layout">What it is.</param>
internal sealed record Slab(int Entry, NumberLayout Numbers, long First, ArrayLayoutInfo Layout)
{
    /// <summary>How many bytes it has.</summary>
    public int Bytes => checked((int)Layout.Bytes);

    /// <summary>Where it begins in the file.</summary>
    public long Offset => Numbers.Before.Length + (First * Layout.ElementSize);
}
