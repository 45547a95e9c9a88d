using System.Diagnostics;
using System.Security.Cryptography;
using Hourglass.Numerics;

namespace Hourglass.Fuzz;

/// <summary>Tries changed inputs for some seconds; those that break a reader are kept as files. Every input gets the same time, so cheap ones are changed more often.</summary>
internal static class MutationRun
{
    /// <summary>Runs it.</summary>
    /// <param name="folder">The inputs to begin with: every file in it and in its folders.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="seed">The random seed of the changes.</param>
    /// <param name="found">Where inputs that break a reader are written.</param>
    /// <returns>How many broke one.</returns>
    public static int Run(string folder, double seconds, ulong seed, string found)
    {
        byte[][] inputs = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(input => input.Length > 1)];
        var mutation = new Mutation(inputs, new Rng(seed));
        var (executions, read, broken, began) = (0L, 0L, 0, Stopwatch.GetTimestamp());
        var spent = new PriorityQueue<int, long>(inputs.Select((_, place) => (place, 0L)));
        for (; Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; executions++)
        {
            spent.TryDequeue(out var place, out var ticks);
            var (input, start) = (mutation.Of(place), Stopwatch.GetTimestamp());
            try
            {
                read += Attempt.Run(input) is null ? 1 : 0;
            }
            catch (Exception fault)
            {
                Directory.CreateDirectory(found);
                var path = Path.Combine(found, Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
                File.WriteAllBytes(path, input);
                Console.WriteLine($"{path} ({Convert.ToBase64String(input)}): {fault}");
                broken++;
            }

            spent.Enqueue(place, ticks + Stopwatch.GetTimestamp() - start);
        }

        Console.WriteLine($"{executions:N0} executions of {inputs.Length:N0} inputs changed at random (seed {seed}), {read:N0} read, {broken:N0} broke a reader");
        return broken;
    }
}
