using System.CommandLine;
using Hourglass.Architectures;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Onnx;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary>How data is read for a model that is there already: its size is the model's.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<DataPart?> _part = Choices.OneOf<DataPart>("--part", "Which part of data that its publisher split.");
    private readonly Option<FitKind?> _fit = Choices.OneOf<FitKind>("--fit", "What happens to pictures of another size than the model's; by default crop.");
    private readonly Option<int?> _limit = Choices.Number("--limit", "Use so many samples only, evenly spaced over all.", 1, int.MaxValue);
    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse data with a broken file instead of leaving the file out." };

    /// <summary>Every option.</summary>
    public IReadOnlyList<Option> All => [_part, _fit, _limit, _strict];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Verb verb, string title = "Reading the data") => verb.Add(title, [.. All]);

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

    /// <summary>The same for a restorer; photographs keep their sizes.</summary>
    /// <exception cref="DataException">See <see cref="DataSets.Open"/>, and <see cref="PhotographSamples.OpenAll"/>.</exception>
    public RestorationSource Open(Invocation invocation, ModelInfo model, string data, IProgress<DataProgress> progress)
    {
        var (options, task) = (new DataOptions { Fit = invocation.Get(_fit) ?? FitKind.Crop, Limit = invocation.Get(_limit), Strict = invocation.Get(_strict) }, model.Task!);
        if (!model.Architecture.HasCode && PhotographSamples.AreAt(data))
            return RestorationSource.Of(PhotographSamples.OpenAll(data, task, options, progress, invocation.Cancellation));
        options = model.Architecture.HasCode ? options.As(model.Architecture.Input) : options with { Channels = task.CleanChannels };
        var hasTest = DataSets.HasTestPart(data);
        var test = DataSets.Open(data, PartOr(invocation, hasTest ? DataPart.Test : DataPart.Train), options, progress, invocation.Cancellation);
        var train = hasTest ? DataSets.Open(data, DataPart.Train, options, progress, invocation.Cancellation) : test;
        var normalization = train.FindRange(invocation.Cancellation) is var (low, high) ? new Normalization(low, high) : Normalization.Pixels;
        return RestorationSource.Of(new TrainingSamples(train, null, test, normalization) { Opened = train == test ? [test] : [test, train] }, task);
    }

    /// <summary>Opens a model folder for the threads that were asked for.</summary>
    /// <exception cref="ModelFormatException">See <see cref="Autoencoder.Open"/>.</exception>
    /// <exception cref="CommandException">The model has no code.</exception>
    public static Autoencoder OpenModel(Invocation invocation, string folder) => ModelFolder.Read(folder) is { Architecture.HasCode: false, Task: var task }
        ? throw CommandException.Usage($"{folder} restores pictures ({task?.Id}) and has no code; use {Application.Name} restore {folder} IN -o OUT, or train a model with a code")
        : Autoencoder.Open(folder, new InferenceOptions { Threads = invocation.Threads });

    /// <summary>Says on stderr what a reader should know of data, and what was left out of it.</summary>
    public static void NoteProblems(Output output, DataSet data) => NoteProblems(output, OpenedData.Of(data));

    /// <summary>Says on stderr what a reader should know of data, and what was left out of it.</summary>
    public static void NoteProblems(Output output, OpenedData data)
    {
        const int Shown = 3;
        foreach (var note in data.Notes)
            output.Note(note);
        var count = data.Problems.Count;
        if (count == 0)
            return;
        output.Note(data.IsDataSet
            ? $"{data.Name}: left out {Format.Count(count)} of {Format.Count(count + data.Count)}, which cannot be read"
            : $"{data.Name}: left out {Format.Count(count)}; {Format.Count(data.Count)} are used");
        foreach (var problem in data.IsDataSet ? data.Problems.Take(Shown) : data.Problems)
            output.Note($"  {problem.Name} {problem.Reason}");
        if (data.IsDataSet && count > Shown)
            output.Note("  hourglass data show names them all");
    }
}
