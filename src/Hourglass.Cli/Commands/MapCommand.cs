using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass map</c>: samples on a plane, like beside like.</summary>
internal sealed class MapCommand
{
    private readonly Argument<string> _model = Arguments.Model();
    private readonly Argument<string> _data = Arguments.Data();
    private readonly Option<string> _output = Arguments.Output("An html page to look at, or csv with the places.", "FILE.html|csv");
    private readonly Option<int?> _samples = Choices.Number(
        "--samples", $"Show at most so many samples, evenly spaced, by default {MapFile.DefaultSamples}.", 1, MapFile.MostSamples);

    private readonly ReadingOptions _reading = new();

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new MapCommand();
        var verb = new Verb(shell, "map", "Lay samples out on a plane by their codes: like stands beside like.", command.Run)
        {
            Examples =
            [
                ("hourglass map runs/mnist-conv-1 mnist --part test -o map.html", "Point at a dot to see its picture."),
                ("hourglass map runs/photos photos/ -o map.csv", "Name, label and place of every picture."),
            ],
        };
        verb.Add(command._model);
        verb.Add(command._data);
        verb.Add(command._output);
        verb.Add(command._samples);
        command._reading.AddTo(verb);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var path = invocation.Require(_output);
        if (!MapFile.IsSupported(path))
            throw CommandException.Usage($"-o {path}: a map is written as .html or .csv; name such a file");
        using var model = ReadingOptions.OpenModel(invocation, invocation.Require(_model));
        Mapped result;
        using (var view = invocation.Output.Progress("reading"))
        {
            using var data = _reading.Open(invocation, model, invocation.Require(_data), _reading.PartOr(invocation, DataPart.Train), view);
            ReadingOptions.NoteProblems(invocation.Output, data);
            var shown = MapFile.Write(path, model, data, invocation.Get(_samples) ?? MapFile.DefaultSamples, view, invocation.Cancellation);
            result = new Mapped(path, shown, data.Count);
        }

        invocation.Output.Result(result, CliJson.Default.Mapped, () =>
            invocation.Output.Line($"{Format.Count(result.Shown)} of {Format.Count(result.Samples)} samples on the map {result.Output}"));
        return ExitCode.Done;
    }
}

/// <summary>What was mapped.</summary>
/// <param name="Output">The file.</param>
/// <param name="Shown">Samples on the map.</param>
/// <param name="Samples">Samples there are.</param>
internal sealed record Mapped(string Output, int Shown, int Samples);
