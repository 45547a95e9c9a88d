// Learns word vectors from a folder of texts, and finds sentences by what they mean:
//   dotnet run examples/search.cs -- notes/ "what is left to do"
#:project ../src/Hourglass/Hourglass.csproj
#:property PublishAot=false
using Hourglass.Runs.Texts;
using Hourglass.Text.Reading;
using Hourglass.Text.Words;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run examples/search.cs -- FOLDER QUERY");
    return 2;
}

var (words, _) = WordTrainer.Train(TextFiles.Find([args[0]]), strict: false, new WordOptions { Threads = Environment.ProcessorCount });
var index = SentenceIndex.Build([args[0]], words, dimensions: 200, strict: false);

Console.WriteLine(FormattableString.Invariant($"{words.Vectors.Vocabulary.Words.Count} words, {index.Count} sentences"));
foreach (var found in index.Search(args[1], count: 5))
    Console.WriteLine(FormattableString.Invariant($"{found.Score:f3}  {found.File}:{found.Paragraph}  {found.Text}"));
return 0;
