// Runs each verb of hourglass on data that needs no download, and writes docs/verbs.md with what it prints:
//   dotnet run -c Release docs/tutorial/verbs.cs              needs a Release build
//   dotnet run -c Release docs/tutorial/verbs.cs -- --check   writes nothing; fails where a command does, or where the page shows other commands
#:project ../../src/Hourglass/Hourglass.csproj
#:property PublishAot=false
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Hourglass.Data;

const int mostLines = 16;
const string Drifted = "drift runs/payments later.csv";
var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));
var work = Directory.CreateTempSubdirectory("hourglass-verbs-").FullName;
var written = Path.Combine(root, "docs", "verbs.md");
foreach (var page in Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Where(page => page != written))
{
    var copy = Path.Combine(work, Path.GetRelativePath(root, page));
    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
    File.Copy(page, copy);
}

File.WriteAllText(Path.Combine(work, "payments.csv"), Payments(seed: 1, rows: 600, strange: true, shift: 0));
File.WriteAllText(Path.Combine(work, "later.csv"), Payments(seed: 2, rows: 400, strange: false, shift: 15));

WriteDigits(Path.Combine(work, "labelled"), count: 600, wrong: 12);

(string Title, string Words, string[] Commands)[] sections =
[
    ("data", "What is there to work on. `digits` is drawn by the program itself, so everything below runs without a download.", ["data", "data show digits"]),
    ("train, evaluate, inspect", "`demo` does all of this without a choice to make; its output stands on the [front page](../README.md#what-you-get).",
        ["train digits --limit 20000 --epochs 6 -o runs/digits", "evaluate runs/digits digits --limit 1000", "inspect runs/digits --verify"]),
    ("encode, decode, map", "", ["encode runs/digits digits --limit 200 -o codes.csv", "decode runs/digits codes.csv -o decoded", "map runs/digits digits --limit 500 -o map.html"]),
    ("restore", "A network that takes noise out of small pictures; then a folder of pictures through it.",
        ["train digits --task denoise --sigma 64 --limit 8000 --epochs 4 -o runs/clean", "restore runs/clean decoded -o restored"]),
    ("outliers, drift", "A table with one payment that does not belong, and one of the month after; then pictures, by a model of pictures.",
        ["outliers payments.csv --top 3 --save runs/payments", "inspect runs/payments", Drifted, "drift runs/digits digits --limit 300 --top 3"]),
    ("mislabels", "600 digits, of which 12 got another digit's label.", ["mislabels labelled"]),
    ("summarize", "Text here is the documentation of Hourglass.", ["summarize docs/decisions/0011-text.md --sentences 2"]),
    ("words, sentences", "A corpus this small is enough to show how; [words](recipes/words.md) has a real one.",
        ["words train docs -o vectors --dimensions 50", "words similar vectors archive --count 3", "sentences search \"how large is the network\" docs --model vectors --count 3", "sentences duplicates docs --count 2"]),
    ("pack, list, verify, unpack", "", ["pack decoded -o decoded.hga --effort 1", "list decoded.hga", "verify decoded.hga --against decoded", "unpack decoded.hga -o back", "inspect decoded.hga"]),
    ("completion", "", ["completion bash"]),
];

var text = new StringBuilder("""
    # Every verb once

    What each prints on 2 cores, written by `dotnet run -c Release docs/tutorial/verbs.cs`. Long outputs are cut where `...` stands.

    """);
foreach (var (title, words, commands) in sections)
{
    text.Append($"\n## {title}\n\n{(words.Length > 0 ? words + "\n\n" : "")}```\n");
    foreach (var command in commands)
        text.Append($"> hourglass {command}\n{Run(command)}");
    text.Append("```\n");
}

var check = args.Contains("--check");
if (!check)
    File.WriteAllText(written, text.ToString());
else if (!Commands(File.ReadAllText(written)).SequenceEqual(Commands(text.ToString())))
    throw new InvalidOperationException("docs/verbs.md shows other commands: write it anew");
Directory.Delete(work, recursive: true);
Console.WriteLine($"{sections.Sum(section => section.Commands.Length)} commands ran{(check ? "" : ", docs/verbs.md written")}");

string Run(string command)
{
    var program = Path.Combine(root, "src", "Hourglass.Cli", "bin", "Release", "net10.0", "Hourglass.Cli.dll");
    var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = work, RedirectStandardOutput = true };
    start.ArgumentList.Add("-c");
    start.ArgumentList.Add($"dotnet '{program}' {command} --threads 2 2>&1");
    start.Environment.Remove("HOURGLASS_DATA");
    using var process = Process.Start(start)!;
    var lines = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
    process.WaitForExit();
    if (process.ExitCode != (command == Drifted ? 1 : 0))
        throw new InvalidOperationException($"hourglass {command}: {string.Join('\n', lines)}");
    return string.Concat(lines.Take(mostLines).Select(line => line + "\n")) + (lines.Length > mostLines ? "...\n" : "");
}

static IEnumerable<string> Commands(string page) => page.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal) || line.StartsWith("> hourglass ", StringComparison.Ordinal));

// Amounts rise with the items, and one does not.
static string Payments(int seed, int rows, bool strange, double shift)
{
    var random = new Random(seed);
    var text = new StringBuilder("items,amount,country,hour\n");
    for (var i = 0; i < rows; i++)
    {
        var items = 1 + random.Next(9);
        var amount = items * 12 + 6 * random.NextDouble() + shift;
        text.Append(FormattableString.Invariant($"{items},{(strange && i == 417 ? 940 : amount):F2},{"DE FR IT".Split(' ')[random.Next(3)]},{8 + random.Next(12)}\n"));
    }

    return text.ToString();
}

// Digits as IDX files, as MNIST comes; every label that is changed becomes the next digit.
static void WriteDigits(string folder, int count, int wrong)
{
    Directory.CreateDirectory(folder);
    using var digits = DataSets.Open("digits");
    var labels = Enumerable.Range(0, count).Select(i => digits.LabelOf(i)).ToArray();
    for (var i = 0; i < wrong; i++)
        labels[i * count / wrong] = (labels[i * count / wrong] + 1) % 10;
    var samples = new float[count * digits.Shape.Size];
    digits.Read([.. Enumerable.Range(0, count)], samples);
    Save("train-images-idx3-ubyte", [0x803, count, 28, 28], samples.Select(value => (byte)value));
    Save("train-labels-idx1-ubyte", [0x801, count], labels.Select(label => (byte)label));

    void Save(string name, int[] head, IEnumerable<byte> values)
    {
        var bytes = new byte[4 * head.Length];
        for (var i = 0; i < head.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), head[i]);
        File.WriteAllBytes(Path.Combine(folder, name), [.. bytes, .. values]);
    }
}

static string Here([CallerFilePath] string path = "") => path;
