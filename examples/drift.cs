// Learns what is ordinary in one table and asks whether another one is like it; exit code 1 where it is not:
//   dotnet run examples/drift.cs -- january.csv february.csv
#:project ../src/Hourglass.Tables/Hourglass.Tables.csproj
#:property PublishAot=false
using Hourglass.Outliers;
using Hourglass.Tables;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run examples/drift.cs -- BEFORE NOW");
    return 2;
}

using var before = TableFile.Open(args[0]);
using var now = TableFile.Open(args[1]);
var model = OutlierModel.Fit(before).Model;
var report = DriftTest.Run(model, now, level: 0.05, threads: Environment.ProcessorCount);

Console.WriteLine(report.HasDrifted ? "the data has changed:" : "no drift");
foreach (var finding in report.Findings.Where(finding => finding.Corrected <= report.Level))
    Console.WriteLine(FormattableString.Invariant($"{finding.What}: {finding.Before} before, {finding.Now} now (p = {finding.Corrected:g2})"));
return report.HasDrifted ? 1 : 0;
