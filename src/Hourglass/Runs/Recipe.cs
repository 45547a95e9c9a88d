using System.Globalization;
using Hourglass.Onnx;

namespace Hourglass.Runs;

/// <summary>A recipe in words, for tables.</summary>
public static class Recipe
{
    /// <summary>Name and value of everything that shaped a run.</summary>
    public static IReadOnlyList<(string Name, string Value)> Describe(TrainingPlan plan, ModelInfo info)
    {
        var objective = plan.Objective;
        var rows = new List<(string, string)>
        {
            ("data", $"{info.Data}, {info.Samples.ToString("N0", CultureInfo.InvariantCulture)} {(info.Architecture.HasCode ? "samples" : "pictures, patches")} of {info.Architecture.Input}"),
            ("model", info.Architecture.Name),
            ("epochs", plan.Minutes is { } minutes ? $"{info.Epochs}, as many as {Number(minutes)} minutes gave" : $"{info.Epochs} of {plan.Epochs}"),
            ("batch size", $"{plan.BatchSize}"),
            ("optimizer", $"{Name(plan.Optimizer)}, learning rate {Number(plan.LearningRate)}, {Name(plan.Schedule)}, weight decay {Number(plan.WeightDecay)}"),
            ("loss", Name(objective.Loss)),
            ("gradient clip", plan.GradientClip > 0 ? Number(plan.GradientClip) : "off"),
            ("precision", plan.Precision == PrecisionKind.BFloat16 ? "bfloat16" : "float32"),
            ("threads", $"{plan.Threads}"),
            ("seed", $"{plan.Seed}"),
            ("training time", $"{Number(info.TrainingSeconds)} s"),
        };
        if (plan.Task is { } task)
            rows.Insert(1, ("task", task.Summary));
        if (objective.L1 > 0)
            rows.Add(("L1 on the code", Number(objective.L1)));
        if (objective.Contractive > 0)
            rows.Add(("contractive penalty", Number(objective.Contractive)));
        if (info.Architecture.HasCode && info.Architecture.Encoder[^1] is Architectures.Variational)
            rows.Add(("beta", Number(objective.Beta)));
        return rows;
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
