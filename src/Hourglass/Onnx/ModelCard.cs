using System.Globalization;
using System.Text;
using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>MODEL_CARD.md: what a model is, how it was made, how good it is beside the baseline, and where it should not be trusted.</summary>
/// <remarks>After Mitchell et al., "Model Cards for Model Reporting", 2018, arXiv 1810.03993.</remarks>
internal static class ModelCard
{
    private const string ThisModel = "this model";

    /// <summary>The card as Markdown.</summary>
    public static string Text(ModelInfo info, bool hasBaseline, bool hasHeldOut)
    {
        var card = new StringBuilder();
        card.Append(Invariant($"""
            # {Title(info)}

            {Lead(info)}

            ## How it was made

            | | |
            |---|---|
            | Program | {Plain(info.Producer)} |
            | Task | {Plain(info.Task?.Summary ?? "reconstruct")} |
            | Training data | {Plain(info.Data)}, {info.Samples} {(info.Architecture.HasCode ? "samples" : "pictures")} |
            | Training | {info.Epochs} epochs, {info.TrainingSeconds:0.#} s, seed {info.Seed} |
            {NetworkRows(info)}

            ## How good it is


            """));
        AppendMetrics(card, info);
        card.Append(Invariant($"""

            ## What it is for, and what not

            {Use(info)}
            What the training data lacks or distorts, the model lacks or distorts too.

            ## Files

            | | |
            |---|---|
            | `{ModelFiles.Info}` | architecture, {(info.Architecture.HasCode ? "normalization" : "task")}, figures, SHA-256 of every file |
            {GraphRows(info)}
            | `{ModelFiles.Weights}` | the weights as trained |
            | `{ModelFiles.Golden}` | a few samples with the trainer's own results; `hourglass inspect --verify` compares |

            """));
        if (hasBaseline)
            card.Append(Invariant($"| `{ModelFiles.Baseline}` | the linear baseline |\n"));
        if (hasHeldOut)
            card.Append(Invariant($"| `{ModelFiles.HeldOut}` | codes and errors of samples that it was not taught, for `hourglass drift` |\n"));
        return card.ToString().ReplaceLineEndings("\n");
    }

    private static string Title(ModelInfo info) => info.Architecture.HasCode
        ? Invariant($"{Plain(info.Architecture.Name)}-{ShapeInference.CodeLength(info.Architecture)}: an autoencoder for {Plain(info.Data)}")
        : $"{Plain(info.Architecture.Name)}: a network that restores pictures ({Plain(info.Task!.Id)})";

    private static string Lead(ModelInfo info)
    {
        var (architecture, shape) = (info.Architecture, info.Architecture.Input);
        if (!architecture.HasCode)
        {
            return Invariant($"It has no code: pictures of any size go in, and restored ones come out, {(info.Task!.Scale == 1 ? "of the same size" : $"{info.Task.Scale} times as large")}. ")
                + "Use it by `hourglass restore`, which cuts large pictures into tiles without seams.";
        }

        var code = ShapeInference.CodeLength(architecture);
        return info.Task is null
            ? Invariant($"It turns samples of {shape} ({shape.Size} values) into codes of {code} values, and codes back into samples.")
            : Invariant($"It turns spoilt samples of {shape} ({shape.Size} values) into codes of {code} values, and codes into restored samples.");
    }

    private static string NetworkRows(ModelInfo info)
    {
        var (architecture, shape) = (info.Architecture, info.Architecture.Input);
        var (parameters, costs) = (CostModel.Parameters(architecture), CostModel.MultiplyAdds(architecture));
        return architecture.HasCode
            ? Invariant($"| Network | {parameters} parameters, {costs} multiply-adds per sample |\n")
                + Invariant($"| Stored values | {info.Normalization.Low} to {info.Normalization.High} become 0 to 1 inside the graphs |")
            : Invariant($"| Network | {parameters} parameters, {costs / ((long)shape.Height * shape.Width)} multiply-adds per pixel of the input |\n")
                + Invariant($"| Values | 0 is black, 1 is white; sides are multiples of {NetworkStride.Of(architecture)} |");
    }

