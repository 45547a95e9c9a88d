using Hourglass.Training.Native;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void TheShimLoadsThoughTheRuntimeIsOlder() => Libtorch.Require();

    [Fact]
    public void OneFlagOfTheNeedIsChangedAndNothingElse()
    {
        var before = Shim();
        var after = before.ToArray();
        Assert.Equal(1, ElfVersionNeeds.Weaken(after, Version));
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToArray();
        Assert.Equal([2], changed.Select(i => (int)after[i]));
    }

    [Fact]
    public void AVersionThatIsNotNeededChangesNothing()
    {
        var library = Shim();
        var before = library.ToArray();
        Assert.Equal(0, ElfVersionNeeds.Weaken(library, "GLIBCXX_9.9.99"));
        Assert.Equal(before, library);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(63)]
    [InlineData(4096)]
    public void ATruncatedLibraryIsRefused(int length) =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(Shim().AsSpan(0, length), Version));

    [Fact]
    public void SomethingElseIsRefused() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(new byte[4096], Version));

    private static byte[] Shim()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        if (!File.Exists(path))
            Assert.Skip($"{path} is not part of this platform's build.");
        return File.ReadAllBytes(path);
    }
}
