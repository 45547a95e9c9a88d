using System.Globalization;
using System.Text;

namespace Hourglass.Evaluation;

/// <summary>
/// Figures as SVG that fit any width without shrinking their writing: places are percentages, and only lines stand in a stretched
/// coordinate system of their own. Colors come from the style sheet, so that they follow the reader's light or dark.
/// </summary>
internal static class ReportFigures
{
    /// <summary>The side of the coordinate system that lines are drawn in.</summary>
    public const double Stretch = 1000;

    private const int LossHeight = 250;
    private const int LabelHeight = 17;
    private const int MostDots = 40;
    private const int Bins = 40;

    /// <summary>Training and validation loss over the epochs, the learning rate in a thin figure under it.</summary>
    public static Markup Loss(IReadOnlyList<EpochRecord> history)
    {
        var losses = history.Select(epoch => epoch.TrainLoss).Concat(history.Select(epoch => epoch.ValidationLoss ?? double.NaN));
        var axis = ReportAxis.OfLosses(losses);
        var train = Points(history, epoch => epoch.TrainLoss, axis);
        var validation = Points(history, epoch => epoch.ValidationLoss ?? double.NaN, axis);
        return Markup.Of($"""
            <svg class="plot loss" height="{LossHeight}" role="img" tabindex="0" aria-label="{LossInWords(history)}">
            {Rows(axis, 6)}
            {Lines("train", train, history.Count)}{Lines("validation", validation, history.Count)}
            {EndLabels([("train", "training", train, history[^1].TrainLoss), ("validation", "validation", validation, history[^1].ValidationLoss ?? double.NaN)])}
            <line class="rule" y2="100%" hidden="hidden"/>
            </svg>
            {Rate(history)}
            """);
    }

    /// <summary>How many samples have which error.</summary>
    public static Markup ErrorHistogram(float[] errors)
    {
        double[] sorted = [.. errors.Where(float.IsFinite).Select(error => (double)error).Order()];
        if (sorted.Length == 0)
            return Markup.Of($"<p>No sample has a finite error.</p>");
        var median = sorted[sorted.Length / 2];
        var logarithmic = sorted[0] > 0 && sorted[^1] > 30 * median;
        var axis = logarithmic ? new ReportAxis(sorted[0] / 1.02, sorted[^1] * 1.02, Logarithmic: true) : new ReportAxis(0, sorted[^1] > 0 ? sorted[^1] * 1.001 : 1);
        var counts = new int[Bins];
        foreach (var error in sorted)
            counts[Math.Clamp((int)(axis.Place(error) * Bins), 0, Bins - 1)]++;
        var most = counts.Max();
        var bars = Markup.Join(counts.Select((count, i) => (count, i)).Where(bin => bin.count > 0).Select(bin => Markup.Of(
            $"""
                <rect x="{100.0 * bin.i / Bins}%" width="{100.0 / Bins}%" y="{100 - 100.0 * bin.count / most}%"
                height="{100.0 * bin.count / most}%"><title>{ReportText.Count(bin.count)} samples</title></rect>
                """)));
        var place = 100 * axis.Place(median);
        var words = $"Histogram of the errors of {ReportText.Count(sorted.Length)} samples: median {ReportText.Number(median)}, "
            + $"largest {ReportText.Number(sorted[^1])}.";
        return Markup.Of($"""
            <svg class="plot histogram" height="180" role="img" aria-label="{words}">
            {Rows(new ReportAxis(0, most), 3)}<g class="bars">{bars}</g><line class="base" y1="100%" y2="100%" x2="100%"/>
            {Columns(axis, 6)}
            <line class="mark" x1="{place}%" x2="{place}%" y1="-10" y2="100%"/>
            <text class="mark{(place > 75 ? " end" : "")}" x="{place}%" y="-10" dx="{(place > 75 ? -6 : 6)}"
            dy="0.3em">median {ReportText.Number(median)}</text>
            </svg>
            """);
    }

    /// <summary>Horizontal lines with numbers at the left.</summary>
    public static Markup Rows(ReportAxis axis, int most) => Markup.Join(axis.Ticks(most).Select(tick => Markup.Of(
        $"""
            <line class="grid" x2="100%" y1="{100 - 100 * axis.Place(tick)}%" y2="{100 - 100 * axis.Place(tick)}%"/>
            <text class="tick end" x="0" dx="-8" y="{100 - 100 * axis.Place(tick)}%" dy="0.32em">{ReportText.Tick(tick)}</text>
            """)));

    /// <summary>Short strokes with numbers under the figure.</summary>
    public static Markup Columns(ReportAxis axis, int most) => Markup.Join(axis.Ticks(most).Select(tick => Markup.Of(
        $"""
            <line class="stroke" x1="{100 * axis.Place(tick)}%" x2="{100 * axis.Place(tick)}%" y1="100%" y2="100%"/>
            <text class="tick middle" x="{100 * axis.Place(tick)}%" y="100%" dy="20">{ReportText.Tick(tick)}</text>
            """)));

