namespace Hourglass.Tests.House;

public sealed class CoreGraphTests
{
    [Fact]
    public void TheCoreHasNoTorchInItsPackageGraph() => Assert.Empty(HouseRules.TorchPackages(LockFile("Hourglass")));

    [Fact]
    public void TorchWouldBeFoundWhereItIs() => Assert.Contains("TorchSharp", HouseRules.TorchPackages(LockFile("Hourglass.Training")));

    private static string LockFile(string project) => File.ReadAllText(Path.Combine(SourceTree.Root, "src", project, "packages.lock.json"));
}
