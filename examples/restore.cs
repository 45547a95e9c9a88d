// Restores a folder of pictures with a model that train --task made:
//   hourglass train photos/ --task denoise -o runs/clean
//   dotnet run examples/restore.cs -- runs/clean noisy/ restored/
#:project ../src/Hourglass/Hourglass.csproj
#:property PublishAot=false
using Hourglass.Inference;
using Hourglass.Runs;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: dotnet run examples/restore.cs -- MODEL PICTURES OUTPUT");
    return 2;
}

using var model = Restorer.Open(args[0], new InferenceOptions { Threads = Environment.ProcessorCount });
var report = RestoreJob.Run(model, new RestorePlan { Inputs = [args[1]], Output = args[2] });

Console.WriteLine(FormattableString.Invariant($"{report.Pictures} pictures, {report.MegapixelsPerSecond:f2} megapixels a second"));
foreach (var problem in report.Problems)
    Console.WriteLine($"left out: {problem.Name} {problem.Reason}");
return 0;
