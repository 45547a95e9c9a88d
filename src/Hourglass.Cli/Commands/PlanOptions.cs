using System.CommandLine;
using System.Globalization;
using Hourglass.Architectures;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary>The recipe as options: one line for each field of <see cref="TrainingPlan"/>.</summary>
internal sealed class PlanOptions
{
    private const string Network = "Network";
    private const string Training = "Training";
    private const string Objective = "Objective";
    private const string Machine = "Machine";
    private const string Reading = "Reading the data";
    private const int Most = int.MaxValue;

    private static readonly TrainingPlan Defaults = new() { Data = "" };

    /// <summary>Every option, in the order shown.</summary>
    public IReadOnlyList<PlanOption> All { get; } =
    [
        PlanOption.Of(Network, _model, (plan, value) => plan with { Model = value }),
        PlanOption.Of(Network, Choices.Number("--latent", $"Length of the code{By(Defaults.Latent)}.", 1, 1 << 20), (plan, value) => plan with { Latent = value }),

        PlanOption.Of(Training, Choices.Number("--minutes", "Minutes of training, instead of epochs.", double.Epsilon, 1e5), (plan, value) => plan with { Minutes = value }),
        PlanOption.Of(Training, Choices.Number("--patch", $"Side of the squares that a restoring network learns from{By(Defaults.Patch)}.", 8, 1024), (plan, value) => plan with { Patch = value }),
        PlanOption.Of(Training, Choices.Number("--epochs", $"Passes over the training data{By(Defaults.Epochs)}.", 1, Most, "-e"), (plan, value) => plan with { Epochs = value }),
        PlanOption.Of(Training, Choices.Number("--batch", $"Samples per step{By(Defaults.BatchSize)}.", 2, 1 << 20), (plan, value) => plan with { BatchSize = value }),
        PlanOption.Of(Training, Choices.Number("--learning-rate", $"Highest learning rate{By(Defaults.LearningRate)}.", double.Epsilon, 100, "--lr"), (plan, value) => plan with { LearningRate = value }),
        PlanOption.Of(Training, Choices.OneOf<ScheduleKind>("--schedule", $"How the learning rate moves{By(Defaults.Schedule)}."), (plan, value) => plan with { Schedule = value }),
        PlanOption.Of(Training, Choices.OneOf<OptimizerKind>("--optimizer", $"Adam with weight decay in the gradient or on the weights{By(Defaults.Optimizer)}."), (plan, value) => plan with { Optimizer = value }),
        PlanOption.Of(Training, Choices.Number("--weight-decay", $"Weight decay{By(Defaults.WeightDecay)}.", 0.0, 1), (plan, value) => plan with { WeightDecay = value }),
        PlanOption.Of(Training, Choices.Number("--momentum", $"Share of the mean gradient that each step keeps; the schedule one-cycle moves it by itself{By(Defaults.Momentum)}.", 0.0, 1 - 1e-9), (plan, value) => plan with { Momentum = value }),
        PlanOption.Of(Training, Choices.Number("--beta2", $"Share of the mean squared gradient that each step keeps{By(Defaults.SecondMomentum)}.", 0.0, 1 - 1e-9), (plan, value) => plan with { SecondMomentum = value }),
        PlanOption.Of(Training, Choices.Number("--clip", $"Longest gradient, 0 for no limit{By(Defaults.GradientClip)}.", 0.0, 1e6), (plan, value) => plan with { GradientClip = value }),
        PlanOption.Of(Training, Choices.Number("--patience", $"Stop after so many epochs without a better validation loss, 0 for never{By(Defaults.Patience)}.", 0, Most), (plan, value) => plan with { Patience = value }),
        PlanOption.Of(Training, Choices.Number("--validation", $"Share of the training data set aside for validation{By(Defaults.ValidationShare)}.", 0.0, 0.5), (plan, value) => plan with { ValidationShare = value }),
        PlanOption.Of(Training, Choices.Number("--seed", $"Names every random choice{By(Defaults.Seed)}.", ulong.MinValue, ulong.MaxValue), (plan, value) => plan with { Seed = value }),

        PlanOption.Of(Objective, Choices.OneOf<LossKind>("--loss", $"Reconstruction error{By(Defaults.Objective.Loss)}."), (plan, value) => plan with { Objective = plan.Objective with { Loss = value } }),
        PlanOption.Of(Objective, Choices.Number("--beta", $"Weight of the prior of a variational or adversarial model{By(Defaults.Objective.Beta)}.", 0.0, 1e6), (plan, value) => plan with { Objective = plan.Objective with { Beta = value } }),
        PlanOption.Of(Objective, Choices.Number("--l1", $"Weight of the code's mean absolute value{By(Defaults.Objective.L1)}.", 0.0, 1e6), (plan, value) => plan with { Objective = plan.Objective with { L1 = value } }),
        PlanOption.Of(Objective, Choices.Number("--contractive", $"Weight of the encoder's slope{By(Defaults.Objective.Contractive)}.", 0.0, 1e6), (plan, value) => plan with { Objective = plan.Objective with { Contractive = value } }),

        PlanOption.Of(Machine, Choices.OneOf<DeviceKind>("--device", $"Where to compute{By(Defaults.Device)}."), (plan, value) => plan with { Device = value }),
        PlanOption.Of(Machine, Choices.OneOf<PrecisionKind>("--precision", $"Arithmetic{By(Defaults.Precision)}; bf16 is faster where the hardware has it."), (plan, value) => plan with { Precision = value }),
        PlanOption.Of(Machine, Choices.Number("--checkpoint-seconds", $"Seconds between checkpoints inside an epoch{By(Defaults.CheckpointSeconds)}.", 0.0, 1e6), (plan, value) => plan with { CheckpointSeconds = value }),

        PlanOption.Of(Reading, Choices.Size("--size", "Size that pictures are brought to; by default their own."), (plan, value) => plan with { Reading = plan.Reading with { Width = value.Width, Height = value.Height } }),
        PlanOption.Of(Reading, _channels, (plan, value) => plan with { Reading = plan.Reading with { Channels = value } }),
        PlanOption.Of(Reading, Choices.OneOf<FitKind>("--fit", $"What happens to pictures of another size{By(Defaults.Reading.Fit)}."), (plan, value) => plan with { Reading = plan.Reading with { Fit = value } }),
        PlanOption.Of(Reading, Choices.Number("--limit", "Use so many samples only, evenly spaced over all.", 1, Most), (plan, value) => plan with { Reading = plan.Reading with { Limit = value } }),
        PlanOption.Of(Reading, new Option<bool>("--strict") { Description = "Refuse data with a broken file instead of leaving the file out." }, plan => plan with { Reading = plan.Reading with { Strict = true } }),
    ];

