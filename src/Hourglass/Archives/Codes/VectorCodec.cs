using System.Buffers.Binary;
using System.IO.Hashing;
using Hourglass.Archives.Coding;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;

namespace Hourglass.Archives.Codes;

/// <summary>Keeps of every picture only the quantized code that an autoencoder's encoder makes of it.</summary>
/// <remarks>
/// <code>
/// picture -> encoder -> steps -> q [n] -> payload -> q [n] -> decoder in integers -> picture
/// model: u16 levels - 1 | u16 width | u16 height | u16 n | n times: u16 low + 1023, u16 count | u32 canary | u16 dense outputs, u8 shift
///        | part: dense weights and biases as one stream | u8 stages, each a part: NetworkBytes
/// </code>
/// </remarks>
internal sealed class VectorCodec : IPixelCodec
{
    /// <summary>The four letters.</summary>
    public const string Name = "vec1";

    /// <summary>The most values of a code.</summary>
    public const int MaxLatents = 1024;

    private const int CanaryPictures = 4;

    private readonly LatentRange[] _ranges;
    private readonly Func<IReadOnlyList<Raster>, short[][]>? _quantize;

    /// <summary>A codec.</summary>
    /// <param name="levels">How many values a sample can take.</param>
    /// <param name="ranges">The range of each value of a code.</param>
    /// <param name="decoder">Makes pictures.</param>
    /// <param name="quantize">Makes codes, one per picture; null in a codec that only decodes.</param>
    public VectorCodec(int levels, LatentRange[] ranges, VectorDecoder decoder, Func<IReadOnlyList<Raster>, short[][]>? quantize)
    {
        (Levels, _ranges, Decoder, _quantize) = (levels, ranges, decoder, quantize);
        Model = Write();
    }

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model { get; }

    /// <summary>How many values a sample can take.</summary>
    public int Levels { get; }

    /// <summary>Makes pictures.</summary>
    public VectorDecoder Decoder { get; }

    /// <summary>Numbers of a code.</summary>
    public int CodeLength => _ranges.Length;

