using Hourglass.Archives.Codes;
using Hourglass.Archives.Container;
using Hourglass.Archives.Files;

namespace Hourglass.Archives;

/// <summary>
/// The codes that one autoencoder made of the pictures of an archive: small whole numbers, such that a step of any of them changes a picture
/// about as much. They are near each other for pictures that look alike; codes of two autoencoders have nothing to do with each other.
/// </summary>
public sealed class PictureCodes
{
    private readonly Contents _contents;
    private readonly VectorCodec _codec;
    private readonly Band[] _pictures;
    private readonly short[][] _codes;

    internal PictureCodes(Contents contents, int stream, VectorCodec codec, Band[] pictures, short[][] codes) =>
        (_contents, Stream, _codec, _pictures, _codes) = (contents, stream, codec, pictures, codes);

    /// <summary>The number of the part of the archive, from 0.</summary>
    public long Part => _contents.Part;

    /// <summary>The number of the stream of pictures, from 1.</summary>
    public int Stream { get; }

    /// <summary>How many pictures.</summary>
    public int Count => _codes.Length;

    /// <summary>Numbers of a code.</summary>
    public int CodeLength => _codec.CodeLength;

    /// <summary>Columns of a preview.</summary>
    public int Width => _codec.Decoder.Width;

    /// <summary>Rows of a preview.</summary>
    public int Height => _codec.Decoder.Height;

    /// <summary>The code of a picture, <c>[n]</c>.</summary>
    /// <param name="picture">Its place, from 0.</param>
    public ReadOnlySpan<short> this[int picture] => _codes[picture];

    /// <summary>The name of a picture: that of its file, or of a file of several as <see cref="ArchiveEntry.NameOf"/> says.</summary>
    /// <param name="picture">Its place, from 0.</param>
    public string NameOf(int picture) => EntryOf(picture) is { Pictures.Count: 1 } entry ? entry.Name : EntryOf(picture).PngNameOf(_pictures[picture].Picture);

    /// <summary>The place of a picture by its name; -1 where there is none.</summary>
    public int IndexOf(string name) => Enumerable.Range(0, Count).FirstOrDefault(picture => NameOf(picture) == name, -1);

    /// <summary>All codes, <c>[N, n]</c>.</summary>
    public float[] ToArray()
    {
        var all = new float[checked(Count * CodeLength)];
        for (var i = 0; i < all.Length; i++)
            all[i] = _codes[i / CodeLength][i % CodeLength];
        return all;
    }

    /// <summary>The Euclidean distance of two codes, in steps.</summary>
    public double Distance(int picture, int other)
    {
        var (one, another, sum) = (_codes[picture], _codes[other], 0L);
        for (var i = 0; i < one.Length; i++)
            sum += (one[i] - another[i]) * (one[i] - another[i]);
        return Math.Sqrt(sum);
    }

    /// <summary>The pictures whose codes are nearest to that of one, the nearest first, without itself; of equally near ones the first.</summary>
    /// <param name="picture">The one.</param>
    /// <param name="count">How many; all others, where there are fewer.</param>
    public IReadOnlyList<CodeNeighbor> Nearest(int picture, int count) =>
    [
        .. Enumerable.Range(0, Count).Where(other => other != picture).Select(other => (Place: other, Distance: Distance(picture, other)))
            .OrderBy(other => other.Distance).Take(count).Select(other => new CodeNeighbor(NameOf(other.Place), other.Distance)),
    ];

    /// <summary>Writes what the autoencoder makes of a code as a PNG of 8 bits: a likeness of the picture.</summary>
    /// <param name="picture">Its place, from 0.</param>
    /// <param name="png">Where to.</param>
    public void WritePreview(int picture, Stream png) => PngFile.Write(png, _codec.Draw(_codes[picture]));

    /// <summary>The name of the preview as a file.</summary>
    internal string PreviewNameOf(int picture) => EntryOf(picture) is { Kind: EntryKind.Png } entry ? entry.Name : EntryOf(picture).PngNameOf(_pictures[picture].Picture);

    /// <summary>The entry that holds a picture.</summary>
    internal EntryLayout EntryOf(int picture) => _contents.Entries[_pictures[picture].Entry];
}

/// <summary>A picture whose code is near another.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Distance">The Euclidean distance of the codes, in steps of their numbers.</param>
public readonly record struct CodeNeighbor(string Name, double Distance);
