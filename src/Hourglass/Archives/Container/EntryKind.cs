namespace Hourglass.Archives.Container;

/// <summary>What an entry is and how its file is made from what was coded.</summary>
internal enum EntryKind : byte
{
    /// <summary>A folder: given back even when it is empty.</summary>
    Folder,

    /// <summary>A file of any kind: its bytes.</summary>
    Bytes,

    /// <summary>A file of bytes before, plain samples, bytes behind: IDX, PGM, PPM, BMP.</summary>
    Pixels,

    /// <summary>A PNG: its samples, packed anew, and all of its other chunks.</summary>
    Png,

    /// <summary>A file of bytes before and the numbers of an array: npy, bare floats.</summary>
    Array,
}
