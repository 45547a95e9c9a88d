using Hourglass.Architectures;

namespace Hourglass.Tests.House;

public sealed class DocsTests
{
    private static readonly string[] Documents = ["README.md", "CONTRIBUTING.md", "docs", "benchmarks", "examples"];

    [Fact]
    public void EveryRelativeLinkLeadsToAFile()
    {
        var documents = SourceTree.Read(".md", Documents);
        Assert.True(documents.Count > 5, $"Only {documents.Count} documents found under {SourceTree.Root}.");
        Assert.Empty(HouseRules.BrokenLinks(documents, Exists));
    }

    [Fact]
    public void EveryDocumentThatCodeMentionsExists() => Assert.Empty(HouseRules.BrokenLinks(
        [.. SourceTree.Read(".cs", "src"), .. SourceTree.Read(".csproj", "src"), .. SourceTree.Read(".props", "Directory.Build.props")], Exists));

    [Theory]
    [InlineData("docs/A.md", "see [b](B.md) and [c](missing/C.md#part)", "docs/A.md: docs/missing/C.md")]
    [InlineData("src/A.cs", "/// docs/missing.md says why", "src/A.cs: docs/missing.md")]
    public void ALinkToNothingIsFound(string path, string text, string fault) =>
        Assert.Equal([fault], HouseRules.BrokenLinks([new SourceFile(path, text)], target => target == "docs/B.md"));

    [Fact]
    public void EveryModelOfTheCatalogueIsDescribed()
    {
        var text = string.Concat(SourceTree.Read(".md", "README.md", "docs").Select(file => file.Text));
        Assert.All(Catalogue.Entries, entry => Assert.Contains($"`{entry.Id}`", text, StringComparison.Ordinal));
    }

    private static bool Exists(string path) => Path.Exists(Path.Combine(SourceTree.Root, path));
}
