using System.Numerics;

namespace Hourglass.Archives.Networks;

/// <summary>The sizes of a context network, and what it looks at.</summary>
internal sealed record NetworkShape
{
    /// <summary>The classes that rows, and columns, fall into by their place in the picture.</summary>
    public const int PositionClasses = 32;

    /// <summary>The numbers that a class of position is known by.</summary>
    public const int PositionSize = 4;

    /// <summary>Features in memory; of these, <see cref="Rank"/> are used.</summary>
    public const int Features = 16;

    /// <summary>How many values a sample can take, 2 to 256.</summary>
    public required int Levels { get; init; }

    /// <summary>Channels of a pixel, 1 to 4.</summary>
    public required int Channels { get; init; }

    /// <summary>The value that most samples have, which is told from the others first; -1 for none.</summary>
    public required int Background { get; init; }

    /// <summary>What the network looks at.</summary>
    public required Tap[] Taps { get; init; }

    /// <summary>The numbers that a value is known by.</summary>
    public int EmbeddingSize { get; init; } = 8;

    /// <summary>Units of the first layer, a multiple of 32.</summary>
    public int Wide { get; init; } = 64;

    /// <summary>Units of the second layer, a multiple of 16.</summary>
    public int Narrow { get; init; } = 48;

    /// <summary>The features that every decision is a weighted sum of, at most <see cref="Features"/>.</summary>
    public int Rank { get; init; } = 12;

    /// <summary>Decisions below the first one: the bits of a value.</summary>
    public int Bits => BitOperations.Log2((uint)Levels - 1) + 1;

    /// <summary>Nodes of the tree of decisions; node 0 asks whether the sample is not the background.</summary>
    public int Nodes => 1 << Bits;

    /// <summary>The values that a tap can see: those of a sample, and "outside".</summary>
    public int Values => Levels + 1;

    /// <summary>What taps see where there is no picture, or nothing known yet.</summary>
    public int Outside => Background >= 0 ? Background : Levels;

    /// <summary>The class of a row or column.</summary>
    /// <param name="place">Which, from 0.</param>
    /// <param name="length">Of how many.</param>
    public static int PositionClass(int place, int length) => (int)((long)place * PositionClasses / length);
}
