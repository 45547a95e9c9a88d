#:project ../../src/Hourglass.Training/Hourglass.Training.csproj
#:property PublishAot=false
using Hourglass.Archives;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Runs;
using Hourglass.Tasks;
using Hourglass.Training;
using System.Xml.Linq;
using Hourglass.Text.Words;
Notebook.Cell(0);

const string name = "digits";     // "mnist" for real ones, handwritten
using var digits = DataSets.Open(name, DataPart.Test, new DataOptions { Limit = 2000 });
var pictures = new float[digits.Count][];
for (var i = 0; i < pictures.Length; i++)
    digits.Read(i, pictures[i] = new float[digits.Shape.Size]);
var labels = digits.Labels()!;

Console.WriteLine($"{digits.Name}: {digits.Count} pictures of {digits.Shape}, that is {digits.Shape.Size} values each");
Notebook.Pictures("The first of them:", 12, pictures.Take(24));
Notebook.Cell(1);
var work = Directory.CreateTempSubdirectory("autoencoders-").FullName;

TrainingResult Train(string run, TrainingPlan plan) => TrainingRun.Run(plan, new RunFolder(Path.Combine(work, run)));

var plan = new TrainingPlan { Data = name, Reading = new() { Limit = 20_000 }, Model = "conv", Latent = 16, Epochs = 4, Threads = 2 };
var squeezed = Train("squeezed", plan);
foreach (var method in squeezed.Evaluation!.Methods)
    Console.WriteLine($"{method.Method,-8} MSE {method.Mse:f4}   PSNR {method.Psnr:f1} dB");
Notebook.Cell(2);
using var model = Autoencoder.Open(squeezed.Folder.Model);
var pca = Pca.FromTensors(model.Baseline)!;

float[] Both(float[] picture)
{
    var (code, back) = (new float[model.CodeLength], new float[picture.Length]);
    model.Encode(picture, code);
    model.Decode(code, back);
    return back;
}

float[] Linear(float[] picture)
{
    var (code, back) = (new float[pca.CodeLength], new float[picture.Length]);
    pca.Encode(picture.Select(value => value / 255).ToArray(), code);
    pca.Decode(code, back);
    return [.. back.Select(value => 255 * value)];
}

var few = pictures.Take(12).ToList();
Notebook.Pictures("Originals, the autoencoder's, PCA's:", 12, [.. few, .. few.Select(Both), .. few.Select(Linear)]);
Notebook.Cell(3);
var codes = new float[digits.Count * model.CodeLength];
model.EncodeAll(digits, (first, _, part) => part.Span.CopyTo(codes.AsSpan(first * model.CodeLength)));
var start = codes[..model.CodeLength];
Console.WriteLine($"{digits.Shape.Size} values became {start.Length}: {string.Join(' ', start.Select(value => value.ToString("f1")))}");

float[] Decoded(float[] code)
{
    var back = new float[digits.Shape.Size];
    model.Decode(code, back);
    return back;
}

var rows = new List<float[]>();
for (var number = 0; number < 4; number++)
{
    var column = Enumerable.Range(0, digits.Count).Select(i => codes[i * model.CodeLength + number]).Order().ToArray();
    for (var step = 0; step < 11; step++)
    {
        var changed = start.ToArray();
        changed[number] = column[(column.Length - 1) * (5 + 9 * step) / 100];
        rows.Add(Decoded(changed));
    }
}

Notebook.Pictures("The first four numbers, from low to high:", 11, rows);
Notebook.Cell(4);
var some = Enumerable.Range(0, 1000).ToArray();
var map = LatentMap.Arrange(codes.AsSpan(0, some.Length * model.CodeLength), model.CodeLength, some);
Notebook.Map("A thousand digits by their codes:", map.X, map.Y, [.. map.Indices.Select(i => labels[i])]);

var half = digits.Count / 2;
var guessed = NearestNeighbors.Classify(codes.AsSpan(0, half * model.CodeLength), labels.AsSpan(0, half), codes.AsSpan(half * model.CodeLength), model.CodeLength);
var right = guessed.Zip(labels.Skip(half), (a, b) => a == b ? 1 : 0).Average();
Console.WriteLine($"The five nearest codes name the digit right in {100 * right:f1} % of the cases.");
Notebook.Cell(5);
var sparse = Train("sparse", plan with { Model = "sparse", Latent = 32 });
using var parts = Autoencoder.Open(sparse.Folder.Model);
var sparseCode = new float[parts.CodeLength];
parts.Encode(pictures[0], sparseCode);
Console.WriteLine($"{parts.CodeLength} numbers, {sparseCode.Count(value => value != 0)} of them used; MSE {sparse.Evaluation!.Methods[0].Mse:f4}");

