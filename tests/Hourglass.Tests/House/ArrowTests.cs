namespace Hourglass.Tests.House;

public sealed class ArrowTests
{
    [Fact]
    public void EveryArrowBetweenFloorsPointsDown()
    {
        var sources = SourceTree.Read(".cs", "src");
        Assert.True(sources.Count > 40, $"Only {sources.Count} source files found under {SourceTree.Root}.");
        Assert.Empty(Arrows.Wrong(sources));
    }

    [Fact]
    public void EveryProjectReferencePointsDown()
    {
        var projects = SourceTree.Read(".csproj", "src");
        Assert.True(projects.Count >= 3, $"Only {projects.Count} projects found under {SourceTree.Root}.");
        Assert.Empty(projects.SelectMany(Arrows.WrongProjects));
    }

    [Theory]
    [InlineData("using Hourglass.Runs;")]
    [InlineData("global using Hourglass.Runs;")]
    [InlineData("using static Hourglass.Runs.TrainingPlan;")]
    [InlineData("using Plan = Hourglass.Runs.TrainingPlan;")]
    [InlineData("class A { object b = new global::Hourglass.Runs.TrainingPlan(); }")]
    [InlineData("class A { Runs.TrainingPlan? b; }")]
    [InlineData("class A { string b = \"// no comment\"; Hourglass.Runs.TrainingPlan? c; }")]
    [InlineData("class A { string b = @\"\\\"; Hourglass.Runs.TrainingPlan? c; }")]
    [InlineData("class A { string b = \"\"\"a \"quoted\" word\"\"\"; char c = '\"'; Hourglass.Runs.TrainingPlan? d; }")]
    public void AnArrowUpwardIsFound(string code) =>
        Assert.Equal(["src/Hourglass/Onnx/A.cs: Onnx -> Runs"], Wrong("src/Hourglass/Onnx/A.cs", "namespace Hourglass.Onnx;\n" + code));

    [Theory]
    [InlineData("src/Hourglass/Outliers/A.cs", "Hourglass.Text", "Outliers -> Text")]
    [InlineData("src/Hourglass/Architectures/A.cs", "Hourglass.Data", "Architectures -> Data")]
    [InlineData("src/Hourglass/Runs/A.cs", "Hourglass.Training", "Runs -> Training")]
    [InlineData("src/Hourglass.Training/Native/A.cs", "Hourglass.Cli", "Training -> Cli")]
    [InlineData("src/Hourglass.Studio/A.cs", "Hourglass.Training", "Studio -> Training")]
    public void AnArrowSidewaysOrBetweenProjectsIsFound(string path, string target, string arrow) =>
        Assert.Equal([$"{path}: {arrow}"], Wrong(path, $"using {target};"));

    [Theory]
    [InlineData("// using Hourglass.Runs;")]
    [InlineData("/* see Hourglass.Runs.TrainingPlan */")]
    [InlineData("class A { string b = \"Hourglass.Runs.TrainingPlan\"; }")]
    [InlineData("class A { string b = $\"Hourglass.Runs {(true ? \"yes\" : \"no\")}\"; }")]
    [InlineData("using Hourglass.Architectures; using Hourglass.Numerics;")]
    [InlineData("class A { int b = Runs.Length; }")]
    public void CommentsTextAndArrowsDownwardAreNoFault(string code) => Assert.Empty(Wrong("src/Hourglass/Onnx/A.cs", code));

    [Fact]
    public void ANamespaceThatIsNotItsFolderIsFound() =>
        Assert.Contains("its folder says Hourglass.Data", Assert.Single(Wrong("src/Hourglass/Data/A.cs", "namespace Hourglass.Numerics;")), StringComparison.Ordinal);

    [Fact]
    public void AFloorThatTheTableLacksIsFound() =>
        Assert.Contains("is no floor", Assert.Single(Wrong("src/Hourglass/Attic/A.cs", "namespace Hourglass.Attic;")), StringComparison.Ordinal);

    [Theory]
    [InlineData("Hourglass", "Hourglass.Training", false)]
    [InlineData("Hourglass.Training", "Hourglass.Cli", false)]
    [InlineData("Hourglass.Studio", "Hourglass.Training", false)]
    [InlineData("Hourglass.Studio", "Hourglass", true)]
    [InlineData("Hourglass.Cli", "Hourglass.Training", true)]
    public void ProjectReferencesAreJudgedByTheSameTable(string from, string to, bool allowed)
    {
        var project = new SourceFile($"src/{from}/{from}.csproj", $"<Project><ItemGroup><ProjectReference Include=\"../{to}/{to}.csproj\" /></ItemGroup></Project>");
        Assert.Equal(allowed ? [] : [$"src/{from}/{from}.csproj: {from} -> {to}"], Arrows.WrongProjects(project));
    }

    private static IReadOnlyList<string> Wrong(string path, string code) =>
        Arrows.Wrong([new SourceFile(path, code), new SourceFile("src/Hourglass/Runs/TrainingPlan.cs", "namespace Hourglass.Runs;")]);
}
