// Finds samples whose label does not fit what they show, without training a classifier:
//   dotnet run examples/mislabels.cs -- photos/        sub-folders are labels
#:project ../src/Hourglass/Hourglass.csproj
#:property PublishAot=false
using Hourglass.Data;
using Hourglass.Runs;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run examples/mislabels.cs -- DATA");
    return 2;
}

using var data = DataSets.Open(args[0]);
var report = MislabelsJob.Run(data, args[0], new MislabelsPlan { Threads = Environment.ProcessorCount });

Console.WriteLine(FormattableString.Invariant($"{report.Suspects.Count} of {report.Samples} labels are likelier wrong than right; in all, about {report.Expected:f0} are"));
foreach (var suspect in report.Suspects.Take(10))
    Console.WriteLine(FormattableString.Invariant($"{suspect.Name}: is called {suspect.Label}, looks like {suspect.Suggested} ({100 * suspect.Probability:f0} %)"));
return 0;
