using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass decode</c>: codes back into samples.</summary>
internal sealed class DecodeCommand
{
    private readonly Argument<string> _model = Arguments.Model();
    private readonly Argument<string> _codes = new("CODES") { Description = "A file with codes: npy of [N, n], or csv as encode writes it." };
    private readonly Option<string> _output = Arguments.Output("A new folder for pictures as PNG, or an npy file for the values.", "FOLDER|FILE.npy");

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new DecodeCommand();
        var verb = new Verb(shell, "decode", "Turn codes back into samples.", command.Run)
        {
            Examples =
            [
                ("hourglass decode runs/mnist-conv-1 codes.npy -o pictures/", "One PNG for every code."),
                ("hourglass decode runs/mnist-conv-1 codes.csv -o samples.npy", "The values themselves, as float32."),
            ],
        };
        verb.Add(command._model);
        verb.Add(command._codes);
        verb.Add(command._output);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var path = invocation.Require(_output);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw CommandException.Usage($"-o {path}: the folder is not empty; name a new one");
        using var model = ReadingOptions.OpenModel(invocation, invocation.Require(_model));
        Decoded result;
        using (var view = invocation.Output.Progress("decoding"))
        {
            using var codes = CodeFile.Open(invocation.Require(_codes));
            DecodedFiles.Write(path, model, codes, view, invocation.Cancellation);
            result = new Decoded(path, codes.Count, $"{model.Input}");
        }

        invocation.Output.Result(result, CliJson.Default.Decoded, () =>
            invocation.Output.Line($"{Format.Count(result.Samples)} samples of {result.Shape} in {result.Output}"));
        return ExitCode.Done;
    }
}

/// <summary>What was decoded.</summary>
/// <param name="Output">The folder or file.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Shape">The shape of one.</param>
internal sealed record Decoded(string Output, int Samples, string Shape);