    /// <summary>Reads a model. The codec can decode but not encode.</summary>
    /// <exception cref="ArchiveFormatException">It is broken, or this machine computes something else than the one that wrote it.</exception>
    public static VectorCodec Open(ReadOnlyMemory<byte> model)
    {
        var reader = new ModelReader(model);
        var (levels, width, height, count) = (reader.UInt16() + 1, reader.UInt16(), reader.UInt16(), reader.UInt16());
        if (levels < 2)
            throw new ArchiveFormatException(0, "levels of the originals", $"{levels}", "2 to 65536");
        if (count is < 1 or > MaxLatents)
            throw new ArchiveFormatException(0, "values of a code", $"{count}", $"1 to {MaxLatents}");
        var ranges = new LatentRange[count];
        foreach (ref var range in ranges.AsSpan())
        {
            range = new LatentRange(reader.UInt16() - VectorDecoder.MaxCode, reader.UInt16());
            if (range.Low > VectorDecoder.MaxCode || range.Count < 1 || range.Low + range.Count - 1 > VectorDecoder.MaxCode)
                throw new ArchiveFormatException(0, "range of a value", $"{range.Low}, {range.Count} values", $"within {VectorDecoder.MaxCode}");
        }

        var canary = reader.UInt32();
        var dense = ReadDense(ref reader, count);
        var stages = new IntegerNetwork[reader.Byte()];
        if (stages.Length > VectorDecoder.MaxStages)
            throw new ArchiveFormatException(0, "stages of a decoder", $"{stages.Length}", $"at most {VectorDecoder.MaxStages}");
        for (var i = 0; i < stages.Length; i++)
            stages[i] = NetworkBytes.Read(reader.Part("stage of the decoder"));
        reader.End();
        var codec = new VectorCodec(levels, ranges, new VectorDecoder(width, height, dense, stages), quantize: null);
        if (codec.Canary() != canary)
            throw new ArchiveFormatException(0, "what the decoder makes of the test codes", $"{codec.Canary():x8}", $"{canary:x8}");
        return codec;
    }

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> originals, CancellationToken cancellation) => EncodeCodes(Quantize(originals), cancellation);

    /// <summary>The codes of pictures, each number within its range.</summary>
    public short[][] Quantize(IReadOnlyList<Raster> originals)
    {
        if (_quantize is null)
            throw new InvalidOperationException("This codec was opened from an archive, which holds no encoder; pack the data anew.");
        foreach (var original in originals)
            Check(original);
        var codes = _quantize(originals);
        foreach (var code in codes)
        {
            for (var i = 0; i < code.Length; i++)
                code[i] = (short)Math.Clamp(code[i], _ranges[i].Low, _ranges[i].Low + _ranges[i].Count - 1);
        }

        return codes;
    }

    /// <summary>Packs codes.</summary>
    /// <param name="codes">Their numbers are within their ranges.</param>
    /// <param name="cancellation">Stops it.</param>
    public byte[] EncodeCodes(IEnumerable<short[]> codes, CancellationToken cancellation)
    {
        var coder = new BinaryEncoder();
        var coding = new LatentCoding(_ranges);
        foreach (var code in codes)
        {
            cancellation.ThrowIfCancellationRequested();
            coding.Code(ref coder, code);
        }

        return coder.Finish();
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        foreach (var picture in pictures)
            Check(picture);
        var buffers = Buffers();
        var codes = DecodeCodes(payload, pictures.Count);
        for (var i = 0; i < codes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Decoder.Run(codes[i], pictures[i], buffers, ConvArithmetic.Best);
        }
    }

    /// <summary>The picture of one code.</summary>
    public Raster Draw(short[] code)
    {
        var picture = new Raster(Decoder.Width, Decoder.Height, Decoder.Channels, Levels);
        Decoder.Run(code, picture, Buffers(), ConvArithmetic.Best);
        return picture;
    }

    /// <summary>Takes only the codes out of a payload: for search and maps.</summary>
    public short[][] DecodeCodes(ReadOnlyMemory<byte> payload, int count)
    {
        var coder = new BinaryDecoder(payload);
        var coding = new LatentCoding(_ranges);
        var codes = new short[count][];
        for (var i = 0; i < count; i++)
        {
            codes[i] = new short[_ranges.Length];
            coding.Code(ref coder, codes[i]);
        }

        return codes;
    }

    private NetworkBuffers[] Buffers() => [.. Decoder.Stages.Select(_ => new NetworkBuffers())];

    private void Check(Raster picture)
    {
        if (picture.Levels != Levels || picture.Channels != Decoder.Channels || picture.Width != Decoder.Width || picture.Height != Decoder.Height)
        {
            throw new ArchiveFormatException(
                0, "a picture", $"{picture.Width} x {picture.Height} x {picture.Channels}, {picture.Levels} levels",
                $"{Decoder.Width} x {Decoder.Height} x {Decoder.Channels}, {Levels} levels, which the model is for");
        }
    }

    private byte[] Write()
    {
        var writer = new ModelWriter();
        writer.UInt16(Levels - 1);
        writer.UInt16(Decoder.Width);
        writer.UInt16(Decoder.Height);
        writer.UInt16(_ranges.Length);
        foreach (var range in _ranges)
        {
            writer.UInt16(range.Low + VectorDecoder.MaxCode);
            writer.UInt16(range.Count);
        }

        writer.UInt32(Canary());
        writer.UInt16(Decoder.Dense.Bias.Length);
        writer.Byte(Decoder.Dense.Shift);
        var coder = new BinaryEncoder();
        Code(ref coder, Decoder.Dense.Weights, Decoder.Dense.Bias);
        writer.Part(coder.Finish());
        writer.Byte(Decoder.Stages.Count);
        foreach (var stage in Decoder.Stages)
            writer.Part(NetworkBytes.Write(stage));
        return writer.ToArray();
    }

    private static DenseLayer ReadDense(ref ModelReader reader, int inputs)
    {
        var (outputs, shift) = (reader.UInt16(), reader.Byte());
        if (outputs is < 1 or > DenseLayer.MaxOutputs || outputs * inputs > DenseLayer.MaxWeights)
            throw new ArchiveFormatException(0, "weights of the first layer", $"{outputs} x {inputs}", $"at most {DenseLayer.MaxWeights}");
        var (weights, bias) = (new short[outputs * inputs], new short[outputs]);
        var coder = new BinaryDecoder(reader.Part("first layer"));
        Code(ref coder, weights, bias);
        return new DenseLayer(shift, weights, bias, VectorDecoder.MaxCode * VectorDecoder.CodeUnit);
    }

    private static void Code<TCoder>(ref TCoder coder, short[] weights, short[] bias)
        where TCoder : struct, IBinaryCoder
    {
        foreach (var values in new[] { weights, bias })
        {
            var coding = new NumberCoding();
            foreach (ref var value in values.AsSpan())
                value = (short)Math.Clamp(coding.Code(ref coder, value), -DenseLayer.MaxWeight, DenseLayer.MaxWeight);
        }
    }

    /// <summary>A checksum of the pictures of codes that follow a fixed rule.</summary>
    private uint Canary()
    {
        var buffers = Buffers();
        var picture = new Raster(Decoder.Width, Decoder.Height, Decoder.Channels, Levels);
        var checksum = new Crc32();
        var code = new short[_ranges.Length];
        Span<byte> two = stackalloc byte[sizeof(ushort)];
        var state = 1u;
        for (var n = 0; n < CanaryPictures; n++)
        {
            for (var i = 0; i < code.Length; i++)
            {
                state = (state * 1664525) + 1013904223;
                code[i] = (short)(_ranges[i].Low + (int)((state >> 16) % (uint)_ranges[i].Count));
            }

            Decoder.Run(code, picture, buffers, ConvArithmetic.Best);
            foreach (var sample in picture.Samples)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(two, sample);
                checksum.Append(two);
            }
        }

        return checksum.GetCurrentHashAsUInt32();
    }
}
