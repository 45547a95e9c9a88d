using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Hourglass.Evaluation;

namespace Hourglass.Runs;

/// <summary>A TensorBoard event file of a run: losses, learning rate and speed, one point per epoch. It can be watched while it grows.</summary>
/// <remarks>
/// A sequence of frames, numbers little-endian, each holding one Event of tensorflow/core/util/event.proto:
/// <code>
/// u64 length | u32 masked CRC-32C of the length | Event | u32 masked CRC-32C of the Event
/// Event   = 1: double wall_time, 2: int64 step, 3: string file_version | 5: Summary
/// Summary = 1: Value, repeated; Value = 1: string tag, 2: float simple_value
/// </code>
/// </remarks>
public sealed class TensorBoardWriter : IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private const string Suffix = ".hourglass";
    private const string FileVersion = "brain.Event:2";
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    private readonly FileStream _stream;

    /// <summary>
    /// Starts a new event file in a folder with the epochs done so far, and removes those that a run wrote there before: after a resumed run no step
    /// stands there twice.
    /// </summary>
    /// <param name="folder">The run folder; it exists.</param>
    /// <param name="history">The epochs done so far; their times are counted back from <paramref name="now"/>.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public TensorBoardWriter(string folder, IReadOnlyList<EpochRecord> history, DateTimeOffset now)
    {
        FilePath = Path.Combine(folder, $"{Prefix}{now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}{Suffix}");
        foreach (var earlier in Directory.GetFiles(folder, $"{Prefix}*{Suffix}").Where(file => file != FilePath))
            Remove(earlier);
        _stream = new FileStream(FilePath, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var began = history.Count > 0 ? now.AddSeconds(-history[^1].Seconds) : now;
            WriteFrame(Event(began, 0, (3, Encoding.UTF8.GetBytes(FileVersion))));
            foreach (var epoch in history)
                Write(epoch, began.AddSeconds(epoch.Seconds));
            _stream.Flush();
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The file that is written.</summary>
    public string FilePath { get; }

    /// <summary>Adds one epoch.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public void Add(EpochRecord epoch, DateTimeOffset now)
    {
        Write(epoch, now);
        _stream.Flush();
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private void Write(EpochRecord epoch, DateTimeOffset time)
    {
        var summary = new MemoryStream();
        Scalar(summary, "train_loss", epoch.TrainLoss);
        if (epoch.ValidationLoss is { } loss)
            Scalar(summary, "validation_loss", loss);
        Scalar(summary, "learning_rate", epoch.LearningRate);
        Scalar(summary, "samples_per_second", epoch.SamplesPerSecond);
        WriteFrame(Event(time, epoch.Epoch, (5, summary.ToArray())));
    }

    private static void Scalar(MemoryStream summary, string tag, double value)
    {
        var message = new MemoryStream();
        Field(message, 1, Encoding.UTF8.GetBytes(tag));
        Key(message, 2, Fixed32);
        Span<byte> bits = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bits, (float)value);
        message.Write(bits);
        Field(summary, 1, message.ToArray());
    }

    private static byte[] Event(DateTimeOffset time, long step, (int Field, byte[] Value) what)
    {
        var message = new MemoryStream();
        Key(message, 1, Fixed64);
        Span<byte> seconds = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(seconds, (time - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Write(seconds);
        Key(message, 2, Varint);
        Number(message, (ulong)step);
        Field(message, what.Field, what.Value);
        return message.ToArray();
    }

    private static void Field(MemoryStream message, int field, byte[] value)
    {
        Key(message, field, Bytes);
        Number(message, (ulong)value.Length);
        message.Write(value);
    }

    private static void Key(MemoryStream message, int field, int wireType) => Number(message, (ulong)(field << 3 | wireType));

    private static void Number(MemoryStream message, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            message.WriteByte((byte)(value | 0x80));
        message.WriteByte((byte)value);
    }

    private void WriteFrame(byte[] message)
    {
        // In one piece, so that a reader that looks on meanwhile seldom meets half a frame.
        var frame = new byte[sizeof(ulong) + sizeof(uint) + message.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(sizeof(ulong)), MaskedCrc(frame.AsSpan(0, sizeof(ulong))));
        message.CopyTo(frame, sizeof(ulong) + sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(frame.Length - sizeof(uint)), MaskedCrc(message));
        _stream.Write(frame);
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        const uint mask = 0xA282EAD8;
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + mask;
    }

    private static void Remove(string earlier)
    {
        try
        {
            File.Delete(earlier);
        }
        catch (IOException)
        {
            // TensorBoard holds it open (Windows). It then shows the same values at the same steps twice, which does no harm.
        }
    }
}