    /// <summary>A line through points in [0, 1] x [0, 1], y upward; a gap where a point is no number.</summary>
    public static Markup Path(string name, IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        var down = false;
        foreach (var (x, y) in points)
        {
            if (double.IsFinite(y))
                path.Append(CultureInfo.InvariantCulture, $"{(down ? 'L' : 'M')}{Stretch * x:0.#} {Stretch * (1 - y):0.#}");
            down = double.IsFinite(y);
        }

        return Markup.Of($"""
            <svg viewBox="0 0 {Stretch} {Stretch}" preserveAspectRatio="none" width="100%" height="100%"><path class="line {name}"
            d="{path.ToString()}"/></svg>
            """);
    }

    /// <summary>Where an epoch stands from left to right, in [0, 1].</summary>
    public static double EpochPlace(int index, int epochs) => epochs == 1 ? 0.5 : (double)index / (epochs - 1);

    private static List<(double X, double Y)> Points(IReadOnlyList<EpochRecord> history, Func<EpochRecord, double> value, ReportAxis axis) =>
        [.. history.Select((epoch, i) => (EpochPlace(i, history.Count), value(epoch) is var v && double.IsFinite(v) ? axis.Place(v) : double.NaN))];

    private static Markup Lines(string name, List<(double X, double Y)> points, int epochs)
    {
        var dots = epochs > MostDots ? Markup.None : Markup.Join(points.Where(point => double.IsFinite(point.Y)).Select(point => Markup.Of(
            $"""<circle class="dot {name}" cx="{100 * point.X}%" cy="{100 - 100 * point.Y}%" r="2.5"/>""")));
        return Markup.Of($"{Path(name, points)}{dots}");
    }

    /// <summary>Names and last values at the ends of lines, moved apart where they would cover each other.</summary>
    private static Markup EndLabels((string Class, string Name, List<(double X, double Y)> Points, double Last)[] lines)
    {
        var shown = lines.Where(line => double.IsFinite(line.Points[^1].Y)).OrderByDescending(line => line.Points[^1].Y).ToArray();
        var places = shown.Select(line => (1 - line.Points[^1].Y) * LossHeight).ToArray();
        if (places.Length == 2 && places[1] - places[0] < LabelHeight)
        {
            var middle = (places[0] + places[1]) / 2;
            (places[0], places[1]) = (middle - LabelHeight / 2.0, middle + LabelHeight / 2.0);
        }

        return Markup.Join(shown.Select((line, i) => Markup.Of(
            $"""
                <text class="label {line.Class}" x="{100 * line.Points[^1].X}%" dx="9" y="{100 * places[i] / LossHeight}%"
                dy="0.32em">{ReportText.Number(line.Last)}<tspan class="wide"> {line.Name}</tspan></text>
                """)));
    }

    private static Markup Rate(IReadOnlyList<EpochRecord> history)
    {
        var highest = history.Max(epoch => epoch.LearningRate);
        var axis = new ReportAxis(0, highest > 0 && double.IsFinite(highest) ? highest : 1);
        var points = Points(history, epoch => epoch.LearningRate, axis);
        var step = Math.Max(1, (int)Math.Ceiling(history.Count / 10.0));
        step = step <= 2 ? step : (step + 4) / 5 * 5;
        var epochs = Markup.Join(history.Select((epoch, i) => (epoch.Epoch, i))
            .Where(epoch => epoch.i == 0 || (epoch.Epoch % step == 0 && epoch.i >= step / 2.0))
            .Select(epoch => Markup.Of($"""
                <text class="tick middle" x="{100 * EpochPlace(epoch.i, history.Count)}%" y="100%" dy="20">{epoch.Epoch}</text>
                """)));
        return Markup.Of($"""
            <svg class="plot rate" height="44" role="img" aria-label="Learning rate, at most {ReportText.Number(highest)}.">
            <line class="base" y1="100%" y2="100%" x2="100%"/><text class="tick end" x="0" dx="-8" y="0" dy="0.32em">{ReportText.Tick(highest)}</text>
            {Path("rate", points)}
            {epochs}<text class="tick middle" x="50%" y="100%" dy="40">epoch</text>
            <text class="label rate" x="100%" dx="9" y="100%" dy="0"><tspan class="wide">learning </tspan>rate</text>
            <line class="rule" y2="100%" hidden="hidden"/>
            </svg>
            """);
    }

    private static string LossInWords(IReadOnlyList<EpochRecord> history)
    {
        var last = history[^1];
        var validation = last.ValidationLoss is { } loss
            ? $", validation loss from {ReportText.Number(history[0].ValidationLoss ?? double.NaN)} to {ReportText.Number(loss)}"
            : "";
        return $"Training loss from {ReportText.Number(history[0].TrainLoss)} to {ReportText.Number(last.TrainLoss)}{validation} over {history.Count} epochs.";
    }
}
