// Finds the rows of a table that do not belong, and says why:
//   dotnet run examples/outliers.cs -- payments.csv
#:project ../src/Hourglass.Tables/Hourglass.Tables.csproj
#:property PublishAot=false
using Hourglass.Runs;
using Hourglass.Tables;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run examples/outliers.cs -- TABLE");
    return 2;
}

using var table = TableFile.Open(args[0]);
var (report, model) = OutlierJob.Run(table, new OutlierPlan { Top = 5, FalseAlarms = 0.01 }, each: null);

Console.WriteLine($"{report.Outliers} of {report.Rows} rows are outliers at 1 % false alarms, by {model.Scores.Count} scores together");
foreach (var row in report.Top)
{
    var why = string.Join("; ", row.Reasons.Take(2).Select(reason => $"{reason.Column} is {reason.Value}, expected {reason.Expected}"));
    Console.WriteLine(FormattableString.Invariant($"row {row.Row}: p = {row.PValue:g2}, {why}"));
}

return 0;