    private static string Use(ModelInfo info)
    {
        if (info.Task is not null)
        {
            return Invariant($"""
                Made for pictures like its training data, spoilt in the way it was trained for ({Plain(info.Task.Summary)}).
                What it adds is plausible rather than true: do not take it as evidence. On other pictures measure with `hourglass evaluate MODEL DATA`,
                or by `hourglass restore --against`, before relying on it.
                """);
        }

        return Invariant($"""
            Made for data like its training data: compression to {ShapeInference.CodeLength(info.Architecture)} values, search and maps of similar samples, samples that do not belong.
            On data of another kind its reconstructions are plausible rather than true: measure with `hourglass evaluate` before relying on it.
            """);
    }

    private static string GraphRows(ModelInfo info)
    {
        var shape = info.Architecture.Input;
        if (!info.Architecture.HasCode)
        {
            var (task, sides) = (info.Task!, info.Task!.Scale == 1 ? "H, W" : Invariant($"{info.Task.Scale} H, {info.Task.Scale} W"));
            return Invariant($"| `{ModelFiles.Network}` | `{OnnxEmitter.Input} [N, {task.InputChannels}, H, W]` to `{OnnxEmitter.Output} [N, {task.OutputChannels}, {sides}]`, values 0 to 1 |");
        }

        var code = ShapeInference.CodeLength(info.Architecture);
        return Invariant($"""
            | `{ModelFiles.Encoder}` | `{OnnxEmitter.Samples} [N, {shape.Channels}, {shape.Height}, {shape.Width}]` in stored values to `{OnnxEmitter.Codes} [N, {code}]` |
            | `{ModelFiles.Decoder}` | `{OnnxEmitter.Codes} [N, {code}]` to `{OnnxEmitter.Outputs} [N, {shape.Channels}, {shape.Height}, {shape.Width}]` in stored values |
            """);
    }

    /// <summary>One row for the model and one per baseline; a metric <c>pca.mse</c> is the <c>mse</c> of <c>pca</c>.</summary>
    private static void AppendMetrics(StringBuilder card, ModelInfo info)
    {
        var metrics = info.Metrics;
        if (metrics.Count == 0)
        {
            card.Append("Not measured yet: run `hourglass evaluate`.\n");
            return;
        }

        var cells = metrics.Select(metric => (Split: MethodLength(metric.Key), metric.Key, metric.Value))
            .Select(metric => (Method: metric.Split < 0 ? ThisModel : metric.Key[..metric.Split], Name: metric.Key[(metric.Split + 1)..], metric.Value))
            .ToArray();
        string[] names = [.. cells.Select(cell => cell.Name).Distinct()];
        card.Append(Invariant($"| held-out data | {string.Join(" | ", names.Select(Plain))} |\n|---{string.Concat(names.Select(_ => "|---:"))}|\n"));
        foreach (var method in cells.GroupBy(cell => cell.Method).OrderBy(method => method.Key == ThisModel ? 0 : 1))
        {
            var row = names.Select(name => method.Where(cell => cell.Name == name).Select(cell => Invariant($"{cell.Value:G4}")).FirstOrDefault("-"));
            card.Append(Invariant($"| {Plain(method.Key)} | {string.Join(" | ", row)} |\n"));
        }
    }

    /// <summary>Where the name of a method ends; a dot between digits belongs to a strength, such as <c>sigma 27.5: psnr</c>.</summary>
    private static int MethodLength(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && char.IsAsciiDigit(key[dot - 1]) && dot + 1 < key.Length && char.IsAsciiDigit(key[dot + 1]) ? -1 : dot;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text that cannot break out of its place in a Markdown table.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '|' or '`' or '<' or '>' or '[' or ']' ? ' ' : c)).Trim();
}
