using System.Buffers.Binary;
using System.Text;
using Hourglass.Evaluation;
using Hourglass.Runs;

namespace Hourglass.Tests.Runs;

public sealed class TensorBoardWriterTests : IDisposable
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheFramesHoldTheVersionAndOnePointPerEpochAndFigure()
    {
        using (var writer = new TensorBoardWriter(_folder, [new EpochRecord(1, 0.5, 0.25, 1e-3, 1000, 10)], Noon))
        {
            Assert.Equal(Path.Combine(_folder, "events.out.tfevents.1800000000.hourglass"), writer.FilePath);
            writer.Add(new EpochRecord(200, 0.125, null, 5e-4, 2000, 20), Noon.AddSeconds(10));
        }

        var events = Read();
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal([0L, 1L, 200L], events.Select(found => found.Step));
        Assert.Equal([1_799_999_990.0, 1_800_000_000.0, 1_800_000_010.0], events.Select(found => found.Time));
        Assert.Equal([("train_loss", 0.5f), ("validation_loss", 0.25f), ("learning_rate", 1e-3f), ("samples_per_second", 1000f)], events[1].Scalars);
        Assert.Equal([("train_loss", 0.125f), ("learning_rate", 5e-4f), ("samples_per_second", 2000f)], events[2].Scalars);
    }

    [Fact]
    public void AnEpochCanBeReadBeforeTheFileIsClosed()
    {
        using var writer = new TensorBoardWriter(_folder, [], Noon);
        writer.Add(new EpochRecord(1, 0.5, null, 1e-3, 1000, 10), Noon);
        Assert.Equal(2, Read().Count);
    }

    [Fact]
    public void AResumedRunLeavesOneFileWithoutAStepTwice()
    {
        File.WriteAllText(Path.Combine(_folder, "events.out.tfevents.1.other"), "not ours");
        new TensorBoardWriter(_folder, [Epoch(1), Epoch(2), Epoch(3)], Noon).Dispose();
        new TensorBoardWriter(_folder, [Epoch(1), Epoch(2)], Noon.AddHours(1)).Dispose();
        Assert.Equal([0L, 1L, 2L], Read().Select(found => found.Step));
        Assert.True(File.Exists(Path.Combine(_folder, "events.out.tfevents.1.other")));
    }

    [Fact]
    public void TheCheckSumIsCastagnolis() => Assert.Equal(0xE3069283, Crc32C("123456789"u8));

    private static EpochRecord Epoch(int epoch) => new(epoch, 1, 1, 1, 1, epoch);

    private List<Event> Read()
    {
        using var stream = new FileStream(
            Assert.Single(Directory.GetFiles(_folder, "*.hourglass")), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var events = new List<Event>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var message = bytes.AsSpan(at + 12, length);
            Assert.Equal(Masked(message), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            events.Add(ReadEvent(message));
            at += 12 + length + 4;
        }

        return events;
    }

    private static Event ReadEvent(ReadOnlySpan<byte> message)
    {
        var found = new Event();
        while (Next(ref message, out var field, out var bits, out var bytes))
        {
            if (field == 1)
                found.Time = BitConverter.UInt64BitsToDouble(bits);
            else if (field == 2)
                found.Step = (long)bits;
            else if (field == 3)
                found.Version = Encoding.UTF8.GetString(bytes);
            else if (field == 5)
                ReadSummary(bytes, found.Scalars);
        }

        return found;
    }

    private static void ReadSummary(ReadOnlySpan<byte> summary, List<(string, float)> scalars)
    {
        while (Next(ref summary, out var field, out _, out var value))
        {
            Assert.Equal(1, field);
            var (tag, number) = ("", float.NaN);
            while (Next(ref value, out var inner, out var bits, out var bytes))
            {
                if (inner == 1)
                    tag = Encoding.UTF8.GetString(bytes);
                else if (inner == 2)
                    number = BitConverter.UInt32BitsToSingle((uint)bits);
            }

            scalars.Add((tag, number));
        }
    }

    private static bool Next(ref ReadOnlySpan<byte> message, out int field, out ulong bits, out ReadOnlySpan<byte> bytes)
    {
        (field, bits) = (0, 0);
        bytes = default;
        if (message.IsEmpty)
            return false;
        var key = Varint(ref message);
        field = (int)(key >> 3);
        switch (key & 7)
        {
            case 0:
                bits = Varint(ref message);
                break;
            case 1:
                bits = BinaryPrimitives.ReadUInt64LittleEndian(message);
                message = message[8..];
                break;
            case 2:
                var length = (int)Varint(ref message);
                bytes = message[..length];
                message = message[length..];
                break;
            case 5:
                bits = BinaryPrimitives.ReadUInt32LittleEndian(message);
                message = message[4..];
                break;
            default:
                Assert.Fail($"wire type {key & 7}");
                break;
        }

        return true;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc32C(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    /// <summary>Bit by bit, so that nothing is shared with the writer.</summary>
    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }

    private sealed class Event
    {
        public double Time { get; set; }

        public long Step { get; set; }

        public string? Version { get; set; }

        public List<(string Tag, float Value)> Scalars { get; } = [];
    }
}
