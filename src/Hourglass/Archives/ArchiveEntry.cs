using System.Text.Json.Serialization;

namespace Hourglass.Archives;

/// <summary>A file or folder in an archive.</summary>
/// <param name="Name">Relative, with <c>/</c> between its parts.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">The bytes of the file; of a PNG, which is packed anew, those of its bare samples.</param>
/// <param name="PackedBytes">Its share of the packed bytes: chunks hold several files, and are shared out by size.</param>
/// <param name="Pictures">How many pictures it holds.</param>
/// <param name="Width">Columns of each.</param>
/// <param name="Height">Rows of each.</param>
/// <param name="Channels">Samples per pixel.</param>
/// <param name="Levels">How many values a sample can take.</param>
/// <param name="MaxError">The largest error of a sample, in levels; 0 when it comes back exactly.</param>
/// <param name="Array">The array that it holds; null when it holds none.</param>
public sealed record ArchiveEntry(
    string Name, ArchiveEntryKind Kind, long Bytes, long PackedBytes, int Pictures, int Width, int Height, int Channels, int Levels, int MaxError,
    ArchiveArray? Array = null)
{
    /// <summary>The name under which one of several pictures can be taken out, as a PNG.</summary>
    /// <param name="picture">Its place, from 0.</param>
    public string NameOf(int picture) => FormattableString.Invariant($"{Name}/{picture:D5}.png");
}

/// <summary>The array of an entry.</summary>
/// <param name="Type">The type of its numbers, such as <c>float32</c>.</param>
/// <param name="Shape">Its sides.</param>
/// <param name="Values">How many numbers it has.</param>
/// <param name="Bound">The largest error of a number; 0 when every bit comes back.</param>
/// <param name="BitsPerValue">Its share of the packed bits, per number.</param>
public sealed record ArchiveArray(string Type, IReadOnlyList<int> Shape, long Values, double Bound, double BitsPerValue);

/// <summary>What an entry is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ArchiveEntryKind>))]
public enum ArchiveEntryKind
{
    /// <summary>A folder.</summary>
    [JsonStringEnumMemberName("folder")] Folder,

    /// <summary>A file that comes back byte by byte.</summary>
    [JsonStringEnumMemberName("bytes")] Bytes,

    /// <summary>A file of plain pictures, such as IDX: comes back byte by byte, but for the error that was allowed.</summary>
    [JsonStringEnumMemberName("pixels")] Pixels,

    /// <summary>A PNG: comes back with the same pixels and metadata, but for the error that was allowed.</summary>
    [JsonStringEnumMemberName("png")] Png,

    /// <summary>An array, such as npy: comes back byte by byte, but for the error that was allowed.</summary>
    [JsonStringEnumMemberName("array")] Array,
}
