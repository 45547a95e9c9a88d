using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass train</c>: data in, a run folder with model and report out.</summary>
internal sealed class TrainCommand
{
    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "A known name (hourglass data lists them) or a path: a folder of pictures, an IDX, npy, npz or tar file.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Folder of the run; by default the first free runs/DATA-MODEL-N.",
        HelpName = "RUN",
    };

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Continue the run in this folder, by its own recipe, from its last checkpoint.",
        HelpName = "RUN",
    };

    private readonly PlanOptions _recipe = new();

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new TrainCommand();
        var verb = new Verb(shell, "train", "Train an autoencoder, or a network that restores; leaves the model, its figures beside a simple method's, and a report in one folder.", command.Run)
        {
            Examples =
            [
                ("hourglass train mnist", "The default recipe: 784 values into 16."),
                ("hourglass train photos/ --task denoise --minutes 60 --threads 2", "A network that takes noise out of pictures of any size."),
            ],
        };
        verb.Add(command._data);
        verb.Add(command._output);
        verb.Add(command._resume);
        command._recipe.AddTo(verb);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var (plan, folder, resume) = Plan(invocation);
        var (result, restoration, figures) = TrainingJob.Run(invocation, plan, folder, resume);
        if (restoration is not null)
        {
            var table = Restoration.Of(restoration, folder.Path, folder.Report, figures);
            invocation.Output.Result(table, CliJson.Default.Restoration, () =>
            {
                table.Print(invocation.Output);
                invocation.Output.Pairs(("model", folder.Model), ("report", folder.Report));
            });
            return ExitCode.Done;
        }

        Print(invocation.Output, Comparison.Of(result!, folder.Path, folder.Report, figures), folder);
        return ExitCode.Done;
    }

    /// <summary>Prints the figures of a finished run and where its files are.</summary>
    internal static void Print(Output output, Comparison comparison, RunFolder folder) =>
        output.Result(comparison, CliJson.Default.Comparison, () =>
        {
            comparison.Print(output);
            output.Pairs(("model", folder.Model), ("report", folder.Report));
        });

    private (TrainingPlan Plan, RunFolder Folder, bool Resume) Plan(Invocation invocation)
    {
        var data = invocation.Get(_data);
        if (invocation.Get(_resume) is { } resumed)
        {
            RefuseBeside(invocation, data);
            var folder = new RunFolder(resumed);
            if (!folder.IsStarted)
                throw CommandException.Usage($"{resumed} holds no run: there is no {folder.PlanFile}; name the folder of a run that was stopped");
            return (folder.ReadPlan(), folder, true);
        }

        if (data is null)
            throw CommandException.Usage("train needs DATA: a known name such as mnist, or a path; see hourglass train --help");
        var plan = _recipe.Read(invocation, data);
        return (plan, RunNames.Choose(invocation.Get(_output), data, plan.Model), false);
    }

    private void RefuseBeside(Invocation invocation, string? data)
    {
        var other = data is not null ? "DATA"
            : invocation.Has(_output) ? _output.Name
            : invocation.AskedThreads is not null ? "--threads"
            : _recipe.Typed(invocation).FirstOrDefault()?.Name;
        if (other is not null)
            throw CommandException.Usage($"--resume continues by the recipe of its run; leave out {other}");
    }
}
