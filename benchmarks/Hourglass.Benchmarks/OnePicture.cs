using System.Diagnostics;
using Hourglass.Archives;

namespace Hourglass.Benchmarks;

/// <summary>How long it takes to get one picture out of an archive, opening it included: <c>picture ARCHIVE NAME</c>.</summary>
internal static class OnePicture
{
    private const int Times = 21;

    /// <summary>Prints the first time, just-in-time compilation included, and the median of those after it.</summary>
    /// <exception cref="ArgumentException">The archive has no such picture.</exception>
    public static void Print(string archive, string name, TextWriter to)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"hourglass-picture-{Environment.ProcessId}");
        var milliseconds = new double[Times];
        for (var i = 0; i < Times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using (var opened = Archive.Open(archive))
            {
                if (opened.Unpack(folder, new UnpackOptions { Only = [name] }).Files == 0)
                    throw new ArgumentException($"{archive} has no {name}.", nameof(name));
            }

            milliseconds[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            Directory.Delete(folder, recursive: true);
        }

        to.WriteLine($"{name} out of {Path.GetFileName(archive)}: {milliseconds[0]:F0} ms at first, then {milliseconds.Skip(1).Order().ElementAt(Times / 2):F1} ms");
    }
}
