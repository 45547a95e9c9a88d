// Says in few sentences what a text says, with no model:
//   dotnet run examples/summarize.cs -- README.md 3
#:project ../src/Hourglass/Hourglass.csproj
#:property PublishAot=false
using System.Globalization;
using Hourglass.Text.Summaries;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: dotnet run examples/summarize.cs -- FILE [SENTENCES]");
    return 2;
}

var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
var summary = Summarizer.Summarize(File.ReadAllText(args[0]), new SummaryOptions { Sentences = count });
Console.WriteLine(FormattableString.Invariant($"{summary.Sentences.Count} of {summary.Total} sentences, which rebuild {100 * summary.Coverage:f0} % of the text's code:"));
Console.WriteLine(summary.Text);
return 0;