    private static readonly Option<string?> _model = Model();
    private static readonly Option<int?> _channels = Channels();
    private readonly TaskOptions _tasks = new();

    /// <summary>Adds the options to a command, grouped.</summary>
    public void AddTo(Verb verb)
    {
        verb.Add("Task", [.. _tasks.All]);
        foreach (var group in All.GroupBy(option => option.Title))
            verb.Add(group.Key, [.. group.Select(option => option.Option)]);
    }

    /// <summary>The plan for a data set that was typed.</summary>
    /// <exception cref="CommandException">Options do not go together.</exception>
    public TrainingPlan Read(Invocation invocation, string data)
    {
        var plan = All.Aggregate(
            _tasks.Start(invocation, Rooted(data), invocation.Get(_model), invocation.Get(_channels)) with { Threads = invocation.Threads }, (plan, option) => option.Apply(invocation, plan));
        if (plan.Patience > 0 && plan.ValidationShare == 0)
            throw CommandException.Usage("--patience watches the validation loss; give it samples by --validation 0.05");
        return plan;
    }

    /// <summary>A path that means the same when the run is resumed from another folder; a known name stays as it is.</summary>
    internal static string Rooted(string data) => KnownDataSets.Find(data) is null && Path.Exists(data) ? Path.GetFullPath(data) : data;

    /// <summary>The options that were typed.</summary>
    public IReadOnlyList<Option> Typed(Invocation invocation) => [.. _tasks.All.Concat(All.Select(option => option.Option)).Where(invocation.Has)];

    private static Option<string?> Model()
    {
        var ids = Catalogue.Entries.Select(entry => entry.Id).ToArray();
        var option = new Option<string?>("--model", "-m")
        {
            Description = $"{string.Join(", ", ids)}, or a file with an architecture as JSON{By(Defaults.Model)}.",
            HelpName = "NAME",
        };
        option.CompletionSources.Add(ids);
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var name }] || ids.Contains(name) || File.Exists(name))
                return;
            result.AddError(name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? $"there is no file {name}"
                : Suggestion.For(name, ids) is { } meant ? $"no model is called '{name}', did you mean '{meant}'?"
                : $"no model is called '{name}'; there are {string.Join(", ", ids)}, or name a file with an architecture as JSON");
        });
        return option;
    }

    private static Option<int?> Channels()
    {
        var option = Choices.Number("--channels", "1 for gray, 3 for color; by default what the pictures are, or with --task what it works on.", 1, 3);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "2" }])
                result.AddError("--channels is '2'; expected 1 for gray or 3 for color");
        });
        return option;
    }

    private static string By(double value) => $", by default {value.ToString(CultureInfo.InvariantCulture)}";

    private static string By(string value) => $", by default {value}";

    private static string By<T>(T value)
        where T : struct, Enum => $", by default {Choices.NameOf(value)}";
}
