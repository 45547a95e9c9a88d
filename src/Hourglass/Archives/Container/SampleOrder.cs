namespace Hourglass.Archives.Container;

/// <summary>How the samples of pictures lie in a file of kind <see cref="EntryKind.Pixels"/>; by default row by row, the channels of a pixel beside each other.</summary>
[Flags]
internal enum SampleOrder : byte
{
    /// <summary>As they are coded.</summary>
    Plain = 0,

    /// <summary>All of the first channel come before all of the second.</summary>
    Planar = 1,

    /// <summary>The lowest row comes first.</summary>
    BottomUp = 2,

    /// <summary>The channels of a pixel in reverse: blue, green, red.</summary>
    Reversed = 4,

    /// <summary>Zeros bring every row to a multiple of 4 bytes.</summary>
    PaddedRows = 8,

    /// <summary>All of them.</summary>
    All = Planar | BottomUp | Reversed | PaddedRows,
}
