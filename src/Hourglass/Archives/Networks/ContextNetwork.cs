using System.Buffers.Binary;
using System.IO.Hashing;
using Hourglass.Numerics;

namespace Hourglass.Archives.Networks;

/// <summary>
/// A small network that predicts a sample from those coded before it, in whole numbers only, so that every machine computes the same. Its
/// ranges are proven when it is made. Several threads may share it.
/// </summary>
internal sealed class ContextNetwork
{
    private const int CanaryBytes = sizeof(uint);
    private const int CanaryContexts = 64;

    private readonly IntegerWeights _weights;

    /// <summary>A network of the given weights.</summary>
    /// <exception cref="ArchiveFormatException">A sum could leave the range of its numbers.</exception>
    public ContextNetwork(IntegerWeights weights)
    {
        _weights = weights;
        Tables = new NetworkTables(weights);
    }

    /// <summary>The sizes.</summary>
    public NetworkShape Shape => _weights.Shape;

    /// <summary>The value that most samples have; -1 for none.</summary>
    public int Background => Shape.Background;

    /// <summary>What it looks at.</summary>
    public IReadOnlyList<Tap> Taps => Shape.Taps;

    /// <summary>The weights, ready for computing.</summary>
    public NetworkTables Tables { get; }

    /// <summary>How fast a picture's own statistics count; see <see cref="PictureOffsets"/>.</summary>
    public (int Rate, int Delay) Offsets => (_weights.OffsetRate, _weights.OffsetDelay);

    /// <summary>Reads what <see cref="Write"/> wrote, and sees that this machine computes what the writer did.</summary>
    /// <exception cref="ArchiveFormatException">The bytes are no model, or one whose sums could overflow, or the results differ.</exception>
    public static ContextNetwork Read(ReadOnlyMemory<byte> model)
    {
        var network = new ContextNetwork(NetworkFormat.Read(model, CanaryBytes));
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(model.Span);
        var computed = network.Canary(NetworkArithmetic.Best);
        if (stored != computed)
            throw new ArchiveFormatException(0, "the sum over a model's results", $"{computed:x8}", $"{stored:x8}");
        return network;
    }

    /// <summary>The model's bytes.</summary>
    public byte[] Write()
    {
        var model = NetworkFormat.Write(_weights, CanaryBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(model, Canary(NetworkArithmetic.Best));
        return model;
    }

    /// <summary>A checksum of what it looks at, and of the results in contexts drawn at random: the same for every kind of arithmetic.</summary>
    public uint Canary(ArithmeticKind kind)
    {
        var random = new Rng(0x48474C41);
        var arithmetic = new NetworkArithmetic(Tables, kind);
        Span<int> rows = stackalloc int[Shape.Taps.Length];
        var hash = new Crc32();
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        hash.Append([(byte)Offsets.Rate, (byte)Offsets.Delay, (byte)Background, (byte)(Shape.Levels - 1)]);
        foreach (var tap in Shape.Taps)
            hash.Append([(byte)tap.Dx, (byte)tap.Dy, (byte)tap.Channel]);
        for (var i = 0; i < CanaryContexts; i++)
        {
            var count = 0;
            for (var tap = 0; tap < rows.Length; tap++)
            {
                var value = random.NextInt(2) == 0 ? Shape.Outside : random.NextInt(Shape.Values);
                if (value != Background)
                    rows[count++] = Tables.TapRow(tap, value);
            }

            arithmetic.Run(
                random.NextInt(Shape.Channels), random.NextInt(NetworkShape.PositionClasses), random.NextInt(NetworkShape.PositionClasses), rows[..count]);
            for (var node = 0; node < Shape.Nodes; node++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, arithmetic.Logit(node));
                hash.Append(bytes);
            }
        }

        return hash.GetCurrentHashAsUInt32();
    }
}
