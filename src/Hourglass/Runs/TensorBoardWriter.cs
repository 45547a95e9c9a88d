using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Hourglass.Evaluation;
using Hourglass.Numerics;

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
            WriteFrame(Event(began, 0, message => message.String(3, FileVersion)));
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

    private void Write(EpochRecord epoch, DateTimeOffset time) => WriteFrame(Event(time, epoch.Epoch, message => message.Message(5, summary =>
    {
        Scalar(summary, "train_loss", epoch.TrainLoss);
        if (epoch.ValidationLoss is { } loss)
            Scalar(summary, "validation_loss", loss);
        Scalar(summary, "learning_rate", epoch.LearningRate);
        Scalar(summary, "samples_per_second", epoch.SamplesPerSecond);
    })));

    private static void Scalar(ProtobufWriter summary, string tag, double value) => summary.Message(1, message =>
    {
        message.String(1, tag);
        message.Float(2, (float)value);
    });

    private static byte[] Event(DateTimeOffset time, long step, Action<ProtobufWriter> what)
    {
        var message = new ProtobufWriter();
        message.Double(1, (time - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Varint(2, step);
        what(message);
        return message.ToArray();
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
