namespace Hourglass.Data.Images;

/// <summary>A picture as it was stored: upright, with what its file says of its depth and its transparency.</summary>
/// <param name="Colors"><c>[1 or 3, Height, Width]</c>, in [0, 1]; grey when red, green and blue are the same everywhere.</param>
/// <param name="Alpha"><c>[1, Height, Width]</c>, 0 where it is transparent; null for a format or file without transparency.</param>
/// <param name="BitDepth">8 or 16.</param>
public sealed record LoadedPicture(Planes Colors, Planes? Alpha, int BitDepth)
{
    /// <summary>Reads PNG, JPEG, WebP, BMP, PGM or PPM.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="DataException">It is broken, too large, or of another format; the message completes "the file ...".</exception>
    public static LoadedPicture Decode(ReadOnlySpan<byte> file)
    {
        using var picture = PictureDecoder.Decode(file, keepsAlpha: true);
        var (channels, width) = (picture.IsGrey ? 1 : 3, picture.Width);
        if ((long)channels * width * picture.Height > Array.MaxLength)
            throw new DataException($"is {width}x{picture.Height}, which is more than fits in memory in one piece");
        var colors = new Planes(channels, picture.Height, width);
        var alpha = picture.HasAlpha ? new Planes(1, picture.Height, width) : null;
        var row = new float[channels * width];
        for (var y = 0; y < picture.Height; y++)
        {
            picture.ReadRow(y, channels, white: 1, row);
            for (var channel = 0; channel < channels; channel++)
                row.AsSpan(channel * width, width).CopyTo(colors.Row(channel, y));
            if (alpha is not null)
                picture.ReadAlphaRow(y, alpha.Row(0, y));
        }

        return new LoadedPicture(colors, alpha, picture.White > byte.MaxValue ? 16 : 8);
    }

    /// <summary>Reads a picture from a file.</summary>
    /// <exception cref="DataException">See <see cref="Decode"/>; or there is no such file.</exception>
    public static LoadedPicture Read(string path)
    {
        try
        {
            using var bytes = PictureBytes.Read(path);
            return Decode(bytes.Span);
        }
        catch (DataException broken)
        {
            throw new DataException($"{path} {broken.Message}.", broken);
        }
    }
}
