namespace Hourglass.Archives.Container;

/// <summary>One file or folder of an archive, as its table of contents has it.</summary>
/// <param name="Name">Relative, with <c>/</c> between its parts.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">The number of bytes, of an entry of kind <see cref="EntryKind.Bytes"/>.</param>
/// <param name="Pictures">What it holds, if these are pictures.</param>
/// <param name="Numbers">What it holds, if that is an array.</param>
internal sealed record EntryLayout(string Name, EntryKind Kind, long Length = 0, PictureLayout? Pictures = null, NumberLayout? Numbers = null)
{
    /// <summary>How many items it has in its stream: bands of pictures, slabs of an array, or bytes.</summary>
    public long Items => Pictures?.Items ?? Numbers?.Items ?? Length;

    /// <summary>The name of one of its pictures as a file of its own.</summary>
    public string PngNameOf(int picture) => FormattableString.Invariant($"{Name}/{picture:D5}.png");

    /// <summary>The number of bytes of the file: exact but for a PNG, of which it is that of the bare samples.</summary>
    /// <exception cref="OverflowException">It does not fit in 63 bits.</exception>
    public long FileBytes(IReadOnlyList<StreamLayout> streams)
    {
        if (Numbers is { } numbers)
            return checked(numbers.Bytes + numbers.Before.Length);
        if (Pictures is not { } pictures)
            return Length;
        var rows = checked((long)pictures.Count * pictures.Height * RowBytes(streams[pictures.Stream - 1]));
        return checked(rows + pictures.Before.Length + pictures.After.Length);
    }

    /// <summary>The number of bytes of a row of samples in the file.</summary>
    /// <exception cref="OverflowException">It does not fit in 63 bits.</exception>
    public long RowBytes(StreamLayout stream)
    {
        var samples = checked((long)Pictures!.Width * stream.Channels);
        if (Kind == EntryKind.Png)
            return checked((samples * int.Log2(stream.Levels) + 7) / 8);
        var bytes = checked(samples * SampleBytes(stream));
        return ((SampleOrder)Pictures.Form & SampleOrder.PaddedRows) != 0 ? (bytes + 3) / 4 * 4 : bytes;
    }

    /// <summary>The number of bytes of a sample in a file of kind <see cref="EntryKind.Pixels"/>.</summary>
    public static int SampleBytes(StreamLayout stream) => stream.Levels > 256 ? 2 : 1;
}
