using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>One self-contained HTML file about a run: no network, no other files.</summary>
public static class Report
{
    /// <summary>Writes the report; it appears whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">What <paramref name="result"/> was measured on.</param>
    /// <param name="result">The figures.</param>
    /// <param name="history">One record per epoch; empty when the model was only evaluated.</param>
    /// <param name="recipe">The recipe as (name, value) pairs for a table.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(
        string path, Autoencoder model, DataSet data, EvaluationResult result, IReadOnlyList<EpochRecord> history,
        IReadOnlyList<(string Name, string Value)> recipe, CancellationToken cancellation = default)
    {
        var content = new ReportGathering(model, data, result, cancellation).Gather(history, recipe);
        AtomicFile.WriteText(path, Render(content));
    }

    /// <summary>The page as HTML.</summary>
    internal static string Render(ReportContent content) => ReportPage.Draw(content, typeof(Report).Assembly.GetName().Version!.ToString(3));
}
