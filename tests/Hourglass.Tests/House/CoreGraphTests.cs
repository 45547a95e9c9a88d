namespace Hourglass.Tests.House;

public sealed class CoreGraphTests
{
    [Fact]
    public void TheCoreHasNoTorchInItsPackageGraph() => Assert.Empty(HouseRules.TorchPackages(LockFile("Hourglass")));

    [Fact]
    public void TorchWouldBeFoundWhereItIs() => Assert.Contains("TorchSharp", HouseRules.TorchPackages(LockFile("Hourglass.Training")));

    [Fact]
    public void NoNativePackageOfAnotherSystemIsRestored()
    {
        var files = SourceTree.Read("packages.lock.json", "src", "tests", "benchmarks");
        Assert.All(files, file => Assert.DoesNotMatch("\"(libtorch-cpu-(win|osx)|SkiaSharp.NativeAssets.(Win32|macOS))", file.Text));
        Assert.Contains(files, file => file.Text.Contains("libtorch-cpu-linux-x64", StringComparison.Ordinal));
    }

    private static string LockFile(string project) => File.ReadAllText(Path.Combine(SourceTree.Root, "src", project, "packages.lock.json"));
}
