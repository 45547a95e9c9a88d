using Hourglass.Numerics;

namespace Hourglass.Data.Images;

/// <summary>Decodes a picture each time it is read, and brings it to the shape of the data set.</summary>
internal sealed class PictureSource(PictureList list, IPictureFiles files, int[] places, SampleShape shape, FitKind fit, int white) : IDataSource
{
    /// <inheritdoc />
    public void Read(int index, Span<float> destination)
    {
        try
        {
            using var bytes = files.Read(places[index]);
            using var picture = PictureDecoder.Decode(bytes.Span);
            if (picture.Width == shape.Width && picture.Height == shape.Height)
                Copy(picture, destination);
            else
                Resampler.Fit((y, row) => picture.ReadRow(y, shape.Channels, white, row), picture.Width, picture.Height, shape, fit, white, destination);
        }
        catch (DataException broken)
        {
            throw new DataException($"{list.Root}: {list.Paths.PathOf(places[index])} {broken.Message}.", broken);
        }
    }

    /// <inheritdoc />
    public void Dispose() => files.Dispose();

    private void Copy(Picture picture, Span<float> destination)
    {
        Span<float> row = shape.Channels == 1 ? [] : new float[shape.Channels * shape.Width];
        for (var y = 0; y < shape.Height; y++)
        {
            if (shape.Channels == 1)
            {
                picture.ReadRow(y, 1, white, destination.Slice(y * shape.Width, shape.Width));
                continue;
            }

            picture.ReadRow(y, shape.Channels, white, row);
            for (var channel = 0; channel < shape.Channels; channel++)
                row.Slice(channel * shape.Width, shape.Width).CopyTo(destination[((channel * shape.Height + y) * shape.Width)..]);
        }
    }
}
