namespace Hourglass.Evaluation;

/// <summary>How the model came to be, and what to do with it.</summary>
internal static class ReportTraining
{
    /// <summary>The curves, what the pointer reads off them, and the same figures as a table.</summary>
    public static Markup Draw(IReadOnlyList<EpochRecord> history)
    {
        var rows = Markup.Join(history.Select(epoch => Markup.Of($"""
            <tr><th scope="row">{epoch.Epoch}</th><td>{ReportText.Number(epoch.TrainLoss)}</td><td>{ReportText.Number(epoch.ValidationLoss ?? double.NaN)}</td><td>{ReportText.Number(epoch.LearningRate)}</td><td>{ReportText.Duration(epoch.Seconds)}</td><td>{ReportText.Number(epoch.SamplesPerSecond)}</td></tr>
            """)));
        return Markup.Of($"""
            <figure id="training-figure">{ReportFigures.Loss(history)}<figcaption class="readout" aria-live="polite">Point at the curves to read off an epoch.</figcaption></figure>
            <details><summary>The figures as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Figures of each epoch"><table class="epochs">
            <thead><tr><th scope="col">epoch</th><th scope="col">training loss</th><th scope="col">validation loss</th><th scope="col">learning rate</th><th scope="col">time</th><th scope="col">samples/s</th></tr></thead>
            <tbody>{rows}</tbody></table></div></details>
            """);
    }

    /// <summary>Names and values; folders of this machine are left out.</summary>
    public static Markup Recipe(IReadOnlyList<(string Name, string Value)> recipe) => Markup.Of($"""
        <dl class="recipe">{Markup.Join(recipe.Select(line => Markup.Of($"<div><dt>{line.Name}</dt><dd>{ReportText.WithoutFolder(line.Value)}</dd></div>")))}</dl>
        """);

    /// <summary>Three commands to go on with.</summary>
    public static Markup Next(string data)
    {
        var name = ReportText.WithoutFolder(data);
        var argument = name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/') ? name : $"\"{name}\"";
        (string Command, string Effect)[] next =
        [
            ($"hourglass encode model {argument}", "writes the code of every sample, for a classifier, a search or a table of your own"),
            ($"hourglass map model {argument}", "lays the codes of other data out on a map"),
            ("hourglass inspect model", "lists the layers, their parameters and costs; with --verify it checks every file"),
        ];
        return Markup.Of($"""<dl class="next">{Markup.Join(next.Select(line => Markup.Of($"<div><dt><code>{line.Command}</code></dt><dd>{line.Effect}</dd></div>")))}</dl>""");
    }
}
