// Trains an autoencoder from C# on the digits that the program draws, so that it needs no data:
//   dotnet run examples/train.cs -- runs/from-code 5
// The first argument is the new folder of the run, the second the number of epochs.
#:project ../src/Hourglass.Training/Hourglass.Training.csproj
#:property PublishAot=false
using System.Globalization;
using Hourglass.Runs;
using Hourglass.Training;

var plan = new TrainingPlan
{
    Data = "digits",
    Reading = new() { Limit = 10_000 },
    Model = "conv",
    Latent = 16,
    Epochs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5,
};
var folder = new RunFolder(args.Length > 0 ? args[0] : "runs/from-code");

var result = TrainingRun.Run(plan, folder, log: epoch => Console.WriteLine(FormattableString.Invariant(
    $"epoch {epoch.Epoch}: loss {epoch.TrainLoss:f5}, validation {epoch.ValidationLoss:f5}, {epoch.SamplesPerSecond:f0} samples/s")));

foreach (var method in result.Evaluation?.Methods ?? [])
    Console.WriteLine(FormattableString.Invariant($"{method.Method,-20} MSE {method.Mse:f5}  PSNR {method.Psnr:f2} dB"));
Console.WriteLine($"model {folder.Model}, report {folder.Report}");
