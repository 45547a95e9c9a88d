using System.Net;
using System.Security.Cryptography;
using Hourglass.Data;
using Hourglass.Data.Known;

namespace Hourglass.Tests.Data;

public sealed class KnownDataSetTests
{
    private static readonly byte[] s_content = Bytes.Idx(8, [1, 2, 2], [1, 2, 3, 4]);

    [Fact]
    public void DigitsAreTheSameEachTimeAndEverywhere()
    {
        Assert.Equal("378d644f36621d81", Sum(DataPart.Train));
        Assert.Equal(Sum(DataPart.Train), Sum(DataPart.Train));
        Assert.NotEqual(Sum(DataPart.Train), Sum(DataPart.Test));

        static string Sum(DataPart part)
        {
            using var data = DataSets.Open("digits", part);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var values = new float[data.Shape.Size];
            for (var i = 0; i < data.Count; i += 10)
            {
                data.Read(i, values);
                hash.AppendData([.. values.Select(value => (byte)value)]);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        }
    }

    [Fact]
    public void DigitsAreBalancedAndLeaveAnEmptyEdge()
    {
        foreach (var (part, count) in new[] { (DataPart.Train, 10_000), (DataPart.Test, 2_000) })
        {
            using var data = DataSets.Open("digits", part);
            Assert.Equal(count, data.Count);
            Assert.All(data.Labels()!.CountBy(label => label), pair => Assert.Equal(count / 10, pair.Value));
            var values = new float[784];
            for (var i = 0; i < count; i += 7)
            {
                data.Read(i, values);
                Assert.InRange(values.Sum(), 5_000, 80_000);
                for (var edge = 0; edge < 28; edge++)
                    Assert.Equal(0, values[edge] + values[27 * 28 + edge] + values[edge * 28] + values[edge * 28 + 27]);
            }
        }
    }

    [Fact]
    public void ALimitOfDigitsHasEveryLabel()
    {
        using var data = DataSets.Open("digits", options: new DataOptions { Limit = 200 });
        Assert.Equal(10, data.Labels()!.Distinct().Count());
    }

    [Fact]
    public void NamesAndAddressesAreComplete()
    {
        Assert.Equal(KnownDataSets.All.Count, KnownDataSets.All.Select(set => set.Id).Distinct().Count());
        foreach (var set in KnownDataSets.All)
        {
            Assert.Equal(set.Source is null, set.Files.Count == 0);
            Assert.All(set.Files, file => Assert.Equal(64, file.Sha256.Length));
            Assert.True(DataSets.HasTestPart(set.Id));
        }

        Assert.Equal(KnownPlace.Drawn, KnownDataSets.Locate("DIGITS").Place);
    }

    [Theory]
    [InlineData("mnits", "mnist")]
    [InlineData("MNIST2", "mnist")]
    [InlineData("fashionmnist", "fashion-mnist")]
    [InlineData("digit", "digits")]
    [InlineData("/no/such/folder", null)]
    public void AMissingPathNamesWhatIsKnownAndWhatIsNear(string name, string? near)
    {
        var message = Assert.Throws<DataException>(() => DataSets.Open(name)).Message;
        Assert.Contains($"no data set, file or folder called {name}; known data sets are digits, mnist, fashion-mnist.", message, StringComparison.Ordinal);
        Assert.Equal(near is not null, message.Contains($"Did you mean {near}?", StringComparison.Ordinal));
        Assert.Throws<DataException>(() => DataSets.HasTestPart(name));
    }

    [Fact]
    public void FilesOfOtherKindsAreNamed()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("single picture", Refusal(folder.WritePicture("a.png", 1)), StringComparison.Ordinal);
        Assert.Contains("is a table", Refusal(folder.Write("a.csv", "1,2\n"u8.ToArray())), StringComparison.Ordinal);
        Assert.Contains("of no kind that is read", Refusal(folder.Write("a.pt", [1, 2, 3])), StringComparison.Ordinal);

        static string Refusal(string path) => Assert.Throws<DataException>(() => DataSets.Open(path)).Message;
    }