float[] Part(int index, float value)
{
    var (without, with) = (new float[digits.Shape.Size], new float[digits.Shape.Size]);
    var code = new float[parts.CodeLength];
    parts.Decode(code, without);
    code[index] = value;
    parts.Decode(code, with);
    return [.. with.Zip(without, (a, b) => 2 * Math.Abs(a - b))];
}

var used = Enumerable.Range(0, sparseCode.Length).Where(i => sparseCode[i] != 0).OrderByDescending(i => Math.Abs(sparseCode[i])).Take(11);
Notebook.Pictures("The first digit, and eleven of the parts it is made of:", 12, [pictures[0], .. used.Select(i => Part(i, sparseCode[i]))]);
Notebook.Cell(6);
var cleaning = Train("cleaning", plan with { Task = new Denoise { LowSigma = 127.5f, HighSigma = 127.5f }, Latent = 32 });
foreach (var row in cleaning.Restoration!.Rows)
    Console.WriteLine($"noisy {row.PlainPsnr:f1} dB, {cleaning.Restoration.BaselineName} {row.BaselinePsnr:f1} dB, the autoencoder {row.Psnr:f1} dB");

using var cleaner = Restorer.Open(cleaning.Folder.Model);
var noise = new Rng(7);
var noisy = few.Select(picture => picture.Select(value => value + 127.5f * noise.NextNormal()).ToArray()).ToList();

float[] Cleaned(float[] picture)
{
    var planes = new Hourglass.Data.Images.Planes(1, 28, 28);
    for (var i = 0; i < picture.Length; i++)
        planes.Values[i] = picture[i] / 255;
    return [.. cleaner.Restore(planes).Values.Select(value => 255 * value)];
}

Notebook.Pictures("With noise, and cleaned:", 12, [.. noisy, .. noisy.Select(Cleaned)]);
Notebook.Cell(7);
double Error(int i) => pictures[i].Zip(Both(pictures[i]), (x, y) => Math.Pow((x - y) / 255, 2)).Average();

var odd = Enumerable.Range(0, digits.Count).OrderByDescending(Error).Take(12).ToList();
Console.WriteLine($"The error of the oddest is {Error(odd[0]) / Enumerable.Range(0, digits.Count).Average(Error):f0} times the mean.");
Notebook.Pictures("The twelve oddest of 2,000, and what came back:", 12, [.. odd.Select(i => pictures[i]), .. odd.Select(i => Both(pictures[i]))]);
Notebook.Cell(8);
var draw = new Rng(1);
var given = labels.Select(label => draw.NextDouble() < 0.05 ? (label + 1 + draw.NextInt(9)) % 10 : label).ToArray();

var suspects = new List<int>();
for (var fold = 0; fold < 4; fold++)
{
    var mine = Enumerable.Range(0, digits.Count).Where(i => i % 4 == fold).ToArray();
    var others = Enumerable.Range(0, digits.Count).Where(i => i % 4 != fold).ToArray();
    float[] CodesOf(int[] which) => [.. which.SelectMany(i => codes.AsSpan(i * model.CodeLength, model.CodeLength).ToArray())];
    var said = NearestNeighbors.Classify(CodesOf(others), [.. others.Select(i => given[i])], CodesOf(mine), model.CodeLength);
    suspects.AddRange(mine.Where((i, at) => said[at] != given[i]));
}

var wrong = Enumerable.Range(0, digits.Count).Count(i => given[i] != labels[i]);
var found = suspects.Count(i => given[i] != labels[i]);
Console.WriteLine($"{wrong} labels are wrong; {suspects.Count} were suspected, {found} of them rightly.");
Notebook.Cell(9);
var file = Path.Combine(work, "digits-idx3-ubyte");
using (var stream = File.Create(file))
{
    foreach (var number in new[] { 0x803, pictures.Length, 28, 28 })
        stream.Write(BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(number)));
    foreach (var picture in pictures)
        stream.Write(picture.Select(value => (byte)value).ToArray());
}

var report = ArchivePacker.Pack(file, Path.Combine(work, "digits.hga"), new PackOptions { Effort = 2, Baselines = true, Threads = 2 });
Console.WriteLine($"{report.InputBytes,9:n0} bytes as they are");
foreach (var other in report.Baselines)
    Console.WriteLine($"{other.Bytes,9:n0} bytes by {other.Name}");
Console.WriteLine($"{report.ArchiveBytes,9:n0} bytes by Hourglass");

