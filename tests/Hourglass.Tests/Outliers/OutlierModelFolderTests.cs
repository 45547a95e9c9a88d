using Hourglass.Architectures;
using Hourglass.Outliers;

namespace Hourglass.Tests.Outliers;

public sealed class OutlierModelFolderTests : IDisposable
{
    private static readonly OutlierModel Fitted = OutlierModel.Fit(Rows.Drawn(200), new OutlierOptions { Threads = 2 }).Model;

    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass-outliers-").FullName;

    private string Model => Path.Combine(_folder, "model");

    private string Description => Path.Combine(Model, OutlierModelFolder.DescriptionFile);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AReadModelSaysWhatTheWrittenOneSays()
    {
        OutlierModelFolder.Write(Model, Fitted);
        var read = OutlierModelFolder.Read(Model);
        var table = Rows.Drawn(100, strange: 10, seed: 9);
        foreach (var (one, other) in Fitted.Score(table).Zip(read.Score(table)))
        {
            Assert.Equal(one.Score, other.Score);
            Assert.Equal(one.PValue, other.PValue);
            Assert.Equal(one.Reasons, other.Reasons);
        }
    }

    [Fact]
    public void AFolderWithoutAModelIsRefused()
    {
        var error = Assert.Throws<ModelFormatException>(() => OutlierModelFolder.Read(_folder));
        Assert.Contains("outliers --save", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2")]
    [InlineData("\"column\":0", "\"column\":77")]
    [InlineData("\"rows\":200", "\"rows\":0")]
    [InlineData("\"kind\":\"number\"", "\"kind\":\"number!\"")]
    [InlineData("\"deviation\":", "\"deviation\":-")]
    [InlineData("{\"version\"", "{\"version")]
    [InlineData("\"columns\":[", "\"columns\":[null,")]
    [InlineData("\"features\":[", "\"features\":[null,")]
    [InlineData("\"knots\":[", "\"knots\":[1e400,")]
    public void ABrokenDescriptionIsRefused(string from, string to)
    {
        OutlierModelFolder.Write(Model, Fitted);
        var text = File.ReadAllText(Description);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(Description, text.Replace(from, to, StringComparison.Ordinal));
        Assert.Throws<ModelFormatException>(() => OutlierModelFolder.Read(Model));
    }

    [Fact]
    public void BrokenArraysAreRefusedOrScoreWithoutACrash()
    {
        OutlierModelFolder.Write(Model, Fitted);
        var path = Path.Combine(Model, "outliers.safetensors");
        var (sound, rng) = (File.ReadAllBytes(path), new Hourglass.Numerics.Rng(3));
        for (var trial = 0; trial < 60; trial++)
        {
            var bytes = (byte[])sound.Clone();
            for (var i = 0; i < 20; i++)
                bytes[rng.NextInt(bytes.Length)] = (byte)rng.NextInt(256);
            File.WriteAllBytes(path, bytes);
            try
            {
                Assert.Equal(20, OutlierModelFolder.Read(Model).Score(Rows.Drawn(20)).Count());
            }
            catch (ModelFormatException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }
}
