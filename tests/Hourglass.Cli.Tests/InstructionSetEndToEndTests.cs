using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

/// <summary>The same bytes whatever the processor can do: instruction sets are switched off as the runtime allows.</summary>
public sealed class InstructionSetEndToEndTests : IDisposable
{
    private static readonly string s_goldens = Path.Combine(AppContext.BaseDirectory, "Archives");

    /// <summary>None switched off, then from the widest vectors to none at all.</summary>
    private static readonly (string Name, string Value)[] s_machines =
        [("", ""), ("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX2", "0"), ("DOTNET_EnableHWIntrinsic", "0")];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryArchiveUnpacksToTheSameFiles()
    {
        var archives = Directory.GetFiles(s_goldens, "*.hga");
        Assert.NotEmpty(archives);
        var different = new ConcurrentBag<string>();
        var runs = s_machines.SelectMany(machine => archives.Select((archive, i) => (machine, archive, Threads: 1 + (i % 2))))
            .Concat(archives.Select((archive, i) => (s_machines[0], archive, Threads: 2 - (i % 2))));
        Parallel.ForEach(runs, AsManyAsCores, run =>
        {
            var (machine, archive, threads) = run;
            var name = Path.GetFileNameWithoutExtension(archive);
            var output = $"{name}-{machine.Name}-{threads}";
            Done(machine, "unpack", archive, "-o", output, "--threads", $"{threads}");
            var expected = File.ReadAllLines(Path.Combine(s_goldens, "SHA256SUMS")).Where(line => line.Contains($"  {name}/", StringComparison.Ordinal));
            if (!Sums(name, _folder[output]).SequenceEqual(expected.Order(StringComparer.Ordinal)))
                different.Add($"{output}: {machine.Name}={machine.Value}, {threads} threads");
        });
        Assert.Empty(different);
    }

    [Fact]
    public void PicturesAndNumbersArePackedToTheSameArchive()
    {
        Done(default, "unpack", Path.Combine(s_goldens, "ctx1.hga"), "-o", "data");
        Done(default, "unpack", Path.Combine(s_goldens, "arr1.hga"), "-o", "data/arrays");
        Parallel.ForEach(s_machines, AsManyAsCores, machine => Done(machine, "pack", "data", "-o", $"{machine.Name}.hga", "--no-baselines"));
        var first = File.ReadAllBytes(_folder[".hga"]);
        Assert.All(s_machines, machine => Assert.Equal(first, File.ReadAllBytes(_folder[$"{machine.Name}.hga"])));
    }

    private static ParallelOptions AsManyAsCores => new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    private static IEnumerable<string> Sums(string name, string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {name}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}")
        .Order(StringComparer.Ordinal);

    private void Done((string Name, string Value) machine, params string[] args)
    {
        using var started = new Started(_folder.Path, "", machine, args);
        var result = started.Finish();
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
    }
}