using (var archive = Archive.Open(Path.Combine(work, "digits.hga")))
    archive.Unpack(Path.Combine(work, "back"));
Console.WriteLine(File.ReadAllBytes(file).SequenceEqual(File.ReadAllBytes(Path.Combine(work, "back", Path.GetFileName(file)))) ? "Unpacked: the same, byte for byte." : "Unpacked: NOT the same.");
Notebook.Cell(10);

var packs = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
var documentation = Directory.GetFiles(packs, "System.Runtime.xml", SearchOption.AllDirectories).Order().Last();
var text = Path.Combine(work, "documentation.txt");
File.WriteAllLines(text, XDocument.Load(documentation).Descendants("member").Select(member => member.Value));

var (words, _) = WordTrainer.Train([text], strict: false, new WordOptions { MinCount = 10, Threads = 2 });
Console.WriteLine($"{words.Info.Tokens} words, {words.Vectors.Vocabulary.Words.Count} different ones");
foreach (var word in new[] { "stream", "thread", "minutes", "greater" })
{
    var place = words.Vectors.Vocabulary.IndexOf(word);
    Console.WriteLine($"{word}: {string.Join(", ", words.Vectors.Nearest(words.Vectors[place], 5, place).Select(near => near.Word))}");
}
Notebook.Cell(11);
Directory.Delete(work, recursive: true);
Console.WriteLine("Done.");
/// <summary>What the cells of the notebook show pictures with. run.cs puts this behind the cells, and takes the pictures from the output.</summary>
static class Notebook
{
    private const int Zoom = 2, Gap = 2;

    private static readonly string[] InkNames = ["red", "blue", "green", "violet", "orange", "olive", "brown", "pink", "gray", "cyan"];

    private static readonly int[][] Inks =
    [
        [228, 26, 28], [55, 126, 184], [77, 175, 74], [152, 78, 163], [255, 127, 0], [166, 160, 20], [166, 86, 40], [247, 129, 191], [100, 100, 100], [23, 190, 207],
    ];

    /// <summary>Says where the output of a cell begins.</summary>
    public static void Cell(int number) => Console.WriteLine($"\u0001cell {number}");

    /// <summary>Squares of grey values, 0 to 255, in rows of <paramref name="columns"/>.</summary>
    public static void Pictures(string caption, int columns, IEnumerable<float[]> pictures)
    {
        var all = pictures.ToList();
        var side = (int)Math.Sqrt(all[0].Length);
        var step = Zoom * side + Gap;
        var (width, height) = (columns * step + Gap, (all.Count + columns - 1) / columns * step + Gap);
        var sheet = new byte[width * height];
        Array.Fill(sheet, (byte)90);
        for (var i = 0; i < all.Count; i++)
        {
            for (var y = 0; y < Zoom * side; y++)
            {
                var row = (i / columns * step + Gap + y) * width + i % columns * step + Gap;
                for (var x = 0; x < Zoom * side; x++)
                    sheet[row + x] = (byte)Math.Clamp(MathF.Round(all[i][y / Zoom * side + x / Zoom]), 0, 255);
            }
        }

        Write(caption, Hourglass.Data.Png.Encode(width, height, 1, sheet));
    }

    /// <summary>Points on a plane, colored by label.</summary>
    public static void Map(string caption, float[] xs, float[] ys, IReadOnlyList<int> labels)
    {
        const int side = 480, margin = 12, dot = 2;
        var sheet = new byte[side * side * 3];
        Array.Fill(sheet, (byte)255);
        for (var i = 0; i < xs.Length; i++)
        {
            var (column, row) = (Place(xs, xs[i]), Place(ys, ys[i]));
            for (var y = -dot; y <= dot; y++)
            {
                for (var x = -dot; x <= dot; x++)
                {
                    if (x * x + y * y > dot * dot + 1)
                        continue;
                    for (var channel = 0; channel < 3; channel++)
                        sheet[((row + y) * side + column + x) * 3 + channel] = (byte)Inks[labels[i] % Inks.Length][channel];
                }
            }
        }

        var legend = string.Join(", ", labels.Distinct().Order().Select(label => $"{label} {InkNames[label % InkNames.Length]}"));
        Write($"{caption} {legend}", Hourglass.Data.Png.Encode(side, side, 3, sheet));

        static int Place(float[] all, float value) => margin + (int)((side - 2 * margin) * (value - all.Min()) / Math.Max(1e-6f, all.Max() - all.Min()));
    }

    private static void Write(string caption, byte[] png)
    {
        Console.WriteLine(caption);
        Console.WriteLine($"\u0001png {Convert.ToBase64String(png)}");
    }
}
