namespace Hourglass.Evaluation;

/// <summary>How each value of the code is used: a bar each, or sorted curves where there are too many for bars.</summary>
internal static class ReportCodeFigures
{
    /// <summary>The longest code that gets a bar for each value.</summary>
    public const int MostBars = 64;

    private const double RarelyZero = 0.999;
    private const int CurvePoints = 400;

    /// <summary>The figure.</summary>
    public static Markup Of(IReadOnlyList<CodeStatistics> codes) => codes.Count <= MostBars ? Bars(codes) : Curves(codes);

    /// <summary>What the figure shows, in words.</summary>
    public static string InWords(IReadOnlyList<CodeStatistics> codes)
    {
        var dead = codes.Count(code => code.Dead);
        var used = dead switch
        {
            0 when codes.Count == 1 => "The one value of the code is used.",
            0 => $"All {ReportText.Count(codes.Count)} values of the code are used.",
            _ => $"{ReportText.Count(codes.Count - dead)} of the {ReportText.Count(codes.Count)} values of the code are used; "
                + $"{(dead == 1 ? "one is dead: it is" : $"{ReportText.Count(dead)} are dead: they are")} (almost) the same for every sample.",
        };
        var active = codes.Sum(code => code.ActiveShare);
        return active < RarelyZero * codes.Count && codes.Count > 0
            ? $"{used} A sample uses {ReportText.Number(active)} of them on average; the others are zero."
            : used;
    }

    private static Markup Bars(IReadOnlyList<CodeStatistics> codes)
    {
        var highest = codes.Select(code => code.StandardDeviation).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var axis = new ReportAxis(0, highest > 0 ? highest * 1.05 : 1);
        var (slot, every) = (100.0 / codes.Count, codes.Count <= 20 ? 1 : codes.Count <= 40 ? 4 : 8);
        var bars = Markup.Join(codes.Select((code, i) => Bar(code, i, axis, slot, code.Index % every == 0)));
        return Markup.Of($"""
            <svg class="plot codes" style="--most:{codes.Count}" height="150" role="img" aria-label="{InWords(codes)}">
            {ReportFigures.Rows(axis, 4)}
            {bars}<line class="base" y1="100%" y2="100%" x2="100%"/>
            </svg>
            """);
    }

    private static Markup Bar(CodeStatistics code, int place, ReportAxis axis, double slot, bool numbered)
    {
        var height = double.IsFinite(code.StandardDeviation) ? 100 * axis.Place(code.StandardDeviation) : 0;
        var title = $"value {code.Index}: mean {ReportText.Number(code.Mean)}, standard deviation {ReportText.Number(code.StandardDeviation)}, "
            + $"not zero in {ReportText.Percent(code.ActiveShare)} of the samples";
        var number = numbered
            ? Markup.Of($"""<text class="tick middle" x="{(place + 0.5) * slot}%" y="100%" dy="20">{code.Index}</text>""")
            : Markup.None;
        var dead = code.Dead
            ? Markup.Of($"""<text class="dead middle" x="{(place + 0.5) * slot}%" y="{100 - height}%" dy="-6">✕</text>""")
            : Markup.None;
        return Markup.Of($"""
            <rect class="stat{(code.Dead ? " dead" : "")}" x="{(place + 0.14) * slot}%" width="{0.72 * slot}%" y="{100 - height}%"
            height="{height}%"><title>{title}</title></rect>{number}{dead}
            """);
    }

    private static Markup Curves(IReadOnlyList<CodeStatistics> codes)
    {
        var spread = Curve(codes, [.. codes.Select(code => code.StandardDeviation)], "standard deviation", "spread");
        return codes.Sum(code => code.ActiveShare) >= RarelyZero * codes.Count
            ? spread
            : Markup.Of($"""
                <div
                class="pair">{spread}{Curve(codes, [.. codes.Select(code => code.ActiveShare)], "share of samples in which it is not zero", "active")}</div>
                """);
    }

    /// <summary>The figures of all values, largest first.</summary>
    private static Markup Curve(IReadOnlyList<CodeStatistics> codes, double[] figures, string what, string name)
    {
        double[] sorted = [.. figures.Select(figure => double.IsFinite(figure) ? figure : 0).OrderDescending()];
        var axis = new ReportAxis(0, sorted[0] > 0 ? sorted[0] * 1.02 : 1);
        var ranks = new ReportAxis(0, sorted.Length);
        var count = Math.Min(CurvePoints, sorted.Length);
        var points = Enumerable.Range(0, count).Select(i => (double)i / (count - 1))
            .Select(x => (x, axis.Place(sorted[(int)(x * (sorted.Length - 1))]))).ToList();
        List<(double, double)> closed = [(0, 0), .. points, (1, 0)];
        var middle = sorted[sorted.Length / 2];
        return Markup.Of($"""
            <svg class="plot codes" height="190" role="img"
            aria-label="The {what} of {ReportText.Count(codes.Count)} values, sorted: largest {ReportText.Number(sorted[0])}, median {ReportText.Number(middle)}, smallest {ReportText.Number(sorted[^1])}.">
            {ReportFigures.Rows(axis, 4)}{ReportFigures.Path($"area {name}", closed)}{ReportFigures.Path(name, points)}
            <line class="base" y1="100%" y2="100%" x2="100%"/>{ReportFigures.Columns(ranks, 4)}
            <text class="tick" x="100%" y="0" dy="0.32em" text-anchor="end">{what}, sorted</text>
            </svg>
            """);
    }
}
