using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass encode</c>: samples into codes.</summary>
internal sealed class EncodeCommand
{
    private readonly Argument<string> _model = Arguments.Model();
    private readonly Argument<string> _data = Arguments.Data();
    private readonly Option<string> _output = Arguments.Output("File for the codes: NumPy's npy, or csv with names and labels.", "FILE.npy|csv");
    private readonly ReadingOptions _reading = new();

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new EncodeCommand();
        var verb = new Verb(shell, "encode", "Turn samples into codes.", command.Run)
        {
            Examples =
            [
                ("hourglass encode runs/mnist-conv-1 mnist -o codes.npy", "An array of 60,000 by 16, for any program that reads npy."),
                ("hourglass encode runs/photos photos/ -o codes.csv", "A table with the name and label of every picture."),
            ],
        };
        verb.Add(command._model);
        verb.Add(command._data);
        verb.Add(command._output);
        command._reading.AddTo(verb);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var path = invocation.Require(_output);
        if (!CodeFile.IsSupported(path))
            throw CommandException.Usage($"-o {path}: codes are written as .npy or .csv; name such a file");
        using var model = ReadingOptions.OpenModel(invocation, invocation.Require(_model));
        Encoded result;
        using (var view = invocation.Output.Progress("reading"))
        {
            using var data = _reading.Open(invocation, model, invocation.Require(_data), _reading.PartOr(invocation, DataPart.Train), view);
            CodeFile.Write(path, model, data, view, invocation.Cancellation);
            ReadingOptions.NoteProblems(invocation.Output, data);
            result = new Encoded(path, data.Count, model.CodeLength, data.Problems.Count);
        }

        invocation.Output.Result(result, CliJson.Default.Encoded, () =>
            invocation.Output.Line($"{Format.Count(result.Samples)} codes of length {result.CodeLength} in {result.Output}"));
        return ExitCode.Done;
    }
}

/// <summary>What was encoded.</summary>
/// <param name="Output">The file.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="CodeLength">Values per code.</param>
/// <param name="LeftOut">Files that could not be read.</param>
internal sealed record Encoded(string Output, int Samples, int CodeLength, int LeftOut);
