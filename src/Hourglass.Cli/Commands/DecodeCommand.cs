using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass decode</c>: codes back into samples, or new ones out of the prior.</summary>
internal sealed class DecodeCommand
{
    private readonly Argument<string> _model = Arguments.Model();
    private readonly Argument<string?> _codes = new("CODES")
    {
        Description = "A file with codes: npy of [N, n], or csv as encode writes it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _draw = Choices.Number("--draw", "Instead of CODES: draw so many new samples, by a model with a prior (variational, adversarial).", 1, 1_000_000);
    private readonly Option<int?> _seed = Choices.Number("--seed", "Names what is drawn; by default 42.", 0, int.MaxValue);
    private readonly Option<string> _output = Arguments.Output("A new folder for pictures as PNG, or an npy file for the values.", "FOLDER|FILE.npy");

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new DecodeCommand();
        var verb = new Verb(shell, "decode", "Turn codes back into samples, or draw new ones.", command.Run)
        {
            Examples =
            [
                ("hourglass decode runs/mnist-conv-1 codes.npy -o pictures/", "One PNG for every code."),
                ("hourglass decode runs/mnist-variational-1 --draw 64 -o drawn/", "Pictures that never were."),
            ],
        };
        verb.Add(command._model);
        verb.Add(command._codes);
        verb.Add(command._output);
        verb.Add(command._draw);
        verb.Add(command._seed);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var path = invocation.Require(_output);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw CommandException.Usage($"-o {path}: the folder is not empty; name a new one");
        var (file, count) = (invocation.Get(_codes), invocation.Get(_draw));
        if (file is null == count is null)
            throw CommandException.Usage("decode takes either CODES, a file with codes, or --draw and a number of new samples");
        if (count is null && invocation.Has(_seed))
            throw CommandException.Usage("--seed names what --draw draws; leave --seed out");
        using var model = ReadingOptions.OpenModel(invocation, invocation.Require(_model));
        Decoded result;
        using (var view = invocation.Output.Progress("decoding"))
        {
            using var codes = file is null ? PriorCodes.Draw(model, count!.Value, (ulong)(invocation.Get(_seed) ?? 42)) : CodeFile.Open(file);
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
