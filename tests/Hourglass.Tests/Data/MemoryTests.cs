using Hourglass.Data;

namespace Hourglass.Tests.Data;

/// <summary>Measures the memory of the process, so that no other test may run beside it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public void TenTimesThePicturesTakeLessThanATenthMoreMemory()
    {
        using var folder = new TemporaryFolder();
        var picture = Png.Encode(8, 8, 1, TemporaryFolder.Values(1, 64));
        for (var i = 0; i < 2_000; i++)
            folder.Write($"{(i < 200 ? "small" : "large")}/{i % 3}/{i:D5}.png", picture);
        // What the first use of everything costs is not part of it.
        Held(Path.Combine(folder.Path, "small"));
        var small = Held(Path.Combine(folder.Path, "small"));
        var large = Held(folder.Path);
        Assert.True(large < 1.1 * small, $"{small} bytes for 200 pictures, {large} for 2000");
        // Some 30 bytes for its path and 4 for its label.
        Assert.True(large - small < 1_800 * 100, $"{small} bytes for 200 pictures, {large} for 2000");

        static long Held(string path)
        {
            using var data = DataSets.Open(path);
            var values = new float[data.Shape.Size];
            for (var i = 0; i < data.Count; i++)
                data.Read(i, values);
            var held = GC.GetTotalMemory(forceFullCollection: true);
            GC.KeepAlive(data);
            return held;
        }
    }
}
