namespace Hourglass.Data.Images;

/// <summary>Writes one picture from top to bottom, so that it need not be in memory as a whole.</summary>
public interface IPictureWriter : IDisposable
{
    /// <summary>Writes the next rows; after the last row the file is complete.</summary>
    /// <param name="rows"><c>[channels, rows, width]</c>; values outside [0, 1] are cut.</param>
    /// <param name="alpha"><c>[1, rows, width]</c>, or null for a picture without transparency.</param>
    /// <exception cref="ArgumentException">The rows are not of this picture.</exception>
    void Write(Planes rows, Planes? alpha);
}
