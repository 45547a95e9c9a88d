using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Restoration;

/// <summary>Which few values the samples of a picture may take: cells of the range of samples, and a value for each.</summary>
internal sealed class Lattice
{
    /// <summary>The value that stands for the largest sample.</summary>
    public const int One = 8192;

    /// <summary>The most cells.</summary>
    public const int MaxCells = 256;

    /// <summary>A lattice.</summary>
    /// <param name="levels">How many values a sample of an original can take.</param>
    /// <param name="starts">The least sample of every cell but the first, rising.</param>
    /// <param name="values">What stands for each cell, 0 to <see cref="One"/>.</param>
    /// <exception cref="ArchiveFormatException">The cells are not 2 to <see cref="MaxCells"/>, not rising, or outside of the range.</exception>
    public Lattice(int levels, ushort[] starts, short[] values)
    {
        if (levels is < 2 or > 65536)
            throw new ArchiveFormatException(0, "levels of the originals", $"{levels}", "2 to 65536");
        if (values.Length is < 2 or > MaxCells || starts.Length != values.Length - 1)
            throw new ArchiveFormatException(0, "cells of a lattice", $"{values.Length}", $"2 to {MaxCells}");
        for (var i = 0; i < starts.Length; i++)
        {
            if (starts[i] >= levels || starts[i] <= (i == 0 ? 0 : starts[i - 1]))
                throw new ArchiveFormatException(0, "where a cell of a lattice starts", $"{starts[i]}", $"above the one before, below {levels}");
        }

        foreach (var value in values)
        {
            if (value is < 0 or > One)
                throw new ArchiveFormatException(0, "value of a cell", $"{value}", $"0 to {One}");
        }

        (Levels, Starts, Values) = (levels, starts, values);
    }

    /// <summary>How many values a sample of an original can take.</summary>
    public int Levels { get; }

    /// <summary>The least sample of every cell but the first.</summary>
    public ushort[] Starts { get; }

    /// <summary>What stands for each cell, 0 to <see cref="One"/>.</summary>
    public short[] Values { get; }

    /// <summary>How many cells.</summary>
    public int Cells => Values.Length;

    /// <summary>Says of every sample in which cell it lies.</summary>
    public Raster Quantize(Raster original)
    {
        var cells = new byte[Levels];
        for (int sample = 0, cell = 0; sample < Levels; sample++)
        {
            while (cell < Starts.Length && sample >= Starts[cell])
                cell++;
            cells[sample] = (byte)cell;
        }

        var quantized = new Raster(original.Width, original.Height, original.Channels, Cells);
        for (var i = 0; i < original.Samples.Length; i++)
            quantized.Samples[i] = cells[original.Samples[i]];
        return quantized;
    }

    /// <summary>The sample that a value stands for.</summary>
    /// <param name="value">In units of 1 / <see cref="One"/> of the largest sample; cut to the range.</param>
    public ushort Sample(int value) => Sample(value, Levels);

    /// <summary>The sample that a value stands for.</summary>
    /// <param name="value">In units of 1 / <see cref="One"/> of the largest sample; cut to the range.</param>
    /// <param name="levels">How many values a sample can take.</param>
    public static ushort Sample(int value, int levels) => (ushort)(((Math.Clamp(value, 0, One) * (long)(levels - 1)) + (One / 2)) / One);
}
