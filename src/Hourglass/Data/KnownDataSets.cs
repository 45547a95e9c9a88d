using Hourglass.Data.Known;

namespace Hourglass.Data;

/// <summary>The data sets that have names, and where their files are.</summary>
public static class KnownDataSets
{
    /// <summary>The environment variable that names a folder of data sets: <c>mnist/train-images-idx3-ubyte.gz</c> and so on lie below it.</summary>
    public const string FolderVariable = "HOURGLASS_DATA";

    private static readonly string[] s_digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static readonly string[] s_clothes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private static readonly Dictionary<DataPart, int> s_mnistParts = new() { [DataPart.Train] = 60_000, [DataPart.Test] = 10_000 };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownDataSet> All { get; } =
    [
        new KnownDataSet
        {
            Id = "digits",
            Summary = "Handwritten-looking digits, 28x28 grey, 10 labels; drawn by the program, no download",
            License = "MIT (part of the program)",
            LabelNames = s_digits,
            Parts = new Dictionary<DataPart, int> { [DataPart.Train] = DrawnDigits.TrainCount, [DataPart.Test] = DrawnDigits.TestCount },
        },
        new KnownDataSet
        {
            Id = "mnist",
            Summary = "Handwritten digits (LeCun, Cortes, Burges, 1998), 28x28 grey, 10 labels",
            License = "not stated by its publisher",
            Source = new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            LabelNames = s_digits,
            Parts = s_mnistParts,
            Files = Idx(
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        },
        new KnownDataSet
        {
            Id = "fashion-mnist",
            Summary = "Pictures of clothes (Xiao, Rasul, Vollgraf, 2017, arXiv 1708.07747), 28x28 grey, 10 labels",
            License = "MIT (Zalando SE)",
            Source = new Uri("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            LabelNames = s_clothes,
            Parts = s_mnistParts,
            Files = Idx(
                "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        },
    ];

    /// <summary>The data set of a name, or null.</summary>
    public static KnownDataSet? Find(string id) => All.FirstOrDefault(set => set.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Says where a known data set would come from, without using the network.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static KnownLocation Locate(string id) => KnownPlaces.FromEnvironment().Locate(Named(id));

    /// <summary>
    /// Makes sure that the files of a known data set are on this machine: downloads them into the user's cache if they are nowhere. Each is
    /// checked by its SHA-256 and appears whole or not at all.
    /// </summary>
    /// <param name="id">Its name.</param>
    /// <param name="progress">Told how many bytes are done.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <returns>Where they are.</returns>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    /// <exception cref="DataException">They are nowhere and cannot be downloaded, or differ from what was published.</exception>
    public static KnownLocation Fetch(string id, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default) =>
        KnownPlaces.FromEnvironment().Fetch(Named(id), progress, cancellation);

    /// <summary>A question after a name that is almost a known one, or an empty string.</summary>
    internal static string DidYouMean(string name)
    {
        var near = All.Select(set => (set.Id, Distance: EditDistance(set.Id, name.ToUpperInvariant())))
            .Where(pair => pair.Distance <= Math.Max(2, pair.Id.Length / 3)).OrderBy(pair => pair.Distance).Select(pair => pair.Id).FirstOrDefault();
        return near is null ? "" : $" Did you mean {near}?";
    }

    private static KnownDataSet Named(string id) =>
        Find(id) ?? throw new ArgumentException(
            $"There is no data set called {id}; known are {string.Join(", ", All.Select(set => set.Id))}.{DidYouMean(id)}", nameof(id));

    private static KnownFile[] Idx(string trainImages, string trainLabels, string testImages, string testLabels) =>
    [
        new KnownFile("train-images-idx3-ubyte", 47_040_016, trainImages),
        new KnownFile("train-labels-idx1-ubyte", 60_008, trainLabels),
        new KnownFile("t10k-images-idx3-ubyte", 7_840_016, testImages),
        new KnownFile("t10k-labels-idx1-ubyte", 10_008, testLabels),
    ];

    /// <summary>How many characters must be changed, added or removed (Levenshtein, 1965).</summary>
    private static int EditDistance(string id, string upper)
    {
        var row = Enumerable.Range(0, upper.Length + 1).ToArray();
        for (var i = 0; i < id.Length; i++)
        {
            var (corner, left) = (row[0], i + 1);
            row[0] = left;
            for (var j = 0; j < upper.Length; j++)
            {
                var cost = char.ToUpperInvariant(id[i]) == upper[j] ? 0 : 1;
                left = Math.Min(Math.Min(left, row[j + 1]) + 1, corner + cost);
                (corner, row[j + 1]) = (row[j + 1], left);
            }
        }

        return row[^1];
    }
}
