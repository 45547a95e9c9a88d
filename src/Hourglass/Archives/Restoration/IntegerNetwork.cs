namespace Hourglass.Archives.Restoration;

/// <summary>
/// Convolutions of 3 x 3 in integers, one after another, over pictures of any size. A large picture is worked out in tiles; what a tile
/// needs of its neighbors is worked out again, so that the tiling cannot be seen.
/// </summary>
/// <remarks><code>
/// x [H, W, in] -> conv -> cut at 0 -> conv -> ... -> conv -> y [H, W, out]
/// </code></remarks>
internal sealed class IntegerNetwork
{
    /// <summary>The most layers.</summary>
    public const int MaxLayers = 16;

    /// <summary>The most weights of all layers, each of which multiplies once per pixel: what a pixel may cost.</summary>
    public const int MaxWeights = 200_000;

    private const int TileSide = 128;

    /// <summary>A network.</summary>
    /// <param name="layers">1 to <see cref="MaxLayers"/>, each taking what the one before gives, a multiple of 8 channels.</param>
    /// <exception cref="ArchiveFormatException">They do not fit together, or are too many.</exception>
    public IntegerNetwork(IReadOnlyList<ConvLayer> layers)
    {
        if (layers.Count is < 1 or > MaxLayers)
            throw new ArchiveFormatException(0, "layers of a network", $"{layers.Count}", $"1 to {MaxLayers}");
        for (var i = 1; i < layers.Count; i++)
        {
            if (layers[i].Inputs % 8 != 0)
                throw new ArchiveFormatException(0, "channels between layers", $"{layers[i].Inputs}", "a multiple of 8");
            if (layers[i].Inputs != layers[i - 1].Outputs)
                throw new ArchiveFormatException(0, "channels into a layer", $"{layers[i].Inputs}", $"{layers[i - 1].Outputs}");
        }

        Layers = layers;
    }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<ConvLayer> Layers { get; }

    /// <summary>Channels that go in.</summary>
    public int Inputs => Layers[0].Inputs;

    /// <summary>Channels that come out.</summary>
    public int Outputs => Layers[^1].Outputs;

    /// <summary>Multiplications per pixel.</summary>
    public int Weights => Layers.Sum(layer => layer.Weights.Length);

    /// <summary>Works out one picture.</summary>
    /// <param name="input"><c>[height, width, inputs]</c>.</param>
    /// <param name="output"><c>[height, width, outputs]</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="buffers">Room, which may be used for one picture after another.</param>
    /// <param name="path">How.</param>
    public void Run(ReadOnlySpan<short> input, Span<short> output, int width, int height, NetworkBuffers buffers, ConvPath path)
    {
        for (var top = 0; top < height; top += TileSide)
            for (var left = 0; left < width; left += TileSide)
            {
                var tile = new Tile(
                    left, top, Math.Min(TileSide, width - left), Math.Min(TileSide, height - top), width, height, Layers.Count);
                buffers.Prepare(this, tile.Region(-1), tile.Rows);
                Load(input, tile, buffers[0]);
                for (var i = 0; i < Layers.Count; i++)
                    ConvArithmetic.Run(Layers[i], buffers[i], buffers[i + 1], tile.Region(i), path);
                Store(buffers[Layers.Count], tile, output);
            }
    }

    private void Load(ReadOnlySpan<short> input, Tile tile, Span<short> buffer)
    {
        var stored = ConvLayer.Stored(Inputs);
        var region = tile.Region(-1);
        for (var y = region.Top; y < region.Bottom; y++)
            for (var x = region.Left; x < region.Right; x++)
                input.Slice(tile.PixelAt(x, y) * Inputs, Inputs).CopyTo(buffer[(((y * tile.Pitch) + x) * stored)..]);
    }

    private void Store(ReadOnlySpan<short> buffer, Tile tile, Span<short> output)
    {
        var stored = Layers[^1].Packed.Outputs;
        var region = tile.Region(Layers.Count - 1);
        for (var y = region.Top; y < region.Bottom; y++)
            for (var x = region.Left; x < region.Right; x++)
                buffer.Slice(((y * tile.Pitch) + x) * stored, Outputs).CopyTo(output[(tile.PixelAt(x, y) * Outputs)..]);
    }

    /// <summary>A part of a picture inside of a buffer with a margin of one pixel per layer and one more.</summary>
    private readonly record struct Tile(int Left, int Top, int Width, int Height, int PictureWidth, int PictureHeight, int Layers)
    {
        public int Margin => Layers + 1;

        public int Pitch => Width + (2 * Margin);

        public int Rows => Height + (2 * Margin);

        public int PixelAt(int x, int y) => ((Top + y - Margin) * PictureWidth) + Left + x - Margin;

        /// <summary>What layer <paramref name="layer"/> works out, -1 being the input: the tile and what the layers behind it need, inside of the picture.</summary>
        public ConvRegion Region(int layer)
        {
            var around = Layers - 1 - layer;
            return new ConvRegion(
                Pitch,
                Margin - Math.Min(around, Left),
                Margin - Math.Min(around, Top),
                Margin + Width + Math.Min(around, PictureWidth - Left - Width),
                Margin + Height + Math.Min(around, PictureHeight - Top - Height));
        }
    }
}
