// Squeezes pictures into codes, brings them back, and says how well that went:
//   dotnet run examples/encode.cs -- runs/demo-mnist-1 mnist
// The first argument is a model folder or the folder of a run, the second a known name or a path of its kind of data.
#:project ../src/Hourglass/Hourglass.csproj
#:property PublishAot=false
using System.Globalization;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Inference;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: dotnet run examples/encode.cs -- MODEL [DATA]");
    return 2;
}

using var model = Autoencoder.Open(args[0]);
using var data = DataSets.Open(args is [_, var name] ? name : model.Info.Data, DataPart.Test);

var count = Math.Min(100, data.Count);
var samples = new float[count * model.Input.Size];
data.Read([.. Enumerable.Range(0, count)], samples);

var codes = new float[count * model.CodeLength];
var decoded = new float[samples.Length];
model.Encode(samples, codes);
model.Decode(codes, decoded);

// Samples are in stored units, 0 to 255 for pictures; errors are given in units of [0, 1].
var span = model.Info.Normalization.Span;
var error = samples.Zip(decoded, (sample, back) => Math.Pow((sample - back) / span, 2)).Average();
Console.WriteLine(FormattableString.Invariant($"{count} samples of {model.Input}, {model.Input.Size} values into {model.CodeLength} and back"));
Console.WriteLine(FormattableString.Invariant($"mean squared error {error:f5}, PSNR {Metrics.Psnr(error):f2} dB"));
Console.WriteLine($"the code of {data.NameOf(0)}: {string.Join(' ', codes[..model.CodeLength].Select(value => value.ToString("f2", CultureInfo.InvariantCulture)))}");
return 0;
