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
    public static string Text(ModelInfo info, bool hasBaseline)
    {
        var (shape, code) = (info.Architecture.Input, info.Architecture.HasCode ? ShapeInference.CodeLength(info.Architecture) : 0);
        var card = new StringBuilder();
        card.Append(Invariant($"""
            # {Plain(info.Architecture.Name)}-{code}: an autoencoder for {Plain(info.Data)}

            It turns samples of {shape} ({shape.Size} values) into codes of {code} values, and codes back into samples.

            ## How it was made

            | | |
            |---|---|
            | Program | {Plain(info.Producer)} |
            | Task | {Plain(info.Task?.ToString() ?? "reconstruct")} |
            | Training data | {Plain(info.Data)}, {info.Samples} samples |
            | Training | {info.Epochs} epochs, {info.TrainingSeconds:0.#} s, seed {info.Seed} |
            | Network | {CostModel.Parameters(info.Architecture)} parameters, {CostModel.MultiplyAdds(info.Architecture)} multiply-adds per sample |
            | Stored values | {info.Normalization.Low} to {info.Normalization.High} become 0 to 1 inside the graphs |

            ## How good it is


            """));
        AppendMetrics(card, info.Metrics);
        card.Append(Invariant($"""

            ## What it is for, and what not

            Made for data like its training data: compression to {code} values, search and maps of similar samples, samples that do not belong.
            On data of another kind its reconstructions are plausible rather than true: measure with `hourglass evaluate` before relying on it.
            What the training data lacks or distorts, the model lacks or distorts too.

            ## Files

            | | |
            |---|---|
            | `{ModelFiles.Info}` | architecture, normalization, figures, SHA-256 of every file |
            | `{ModelFiles.Encoder}` | `{OnnxEmitter.Samples} [N, {shape.Channels}, {shape.Height}, {shape.Width}]` in stored values to `{OnnxEmitter.Codes} [N, {code}]` |
            | `{ModelFiles.Decoder}` | `{OnnxEmitter.Codes} [N, {code}]` to `{OnnxEmitter.Outputs} [N, {shape.Channels}, {shape.Height}, {shape.Width}]` in stored values |
            | `{ModelFiles.Weights}` | the weights as trained |
            | `{ModelFiles.Golden}` | a few samples with the trainer's own results; `hourglass inspect --verify` compares |

            """));
        if (hasBaseline)
            card.Append(Invariant($"| `{ModelFiles.Baseline}` | the linear baseline |\n"));
        return card.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>One row for the model and one per baseline; a metric <c>pca.mse</c> is the <c>mse</c> of <c>pca</c>.</summary>
    private static void AppendMetrics(StringBuilder card, IReadOnlyDictionary<string, double> metrics)
    {
        if (metrics.Count == 0)
        {
            card.Append("Not measured yet: run `hourglass evaluate`.\n");
            return;
        }

        var cells = metrics.Select(metric => (Split: metric.Key.IndexOf('.'), metric.Key, metric.Value))
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

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text that cannot break out of its place in a Markdown table.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '|' or '`' or '<' or '>' or '[' or ']' ? ' ' : c)).Trim();
}
