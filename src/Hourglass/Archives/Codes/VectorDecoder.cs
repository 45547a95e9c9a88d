using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;

namespace Hourglass.Archives.Codes;

/// <summary>Makes a picture of one size of a quantized code, in integers.</summary>
/// <remarks>
/// <code>
/// q [n] -> dense -> cut at 0 -> [h, w, c] -> spread -> convolutions -> spread -> convolutions -> y [H, W, channels]
/// </code>
/// Spreading puts zeros between the pixels, up to the size of the next stage; a convolution behind it is a transposed convolution of stride 2.
/// </remarks>
internal sealed class VectorDecoder
{
    /// <summary>Codes go in as multiples of this.</summary>
    public const int CodeUnit = 16;

    /// <summary>The largest quantized value; the smallest is its negative.</summary>
    public const int MaxCode = 1023;

    /// <summary>The most stages.</summary>
    public const int MaxStages = 4;

    /// <summary>The longest side of a picture.</summary>
    public const int MaxSide = 256;

    /// <summary>The most multiplications for one picture.</summary>
    public const long MaxWork = 1L << 28;

    /// <summary>A decoder.</summary>
    /// <param name="width">Columns of the pictures.</param>
    /// <param name="height">Rows of the pictures.</param>
    /// <param name="dense">From the code to the first stage.</param>
    /// <param name="stages">1 to <see cref="MaxStages"/> networks, each on twice the sides of the one before, the last on the picture.</param>
    /// <exception cref="ArchiveFormatException">They do not fit together.</exception>
    public VectorDecoder(int width, int height, DenseLayer dense, IReadOnlyList<IntegerNetwork> stages)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide)
            throw new ArchiveFormatException(0, "size of the pictures", $"{width} x {height}", $"1 to {MaxSide} each");
        if (stages.Count is < 1 or > MaxStages)
            throw new ArchiveFormatException(0, "stages of a decoder", $"{stages.Count}", $"1 to {MaxStages}");
        (Width, Height, Dense, Stages) = (width, height, dense, stages);
        var first = SizeBefore(0);
        if (dense.Bias.Length != first.Width * first.Height * stages[0].Inputs)
            throw new ArchiveFormatException(0, "values before the first stage", $"{dense.Bias.Length}", $"{first.Width} x {first.Height} x {stages[0].Inputs}");
        var work = stages.Select((stage, i) => (long)stage.Weights * SizeBefore(i + 1).Width * SizeBefore(i + 1).Height).Sum();
        if (work > MaxWork)
            throw new ArchiveFormatException(0, "multiplications for a picture", $"{work}", $"at most {MaxWork}");
        for (var i = 1; i < stages.Count; i++)
        {
            if (stages[i].Inputs != stages[i - 1].Outputs)
                throw new ArchiveFormatException(0, "channels into a stage", $"{stages[i].Inputs}", $"{stages[i - 1].Outputs}");
        }
    }

    /// <summary>Columns of the pictures.</summary>
    public int Width { get; }

    /// <summary>Rows of the pictures.</summary>
    public int Height { get; }

    /// <summary>From the code to the first stage.</summary>
    public DenseLayer Dense { get; }

    /// <summary>What follows.</summary>
    public IReadOnlyList<IntegerNetwork> Stages { get; }

    /// <summary>Channels of the pictures.</summary>
    public int Channels => Stages[^1].Outputs;

    /// <summary>The size of what goes into a stage, before it is spread.</summary>
    public (int Width, int Height) SizeBefore(int stage) => SizeBefore(Width, Height, Stages.Count - stage);

    /// <summary>A size after so many halvings.</summary>
    public static (int Width, int Height) SizeBefore(int width, int height, int halvings)
    {
        for (var i = 0; i < halvings; i++)
            (width, height) = ((width + 1) / 2, (height + 1) / 2);
        return (width, height);
    }

    /// <summary>Makes a picture.</summary>
    /// <param name="code">Quantized values.</param>
    /// <param name="picture">Filled.</param>
    /// <param name="buffers">Room for each stage.</param>
    /// <param name="path">How.</param>
    public void Run(ReadOnlySpan<short> code, Raster picture, NetworkBuffers[] buffers, ConvPath path)
    {
        var input = new short[code.Length];
        for (var i = 0; i < input.Length; i++)
            input[i] = (short)(code[i] * CodeUnit);
        var values = new short[Dense.Bias.Length];
        Dense.Run(input, values);
        for (var i = 0; i < Stages.Count; i++)
        {
            var (width, height) = SizeBefore(i + 1);
            var spread = Spread(values, SizeBefore(i), (width, height), Stages[i].Inputs);
            values = new short[width * height * Stages[i].Outputs];
            Stages[i].Run(spread, values, width, height, buffers[i], path);
        }

        for (var i = 0; i < values.Length; i++)
            picture.Samples[i] = Lattice.Sample(values[i], picture.Levels);
    }

    /// <summary>Puts zeros between pixels.</summary>
    public static short[] Spread(ReadOnlySpan<short> values, (int Width, int Height) from, (int Width, int Height) to, int channels)
    {
        var spread = new short[to.Width * to.Height * channels];
        for (var y = 0; y < from.Height; y++)
            for (var x = 0; x < from.Width; x++)
                values.Slice(((y * from.Width) + x) * channels, channels).CopyTo(spread.AsSpan(((2 * y * to.Width) + (2 * x)) * channels));
        return spread;
    }
}
