using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Restoration;

/// <summary>
/// Keeps of every sample only in which cell of a <see cref="Lattice"/> it lies, exactly coded by another codec; a network that was trained on
/// this data guesses the samples from the cells around them.
/// </summary>
/// <remarks>
/// <code>
/// samples -> cells -> inner codec -> payload -> inner codec -> cells -> values -> + network -> samples
/// model: u16 levels - 1 | u8 cells - 1 | u16 starts[cells - 1] | u16 values[cells] | u8 channels | u32 canary
///        | inner codec: 4 letters, u32 length, its model | network: u32 length (0: none), NetworkBytes
/// </code>
/// </remarks>
internal sealed class LatticeCodec : IPixelCodec
{
    /// <summary>The four letters.</summary>
    public const string Name = "lat1";

    private const int CanarySide = 24;

    private readonly IPixelCodec _inner;

    /// <summary>A codec.</summary>
    /// <param name="lattice">The cells.</param>
    /// <param name="channels">Channels of the pictures, 1 to 4.</param>
    /// <param name="network">What adds to the values of the cells; null for nothing.</param>
    /// <param name="inner">Codes the cells.</param>
    /// <exception cref="ArchiveFormatException">The network is for other channels.</exception>
    public LatticeCodec(Lattice lattice, int channels, IntegerNetwork? network, IPixelCodec inner)
    {
        if (network is not null && (network.Inputs != channels || network.Outputs != channels))
            throw new ArchiveFormatException(0, "channels of a network", $"{network.Inputs} to {network.Outputs}", $"{channels} to {channels}");
        (Lattice, Channels, Network, _inner) = (lattice, channels, network, inner);
        Model = Write();
    }

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model { get; }

    /// <summary>The cells.</summary>
    public Lattice Lattice { get; }

    /// <summary>Channels of the pictures.</summary>
    public int Channels { get; }

    /// <summary>What adds to the values of the cells, if anything does.</summary>
    public IntegerNetwork? Network { get; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="ArchiveFormatException">It is broken, or this machine computes something else than the one that wrote it.</exception>
    public static LatticeCodec Open(ReadOnlyMemory<byte> model) => Open(model, PixelCodecs.Open);

    /// <summary>Reads a model.</summary>
    /// <param name="model">Its bytes.</param>
    /// <param name="openInner">Opens the codec of the cells.</param>
    /// <exception cref="ArchiveFormatException">It is broken, or this machine computes something else than the one that wrote it.</exception>
    public static LatticeCodec Open(ReadOnlyMemory<byte> model, Func<string, ReadOnlyMemory<byte>, IPixelCodec> openInner)
    {
        var reader = new ModelReader(model);
        var (levels, cells) = (reader.UInt16() + 1, reader.Byte() + 1);
        var starts = new ushort[cells - 1];
        foreach (ref var start in starts.AsSpan())
            start = (ushort)reader.UInt16();
        var values = new short[cells];
        foreach (ref var value in values.AsSpan())
            value = (short)reader.UInt16();
        var lattice = new Lattice(levels, starts, values);
        var (channels, canary) = (reader.Byte(), reader.UInt32());
        if (channels is < 1 or > 4)
            throw new ArchiveFormatException(0, "channels of the pictures", $"{channels}", "1 to 4");
        var name = Encoding.ASCII.GetString(reader.Take(4, "inner codec").Span);
        if (name is Name or VectorCodec.Name)
            throw new ArchiveFormatException(0, "the inner codec", name, "an exact codec");
        var innerModel = reader.Part("inner model");
        var network = reader.Part("network");
        reader.End();
        var codec = new LatticeCodec(
            lattice, channels, network.IsEmpty ? null : NetworkBytes.Read(network), openInner(name, innerModel));
        if (codec.Canary() != canary)
            throw new ArchiveFormatException(0, "what the network makes of the test picture", $"{codec.Canary():x8}", $"{canary:x8}");
        return codec;
    }

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> originals, CancellationToken cancellation)
    {
        foreach (var original in originals)
            Check(original);
        return _inner.Encode([.. originals.Select(Lattice.Quantize)], cancellation);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        foreach (var picture in pictures)
            Check(picture);
        Raster[] cells = [.. pictures.Select(picture => new Raster(picture.Width, picture.Height, picture.Channels, Lattice.Cells))];
        _inner.Decode(payload, cells, cancellation);
        var buffers = new NetworkBuffers();
        for (var i = 0; i < cells.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Restore(cells[i], pictures[i], buffers, ConvArithmetic.Best);
        }
    }

    /// <summary>Fills a picture with what its cells stand for.</summary>
    /// <param name="cells">The cell of every sample.</param>
    /// <param name="picture">The picture, of the same size.</param>
    /// <param name="buffers">Room.</param>
    /// <param name="path">How.</param>
    public void Restore(Raster cells, Raster picture, NetworkBuffers buffers, ConvPath path)
    {
        var input = new short[cells.Samples.Length];
        for (var i = 0; i < input.Length; i++)
            input[i] = Lattice.Values[cells.Samples[i]];
        var added = new short[input.Length];
        Network?.Run(input, added, cells.Width, cells.Height, buffers, path);
        for (var i = 0; i < input.Length; i++)
            picture.Samples[i] = Lattice.Sample(input[i] + added[i]);
    }

    private void Check(Raster picture)
    {
        if (picture.Levels != Lattice.Levels || picture.Channels != Channels)
        {
            throw new ArchiveFormatException(
                0, "a picture", $"{picture.Channels} channels of {picture.Levels} levels", $"{Channels} of {Lattice.Levels}, which the model is for");
        }
    }

    private byte[] Write()
    {
        var writer = new ModelWriter();
        writer.UInt16(Lattice.Levels - 1);
        writer.Byte(Lattice.Cells - 1);
        foreach (var start in Lattice.Starts)
            writer.UInt16(start);
        foreach (var value in Lattice.Values)
            writer.UInt16(value);
        writer.Byte(Channels);
        writer.UInt32(Canary());
        writer.Raw(Encoding.ASCII.GetBytes(_inner.Id));
        writer.Part(_inner.Model.Span);
        writer.Part(Network is null ? [] : NetworkBytes.Write(Network));
        return writer.ToArray();
    }

    /// <summary>A checksum of the samples of a picture whose cells follow a fixed rule.</summary>
    private uint Canary()
    {
        var cells = new Raster(CanarySide, CanarySide, Channels, Lattice.Cells);
        var state = 1u;
        foreach (ref var cell in cells.Samples.AsSpan())
        {
            state = (state * 1664525) + 1013904223;
            cell = (ushort)((state >> 16) % (uint)Lattice.Cells);
        }

        var picture = new Raster(CanarySide, CanarySide, Channels, Lattice.Levels);
        Restore(cells, picture, new NetworkBuffers(), ConvArithmetic.Best);
        var checksum = new Crc32();
        Span<byte> two = stackalloc byte[2];
        foreach (var sample in picture.Samples)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(two, sample);
            checksum.Append(two);
        }

        return checksum.GetCurrentHashAsUInt32();
    }
}
