using System.Text.Json;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>metrics.jsonl of a run: one JSON object per finished epoch and line, always as far as the newest checkpoint.</summary>
public static class MetricsLog
{
    /// <summary>The longest file that is read, in bytes: more than 200,000 epochs.</summary>
    public const long MaxBytes = 64 << 20;

    /// <summary>Writes the history whole, over what was there: after a resumed run no epoch stands in it twice.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written; the file that was there is untouched.</exception>
    public static void Write(string path, IReadOnlyList<EpochRecord> history) => AtomicFile.Write(path, stream =>
    {
        foreach (var epoch in history)
        {
            JsonSerializer.Serialize(stream, epoch, EvaluationJson.Default.EpochRecord);
            stream.WriteByte((byte)'\n');
        }
    });

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="DataException">A line is not the record of an epoch, or the file is longer than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<EpochRecord> Read(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > MaxBytes)
            throw new DataException($"{path} has {stream.Length} bytes; a log of metrics has at most {MaxBytes}.");
        using var reader = new StreamReader(stream);
        var history = new List<EpochRecord>();
        while (reader.ReadLine() is { } line)
        {
            try
            {
                history.Add(JsonSerializer.Deserialize(line, EvaluationJson.Default.EpochRecord) ?? throw new JsonException("it is null"));
            }
            catch (JsonException broken)
            {
                throw new DataException($"{path}, line {history.Count + 1} is no record of an epoch ({broken.Message}); delete the line.", broken);
            }
        }

        return history;
    }
}
