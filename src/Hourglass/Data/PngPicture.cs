namespace Hourglass.Data;

/// <summary>A decoded PNG.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</param>
/// <param name="BitDepth">8 or 16: values lie in [0, 255] or [0, 65535].</param>
/// <param name="Interleaved"><c>[Height, Width, Channels]</c>.</param>
public sealed record PngPicture(int Width, int Height, int Channels, int BitDepth, ushort[] Interleaved);
