// Draws hourglass.svg, the picture on the front page, with the digits, codes and reconstructions of a network that it trains for it:
//   dotnet run -c Release docs/pictures/front.cs
#:project ../../src/Hourglass.Training/Hourglass.Training.csproj
#:property PublishAot=false
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Runs;
using Hourglass.Training;

const int columns = 2, rows = 3, side = 28, zoom = 2;
var run = new RunFolder(Path.Combine(Directory.CreateTempSubdirectory("hourglass-picture-").FullName, "run"));
TrainingRun.Run(new TrainingPlan { Data = "digits", Reading = new() { Limit = 20_000 }, Model = "conv", Latent = 16, Epochs = 4, Threads = 2 }, run);
using var model = Autoencoder.Open(run.Model);
using var digits = DataSets.Open("digits", DataPart.Test);

var (samples, codes) = (new float[columns * rows * model.Input.Size], new float[columns * rows * model.CodeLength]);
digits.Read([.. Enumerable.Range(0, columns * rows)], samples);
var decoded = new float[samples.Length];
model.Encode(samples, codes);
model.Decode(codes, decoded);
Directory.Delete(Path.GetDirectoryName(run.Path)!, recursive: true);

var svg = new StringBuilder("""
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 300" font-family="system-ui, sans-serif" font-size="14" fill="#33302a" role="img"
         aria-label="Six digits of 784 values each, squeezed to 16 numbers and brought back; what the codes are good for">
    <rect width="920" height="300" rx="12" fill="#faf7f0"/>
    <path d="M170 38 L394 92 V132 L170 206 Z" fill="#e9dcc0"/><path d="M750 38 L526 92 V132 L750 206 Z" fill="#e9dcc0"/>
    <g text-anchor="middle"><text x="262" y="127">f(x), 784 to 16</text><text x="658" y="127">g(h), 16 to 784</text>
    <text x="100" y="24" fill="#8a8069">x, as it is</text><text x="460" y="60" fill="#8a8069">h, the code</text><text x="820" y="24" fill="#8a8069">y, brought back</text></g>

    """);
Digits(samples, 42);
Digits(decoded, 762);
Bars(codes.AsSpan(0, model.CodeLength), 404, 112, 112);
string[] wants = ["pack data sets", "restore pictures", "find what does not belong", "search and summarize text"];
for (var i = 0; i < wants.Length; i++)
{
    var x = 24 + i * 221;
    svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M460 {154} C460 210 {x + 104} 190 {x + 104} 238\" fill=\"none\" stroke=\"#b58b3a\" stroke-width=\"1.5\"/>");
    svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"238\" width=\"209\" height=\"38\" rx=\"8\" fill=\"#fff\" stroke=\"#b58b3a\"/><text x=\"{x + 104}\" y=\"262\" text-anchor=\"middle\">{wants[i]}</text>");
}

var path = Path.Combine(Path.GetDirectoryName(Here())!, "hourglass.svg");
File.WriteAllText(path, svg.AppendLine("</svg>").ToString());
Console.WriteLine($"{path}: {new FileInfo(path).Length:n0} bytes");

void Digits(float[] values, int left)
{
    for (var i = 0; i < columns * rows; i++)
    {
        var png = Png.Encode(side, side, 1, [.. values.Skip(i * side * side).Take(side * side).Select(value => (byte)Math.Clamp(MathF.Round(value), 0, 255))]);
        svg.AppendLine(CultureInfo.InvariantCulture, $"<image x=\"{left + i % columns * (zoom * side + 4)}\" y=\"{34 + i / columns * (zoom * side + 4)}\" width=\"{zoom * side}\" height=\"{zoom * side}\" image-rendering=\"pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>");
    }
}

// Each value of a code as a bar up or down.
void Bars(ReadOnlySpan<float> code, int left, int middle, int width)
{
    var (step, scale) = (width / (double)code.Length, 32 / MathF.Max(MathF.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(code)), 1e-6f));
    for (var i = 0; i < code.Length; i++)
    {
        var height = MathF.Abs(code[i] * scale);
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{left + i * step:f1}\" y=\"{(code[i] > 0 ? middle - height : middle):f1}\" width=\"{step - 2:f1}\" height=\"{MathF.Max(height, 1):f1}\" fill=\"#8a5a12\"/>");
    }
}

static string Here([CallerFilePath] string path = "") => path;
