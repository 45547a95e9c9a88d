using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Inference;

namespace Hourglass.Cli.Commands;

/// <summary>How data is read for a model that is there already: its size is the model's.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<DataPart?> _part = Choices.OneOf<DataPart>("--part", "Which part of data that its publisher split.");
    private readonly Option<FitKind?> _fit = Choices.OneOf<FitKind>("--fit", "What happens to pictures of another size than the model's; by default crop.");
    private readonly Option<int?> _limit = Choices.Number("--limit", "Use so many samples only, evenly spaced over all.", 1, int.MaxValue);
    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse data with a broken file instead of leaving the file out." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Verb verb) => verb.Add("Reading the data", _part, _fit, _limit, _strict);

    /// <summary>The part that was asked for, or another.</summary>
    public DataPart PartOr(Invocation invocation, DataPart otherwise) => invocation.Get(_part) ?? otherwise;

    /// <summary>Opens data in the shape that a model takes.</summary>
    /// <exception cref="DataException">See <see cref="DataSets.Open"/>.</exception>
    public DataSet Open(Invocation invocation, Autoencoder model, string data, DataPart part, IProgress<DataProgress> progress)
    {
        var options = new DataOptions
        {
            Fit = invocation.Get(_fit) ?? FitKind.Crop,
            Limit = invocation.Get(_limit),
            Strict = invocation.Get(_strict),
        };
        return DataSets.Open(data, part, options.As(model.Input), progress, invocation.Cancellation);
    }

    /// <summary>Opens a model folder for the threads that were asked for.</summary>
    /// <exception cref="Hourglass.Architectures.ModelFormatException">See <see cref="Autoencoder.Open"/>.</exception>
    public static Autoencoder OpenModel(Invocation invocation, string folder) =>
        Autoencoder.Open(folder, new InferenceOptions { Threads = invocation.Threads });

    /// <summary>Says on stderr what a reader should know of a data set, and what was left out of it.</summary>
    public static void NoteProblems(Output output, DataSet data)
    {
        const int Shown = 3;
        foreach (var note in data.Notes)
            output.Note(note);
        var count = data.Problems.Count;
        if (count == 0)
            return;
        output.Note($"{data.Name}: left out {Format.Count(count)} of {Format.Count(count + data.Count)}, which cannot be read");
        foreach (var problem in data.Problems.Take(Shown))
            output.Note($"  {problem.Name} {problem.Reason}");
        if (count > Shown)
            output.Note("  hourglass data show names them all");
    }
}
