namespace Hourglass.Data.Images;

/// <summary>A picture as float values, channel after channel: <c>[Channels, Height, Width]</c>, black at 0 and white at 1.</summary>
public sealed class Planes
{
    /// <summary>A black picture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or there are more values than one array can hold.</exception>
    public Planes(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((Int128)channels * height * width, Array.MaxLength, nameof(height));
        (Channels, Height, Width) = (channels, height, width);
        Values = new float[channels * height * width];
    }

    /// <summary>1 for grey, 3 for RGB; a task may add more, such as a mask.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>All values.</summary>
    public float[] Values { get; }

    /// <summary>One channel, <c>[Height, Width]</c>.</summary>
    public Span<float> Plane(int channel) => Values.AsSpan(channel * Height * Width, Height * Width);

    /// <summary>One row of one channel.</summary>
    public Span<float> Row(int channel, int y) => Values.AsSpan((channel * Height + y) * Width, Width);
}
