using System.CommandLine;
using System.Globalization;
using Hourglass.Architectures;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs;
using Hourglass.Tasks;

namespace Hourglass.Cli.Commands;

/// <summary>What is to be learnt, as options.</summary>
internal sealed class TaskOptions
{
    private const string Reconstruct = "reconstruct";

    private static readonly string[] Names = [Reconstruct, Denoise.Name, Documents.Name, Colorize.Name, Edges.Name, Inpaint.Name, Upscale.Name, Pairs.Name];

    private readonly Option<string?> _task = new("--task")
    {
        Description = $"{string.Join(", ", Names)}; by default {Reconstruct}.",
        HelpName = "TASK",
        CompletionSources = { Names },
    };

    private readonly Option<(float Low, float High)?> _sigma = Range("--sigma", "Denoise: standard deviation of the noise in units of 255, a number or a range, by default 5..55.", 0, Denoise.MaxSigma);
    private readonly Option<float?> _pepper = Choices.Number("--salt-pepper", "Denoise: up to so large a share of pixels turned black or white.", 0f, 1f);
    private readonly Option<(float Low, float High)?> _jpeg = Range("--jpeg", "Denoise: JPEG coding of this quality, a number or a range.", 1, 100);
    private readonly Option<bool> _text = new("--text") { Description = "Denoise: text written over the pictures." };
    private readonly Option<int?> _scale = Choices.Number("--scale", "Upscale: how many times larger, by default 2.", 2, 4);

    /// <summary>Every option, in the order shown.</summary>
    public IReadOnlyList<Option> All => [_task, _sigma, _pepper, _jpeg, _text, _scale];

    /// <summary>The recipe that the other options start from.</summary>
    /// <param name="invocation">What was typed.</param>
    /// <param name="data">The data.</param>
    /// <param name="model">The model that was typed, if any.</param>
    /// <param name="channels">1 or 3; the task's own number when null.</param>
    /// <exception cref="CommandException">There is no such task, or an option belongs to another.</exception>
    public TrainingPlan Start(Invocation invocation, string data, string? model, int? channels)
    {
        var name = invocation.Get(_task) ?? Reconstruct;
        foreach (var option in All.Skip(1).Where(invocation.Has))
        {
            var owner = option == _scale ? Upscale.Name : Denoise.Name;
            if (owner != name)
                throw CommandException.Usage($"{option.Name} is for --task {owner}");
        }

        return name switch
        {
            Reconstruct => TrainingPlan.Of(data, model),
            Denoise.Name => Restoring(Noise(invocation) with { Channels = channels ?? 1 }),
            Documents.Name => Restoring(new Documents()),
            Colorize.Name => Restoring(new Colorize { ByScene = (model ?? SceneNetwork.Id) == SceneNetwork.Id && KnownDataSets.Find(data) is null }),
            Edges.Name => Restoring(new Edges { Channels = channels ?? 3 }),
            Inpaint.Name => Restoring(new Inpaint { Channels = channels ?? 3 }),
            Upscale.Name => Restoring(new Upscale { Channels = channels ?? 3, Times = invocation.Get(_scale) ?? 2 }),
            Pairs.Name => Restoring(new Pairs { Channels = channels ?? 3 }),
            _ => throw CommandException.Usage(Suggestion.For(name, Names) is { } meant ? $"no task is called '{name}', did you mean '{meant}'?" : $"no task is called '{name}'; there are {string.Join(", ", Names)}"),
        };

        // Samples of one size go through a code as they do without a task; photographs of any size need the network that takes them.
        TrainingPlan Restoring(RestorationTask task) => Catalogue.HasNoCode(model ?? (KnownDataSets.Find(data) is null ? ResidualRestorer.Id : null))
            ? TrainingPlan.Restoring(data, task)
            : TrainingPlan.Of(data, model) with { Task = task };
    }

    /// <summary>Gaussian noise unless only other kinds were asked for.</summary>
    private Denoise Noise(Invocation invocation)
    {
        var (sigma, jpeg) = (invocation.Get(_sigma), invocation.Get(_jpeg));
        var others = invocation.Has(_pepper) || invocation.Has(_text) || jpeg is not null;
        var gaussian = sigma ?? (others ? (0, 0) : (5, 55));
        return new Denoise
        {
            LowSigma = gaussian.Item1,
            HighSigma = gaussian.Item2,
            SaltAndPepper = invocation.Get(_pepper) ?? 0,
            LowJpeg = (int)(jpeg?.Low ?? 0),
            HighJpeg = (int)(jpeg?.High ?? 0),
            Text = invocation.Get(_text),
        };
    }

    private static Option<(float Low, float High)?> Range(string name, string description, float least, float most) => new(name)
    {
        Description = description,
        HelpName = "a..b",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            var ends = text.Split("..");
            if (ends.Length is 1 or 2 && Number(ends[0]) is { } low && Number(ends[^1]) is { } high && low >= least && low <= high && high <= most)
                return (low, high);
            argument.AddError(FormattableString.Invariant($"{name} is '{text}'; expected a number or a range within {least} to {most}, such as {Math.Max(least, 5)}..{Math.Min(most, 55)}"));
            return null;
        },
    };

    private static float? Number(string text) => float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
}
