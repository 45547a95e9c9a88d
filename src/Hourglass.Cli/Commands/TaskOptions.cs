using System.CommandLine;
using System.Globalization;
using Hourglass.Cli.Terminal;
using Hourglass.Runs;
using Hourglass.Tasks;

namespace Hourglass.Cli.Commands;

/// <summary>What is to be learnt, as options.</summary>
internal sealed class TaskOptions
{
    private const string Reconstruct = "reconstruct";

    private readonly Option<string?> _task = new("--task")
    {
        Description = $"{Reconstruct} or {Denoise.Name}, by default {Reconstruct}.",
        HelpName = "TASK",
    };

    private readonly Option<(float Low, float High)?> _sigma = new("--sigma")
    {
        Description = "Standard deviation of the noise to take out, in units of 255: one number or a range, by default 5..55.",
        HelpName = "a..b",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            var ends = text.Split("..");
            if (ends.Length is 1 or 2 && Number(ends[0]) is { } low && Number(ends[^1]) is { } high && low <= high)
                return (low, high);
            argument.AddError($"--sigma is '{text}'; expected a number or a range within 0 to {Denoise.MaxSigma}, such as 25 or 5..55");
            return null;
        },
    };

    /// <summary>Every option, in the order shown.</summary>
    public IReadOnlyList<Option> All => [_task, _sigma];

    /// <summary>The recipe that the other options start from.</summary>
    /// <exception cref="CommandException">There is no such task.</exception>
    public TrainingPlan Start(Invocation invocation, string data)
    {
        var (name, sigma) = (invocation.Get(_task) ?? Reconstruct, invocation.Get(_sigma));
        if (sigma is not null && name != Denoise.Name)
            throw CommandException.Usage($"--sigma is for --task {Denoise.Name}");
        return name switch
        {
            Reconstruct => new TrainingPlan { Data = data },
            Denoise.Name => TrainingPlan.Restoring(data, sigma is { } range ? new Denoise { LowSigma = range.Low, HighSigma = range.High } : new Denoise()),
            _ => throw CommandException.Usage($"no task is called '{name}'; there are {Reconstruct} and {Denoise.Name}"),
        };
    }

    private static float? Number(string text) =>
        float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= Denoise.MaxSigma ? value : null;
}