    [Fact]
    public void TheDataFolderComesBeforeTheCacheAndTheCacheBeforeTheNetwork()
    {
        using var folder = new TemporaryFolder();
        var (set, server) = Published();
        var places = Places(folder, server);
        Assert.Equal(new KnownLocation(KnownPlace.Download, "http://example.invalid/toy/"), places.Locate(set));
        Assert.Equal(KnownPlace.Cache, places.Fetch(set, null, default).Place);
        Assert.Equal(1, server.Requests);
        Assert.Equal(KnownPlace.Cache, places.Locate(set).Place);
        Assert.Equal(s_content, Unpacked(Path.Combine(folder.Path, "cache", "toy", "train-images-idx3-ubyte.gz")));
        folder.Write("data/toy/train-images-idx3-ubyte", s_content);
        Assert.Equal(new KnownLocation(KnownPlace.DataFolder, Path.Combine(folder.Path, "data", "toy")), places.Fetch(set, null, default));
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "404")]
    [InlineData(HttpStatusCode.OK, "expected")]
    [InlineData(HttpStatusCode.OK, "cannot be unpacked")]
    public void AFailedDownloadNamesAllThreePlacesAndLeavesNothing(HttpStatusCode status, string found)
    {
        using var folder = new TemporaryFolder();
        var (set, server) = Published();
        server.Status = status;
        server.Body = found == "expected" ? Bytes.Gzip(new byte[64 << 10]) : s_content;
        var message = Assert.Throws<DataException>(() => Places(folder, server).Fetch(set, null, default)).Message;
        Assert.Contains(found, message, StringComparison.Ordinal);
        foreach (var place in new[] { Path.Combine(folder.Path, "data", "toy"), Path.Combine(folder.Path, "cache", "toy"), "http://example.invalid/toy/" })
            Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void RealMnistIsReadFromTheDataFolder()
    {
        if (!File.Exists(Path.Combine(Environment.GetEnvironmentVariable(KnownDataSets.FolderVariable) ?? "", "mnist", "t10k-images-idx3-ubyte.gz")))
            Assert.Skip($"{KnownDataSets.FolderVariable} names no folder with mnist.");
        Assert.Equal(KnownPlace.DataFolder, KnownDataSets.Locate("mnist").Place);
        using var data = DataSets.Open("mnist", DataPart.Test);
        Assert.Equal((10_000, "1x28x28"), (data.Count, data.Shape.ToString()));
        Assert.Equal([7, 2, 1, 0, 4], data.Labels()!.Take(5));
        var sum = SHA256.HashData(Unpacked(Path.Combine(KnownDataSets.Locate("mnist").Where, "t10k-images-idx3-ubyte.gz")));
        Assert.Equal(KnownDataSets.Find("mnist")!.Files[2].Sha256, Convert.ToHexStringLower(sum));
    }

    [Fact]
    public void RealClassFoldersInAnArchiveAreLabels()
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable(KnownDataSets.FolderVariable) ?? "", "cifar10", "cifar10-test-1000.tar.gz");
        if (!File.Exists(path))
            Assert.Skip($"{KnownDataSets.FolderVariable} names no folder with cifar10.");
        using var data = DataSets.Open(path);
        Assert.Equal((1000, "3x32x32", 10), (data.Count, data.Shape.ToString(), data.LabelNames.Count));
        Assert.Equal("cat", data.LabelNames[data.LabelOf(Enumerable.Range(0, 1000).First(i => data.NameOf(i) == "test/cat/00000.png"))]);
        Assert.Empty(data.Problems);
    }

    private static (KnownDataSet Set, Server Server) Published()
    {
        var file = new KnownFile("train-images-idx3-ubyte", s_content.Length, Convert.ToHexStringLower(SHA256.HashData(s_content)));
        var set = KnownDataSets.Find("mnist")! with { Id = "toy", Source = new Uri("http://example.invalid/toy/"), Files = [file] };
        return (set, new Server { Body = Bytes.Gzip(s_content) });
    }

    private static KnownPlaces Places(TemporaryFolder folder, Server server) => new()
    {
        DataFolder = Path.Combine(folder.Path, "data"),
        CacheFolder = Path.Combine(folder.Path, "cache"),
        Downloader = new Downloader(() => server),
    };

    private static byte[] Unpacked(string path)
    {
        using var gzip = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    private sealed class Server : HttpMessageHandler
    {
        public int Requests { get; private set; }

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public byte[] Body { get; set; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(Status) { Content = new ByteArrayContent(Body) });
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
