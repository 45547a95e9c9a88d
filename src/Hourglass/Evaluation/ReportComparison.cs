namespace Hourglass.Evaluation;

/// <summary>The table of methods: one column per figure that there is, the best of each marked.</summary>
internal static class ReportComparison
{
    private const string Decibel = "dB";
    private const string Error = "error";
    private const double SameFigure = 1e-9;

    private static readonly Column[] s_columns =
    [
        new(Error, "MSE", method => method.Mse, Smaller: true, IsShare: false,
            "Mean squared error of a value, where values lie between 0 and 1. Smaller is better."),
        new("PSNR", Decibel, method => method.Psnr, Smaller: false, IsShare: false,
            "The same error as a peak signal-to-noise ratio. Larger is better; 3 dB more is half the error."),
        new("SSIM", "", method => method.Ssim, Smaller: false, IsShare: false,
            "Structural similarity: whether edges and textures look alike. 1 is the original itself."),
        new("neighbors", "5-NN", method => method.KnnAccuracy, Smaller: false, IsShare: true,
            "How often the five nearest codes guess a sample’s label: whether like things have like codes."),
        new("linear probe", "", method => method.ProbeAccuracy, Smaller: false, IsShare: true,
            "How often a linear classifier on the codes finds the label: whether the code keeps what matters."),
    ];

    /// <summary>The table and a word on each of its columns.</summary>
    public static Markup Draw(EvaluationResult result)
    {
        var columns = s_columns.Where(column => result.Methods.Any(method => column.Of(method) is not null)).ToArray();
        var largest = result.Methods.Select(method => method.Mse).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var heads = Markup.Join(columns.Select(column => Markup.Of(
            $"""<th scope="col">{column.Name}{Unit(column)}</th>{(column.Name == Error ? BarHead : Markup.None)}""")));
        var rows = Markup.Join(result.Methods.Select((method, i) =>
        {
            var cells = columns.Select(column => Cell(column, method, result.Methods, largest));
            return Markup.Of($"""<tr{(i == 0 ? Own : Markup.None)}><th scope="row">{method.Method}</th>{Markup.Join(cells)}</tr>""");
        }));
        var words = Markup.Join(columns.Select(column => Markup.Of($"<div><dt>{column.Name}</dt><dd>{column.Meaning}</dd></div>")));
        return Markup.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="Comparison of methods"><table class="comparison">
            <thead><tr><th scope="col">method</th>{heads}</tr></thead><tbody>{rows}</tbody>
            </table></div>
            <dl class="columns">{words}</dl>
            """);
    }

    private static Markup BarHead => Markup.Of($"""<td class="bar-cell"></td>""");

    private static Markup Unit(Column column) => column.Unit.Length > 0 ? Markup.Of($" <small>{column.Unit}</small>") : Markup.None;

    private static Markup Own => Markup.Of($""" class="own" """);

    private static Markup Cell(Column column, MethodResult method, IReadOnlyList<MethodResult> methods, double largest)
    {
        var figures = methods.Select(other => column.Of(other) ?? double.NaN).ToArray();
        var value = column.Of(method) ?? double.NaN;
        var decimals = column.Unit == Decibel ? 1 : ReportText.Decimals(figures);
        var text = column.IsShare ? ReportText.Percent(value) : ReportText.Number(value, decimals);
        var figure = methods.Count > 1 && IsBest(column, value, figures)
            ? Markup.Of($"""<td class="figure best"><strong>{text}</strong><span class="hidden"> (best)</span></td>""")
            : Markup.Of($"""<td class="figure">{text}</td>""");
        if (column.Name != Error)
            return figure;
        var length = largest > 0 && double.IsFinite(value) ? 100 * value / largest : 0;
        return Markup.Of($"""{figure}<td class="bar-cell" aria-hidden="true"><span class="bar" style="--w:{length}%"></span></td>""");
    }

    private static bool IsBest(Column column, double value, double[] figures)
    {
        var known = figures.Where(figure => !double.IsNaN(figure)).ToArray();
        if (double.IsNaN(value) || known.Length < 2)
            return false;
        var best = column.Smaller ? known.Min() : known.Max();
        return value == best || Math.Abs(value - best) < SameFigure;
    }

    private sealed record Column(string Name, string Unit, Func<MethodResult, double?> Of, bool Smaller, bool IsShare, string Meaning);
}
