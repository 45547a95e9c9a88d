namespace Hourglass.Archives.Coding;

/// <summary>
/// Passes one binary decision through a stream. A model is written once and driven either way: an encoder stores the bit that it is given, a
/// decoder ignores it and returns the one that was stored, <see cref="CodeLength"/> only counts.
/// </summary>
internal interface IBinaryCoder
{
    /// <summary>Codes one decision.</summary>
    /// <param name="bit">0 or 1; ignored by decoders.</param>
    /// <param name="probabilityOfOne">In 1/65536, from 1 to 65535.</param>
    /// <returns>The bit.</returns>
    int Code(int bit, int probabilityOfOne);
}
