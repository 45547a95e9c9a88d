namespace Hourglass.Runs;

/// <summary>A rectangle of a photograph.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
public readonly record struct PatchPlace(int Top, int Left, int Height, int Width);
