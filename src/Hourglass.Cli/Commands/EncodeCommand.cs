using System.CommandLine;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass encode</c>: samples into codes.</summary>
internal sealed class EncodeCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "A model folder, the folder of a run, or an archive with codes, which needs no DATA." };
    private readonly Argument<string?> _data = new("DATA") { Description = Arguments.Data().Description, Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _output = Arguments.Output("File for the codes: NumPy's npy, or csv with names and labels.", "FILE.npy|csv");
    private readonly ReadingOptions _reading = new();

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new EncodeCommand();
        var verb = new Verb(shell, "encode", "Turn samples into codes, or take those out of an archive.", command.Run)
        {
            Examples =
            [
                ("hourglass encode runs/mnist-conv-1 mnist -o codes.npy", "An array of 60,000 by 16, for any program that reads npy."),
                ("hourglass encode photos.hga -o codes.csv", "A table with the name of every picture of an archive that was packed with codes."),
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
        var source = invocation.Require(_model);
        if (Archive.IsArchive(source))
        {
            ArchiveCodesReading.Refuse(invocation, source, [_data, .. _reading.All]);
            return ArchiveCodesReading.Encode(invocation, source, path);
        }

        if (invocation.Get(_data) is not { } name)
            throw CommandException.Usage($"{source} is no archive with codes of its own; name the DATA to encode behind it");
        using var model = ReadingOptions.OpenModel(invocation, source);
        Encoded result;
        using (var view = invocation.Output.Progress("reading"))
        {
            using var data = _reading.Open(invocation, model, name, _reading.PartOr(invocation, DataPart.Train), view);
            CodeFile.Write(path, model, data, view, invocation.Cancellation);
            ReadingOptions.NoteProblems(invocation.Output, data);
            result = new Encoded(path, data.Count, model.CodeLength, data.Problems.Count);
        }

        invocation.Output.Result(result, CliJson.Default.Encoded, () => result.Print(invocation.Output));
        return ExitCode.Done;
    }
}

/// <summary>What was encoded.</summary>
/// <param name="Output">The file.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="CodeLength">Values per code.</param>
/// <param name="LeftOut">Files that could not be read.</param>
internal sealed record Encoded(string Output, int Samples, int CodeLength, int LeftOut)
{
    /// <summary>Further files, of an archive with codes of several autoencoders; null when there are none.</summary>
    public IReadOnlyList<Encoded>? Others { get; init; }

    /// <summary>Prints it.</summary>
    public void Print(Output output) => output.Line($"{Format.Count(Samples)} codes of length {CodeLength} in {Output}");
}
