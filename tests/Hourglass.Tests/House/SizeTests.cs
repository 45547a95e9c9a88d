namespace Hourglass.Tests.House;

public sealed class SizeTests
{
    [Fact]
    public void NoSourceFileIsLongerThanAllowed() =>
        Assert.Empty(HouseRules.TooLong(SourceTree.Read(".cs", "src", "tests", "benchmarks", "examples")));

    [Theory]
    [InlineData(HouseRules.MaxLines, 0)]
    [InlineData(HouseRules.MaxLines + 1, 1)]
    public void TheLastAllowedLineIsTheLimit(int lines, int faults)
    {
        var file = new SourceFile("src/A.cs", string.Concat(Enumerable.Repeat("// line\n", lines)));
        Assert.Equal(faults, HouseRules.TooLong([file]).Count);
    }
}
