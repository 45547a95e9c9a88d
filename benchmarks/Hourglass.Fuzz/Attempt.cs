using System.Diagnostics;
using Hourglass.Archives;

namespace Hourglass.Fuzz;

/// <summary>One input, given to the reader that its first byte names.</summary>
internal static class Attempt
{
    private const long MostBytes = 256L << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);
    private static readonly Action<ReadOnlyMemory<byte>>[] s_targets = [WholeArchive.Read, PlainArchive.Read, PictureChunk.Decode, ArrayChunkTarget.Decode];

    /// <summary>Throws unless the input is read, or refused as broken, within the limits of memory and time.</summary>
    /// <returns>Why it was refused; null when it was read.</returns>
    public static string? Run(byte[] input)
    {
        if (input.Length == 0)
            return null;
        var refused = default(string);
        var (memory, time) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
        try
        {
            s_targets[input[0] % s_targets.Length](input.AsMemory(1));
        }
        catch (ArchiveFormatException broken)
        {
            refused = broken.Message;
        }

        (memory, time) = (GC.GetTotalAllocatedBytes() - memory, Environment.CpuUsage.TotalTime - time);
        if (memory > MostBytes)
            throw new InvalidOperationException($"Took {memory >> 20} MiB.");
        if (time > s_longest)
            throw new InvalidOperationException($"Took {time.TotalSeconds:0.0} s.");
        return refused;
    }

    /// <summary>Runs an input and says how it went.</summary>
    public static string Describe(byte[] input)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var refused = Run(input);
            return $"{input[0] % s_targets.Length}, {refused ?? "read"}, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s";
        }
        catch (Exception found)
        {
            return $"{input[0] % s_targets.Length}, {found}";
        }
    }
}
