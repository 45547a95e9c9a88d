using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Hourglass.Architectures;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Outliers;
using Hourglass.Runs;
using Hourglass.Text.Words;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass inspect</c>: what a model, an architecture or a data set is made of.</summary>
internal sealed class InspectCommand
{
    private const double Tolerance = 1e-4;

    private readonly Argument<string> _target = new("TARGET")
    {
        Description = $"An archive, a folder of a model, a run, word vectors or what outliers --save wrote, a file with an architecture as JSON, one of {string.Join(", ", Catalogue.Entries.Select(entry => entry.Id))}, or data.",
    };

    private readonly Option<bool> _verify = new("--verify")
    {
        Description = "Recompute the samples stored with the model; exit code 1 if the results differ from those of training.",
    };

    private readonly Option<(int Width, int Height)?> _size = Choices.Size("--size", "Sample size for a network by name, by default 28x28.");
    private readonly Option<int?> _channels = Choices.Number("--channels", "Channels for a network by name, by default 1.", 1, 1 << 16);
    private readonly Option<int?> _latent = Choices.Number("--latent", "Code length for a network by name, by default 16.", 1, 1 << 20);

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new InspectCommand();
        var verb = new Verb(shell, "inspect", "Show what an archive, a model or a network is made of, or describe data.", command.Run)
        {
            Examples =
            [
                ("hourglass inspect runs/mnist-conv-1 --verify", "A trained model, recomputed against the trainer's own results."),
                ("hourglass inspect conv --size 64x64 --channels 3 --latent 32", "A network before it is trained: will it fit?"),
            ],
        };
        verb.Add(command._target);
        verb.Add(command._verify);
        verb.Add("A network by name", command._size, command._channels, command._latent);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var target = invocation.Require(_target);
        if (Archive.IsArchive(target))
            return ArchiveInspection.Run(invocation, target);
        if (IsModel(target))
            return InspectModel(invocation, target);
        if (invocation.Get(_verify))
            throw CommandException.Usage($"--verify needs a model that train made, and {target} is none");
        if (OutlierModelFolder.IsAt(target))
            return Show(invocation.Output, LearnedTable.Read(target), CliJson.Default.LearnedTable, (table, output) => table.Print(output));
        if (WordModel.IsAt(target))
            return Show(invocation.Output, LearnedWords.Read(target), CliJson.Default.LearnedWords, (words, output) => words.Print(output));
        if (File.Exists(target) && Path.GetExtension(target).Equals(".json", StringComparison.OrdinalIgnoreCase))
            Print(invocation.Output, Network.Of(Architecture.FromJson(File.ReadAllText(target))));
        else if (!Path.Exists(target) && Catalogue.Entries.Any(entry => entry.Id == target))
            Print(invocation.Output, Network.Of(Catalogue.Build(target, Shape(invocation), invocation.Get(_latent) ?? 16)));
        else
            return DataCommand.Show(invocation, target);
        return ExitCode.Done;
    }

    private int InspectModel(Invocation invocation, string folder)
    {
        var info = ModelFolder.Read(folder);
        var network = Network.Of(info.Architecture) with { Model = info };
        if (invocation.Get(_verify))
        {
            network = network with { Verification = Verification.Of(CheckGolden(invocation, folder, info), Tolerance) };
        }

        Print(invocation.Output, network);
        return network.Verification is { Passed: false } ? ExitCode.CheckFailed : ExitCode.Done;
    }

    private static (double? Codes, double Outputs) CheckGolden(Invocation invocation, string folder, ModelInfo info)
    {
        if (info.Architecture.HasCode)
        {
            using var model = ReadingOptions.OpenModel(invocation, folder);
            return model.CheckGolden();
        }

        using var restorer = Restorer.Open(folder, new InferenceOptions { Threads = invocation.Threads });
        return (null, restorer.CheckGolden());
    }

    private SampleShape Shape(Invocation invocation)
    {
        var (width, height) = invocation.Get(_size) ?? (28, 28);
        return new SampleShape(invocation.Get(_channels) ?? 1, height, width);
    }

    private static bool IsModel(string target) =>
        File.Exists(Path.Combine(target, "model.json")) || File.Exists(Path.Combine(new RunFolder(target).Model, "model.json"));

    private static int Show<T>(Output output, T described, JsonTypeInfo<T> type, Action<T, Output> print)
    {
        output.Result(described, type, () => print(described, output));
        return ExitCode.Done;
    }

    private static void Print(Output output, Network network) => output.Result(network, CliJson.Default.Network, () => network.Print(output));
}
