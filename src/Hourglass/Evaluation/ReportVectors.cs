namespace Hourglass.Evaluation;

/// <summary>Samples that are no pictures, as small charts of their values: bars while they can be told apart, lines beyond.</summary>
internal static class ReportVectors
{
    private const int MostBars = 48;
    private const int Height = 84;

    /// <summary>What went in, and what the model and PCA made of it.</summary>
    public static Markup Chart(ReportSample sample)
    {
        var finite = sample.Original.Concat(sample.Rebuilt).Concat(sample.Linear ?? []).Where(float.IsFinite).DefaultIfEmpty(0).ToArray();
        var axis = new ReportAxis(Math.Min(0, finite.Min()), Math.Max(1, finite.Max()));
        var zero = 100 - 100 * axis.Place(0);
        var values = sample.Original.Length <= MostBars ? Bars(sample, axis, zero) : Lines(sample, axis);
        return Markup.Of($"""
            <svg class="vector" height="{Height}" width="100%" role="img"
            aria-label="{sample.Original.Length} values of {sample.Name} and their reconstruction, mean squared error {ReportText.Number(sample.Error)}.">
            {values}<line class="base" x2="100%" y1="{zero}%" y2="{zero}%"/>
            </svg>
            """);
    }

    /// <summary>A bar for the original, a stroke across it for each reconstruction.</summary>
    private static Markup Bars(ReportSample sample, ReportAxis axis, double zero)
    {
        var slot = 100.0 / sample.Original.Length;
        return Markup.Join(Enumerable.Range(0, sample.Original.Length).Select(i =>
        {
            var top = Place(sample.Original[i]);
            var title = $"value {i}: {ReportText.Number(sample.Original[i])}, rebuilt {ReportText.Number(sample.Rebuilt[i])}";
            var linear = sample.Linear is null ? Markup.None : Stroke("linear", i, sample.Linear[i]);
            return Markup.Of($"""
                <g><title>{title}</title><rect class="original" x="{(i + 0.18) * slot}%" width="{0.64 * slot}%" y="{Math.Min(top, zero)}%"
                height="{Math.Abs(top - zero)}%"/>{linear}{Stroke("rebuilt", i, sample.Rebuilt[i])}</g>
                """);
        }));

        double Place(float value) => 100 - 100 * axis.Place(float.IsFinite(value) ? value : 0);

        Markup Stroke(string name, int i, float value) => Markup.Of(
            $"""<line class="line {name}" x1="{(i + 0.05) * slot}%" x2="{(i + 0.95) * slot}%" y1="{Place(value)}%" y2="{Place(value)}%"/>""");
    }

    private static Markup Lines(ReportSample sample, ReportAxis axis)
    {
        var linear = sample.Linear is null ? Markup.None : Line("linear", sample.Linear);
        return Markup.Of($"{Line("original", sample.Original)}{linear}{Line("rebuilt", sample.Rebuilt)}");

        Markup Line(string name, float[] values) => ReportFigures.Path(name, [.. values.Select((value, i) => ((double)i / (values.Length - 1), axis.Place(value)))]);
    }
}
