namespace Hourglass.Tests.House;

public sealed class PathTests
{
    [Fact]
    public void TheProductNamesNoFolderOfItsTestEnvironment() =>
        Assert.Empty(HouseRules.NamingSharedData(SourceTree.Read("", "src", "examples", "benchmarks", "docs", "README.md", "CONTRIBUTING.md")));

    [Theory]
    [InlineData("var folder = \"../shared/data\";")]
    [InlineData("var folder = \"/work/data\";")]
    public void SuchANameIsFound(string text) => Assert.Equal(["src/A.cs"], HouseRules.NamingSharedData([new SourceFile("src/A.cs", text)]));
}
