namespace Hourglass.Evaluation;

/// <summary>How the model came to be, and what to do with it.</summary>
internal static class ReportTraining
{
    /// <summary>The curves, what the pointer reads off them, and the same figures as a table.</summary>
    public static Markup Draw(IReadOnlyList<EpochRecord> history)
    {
        var rows = Markup.Join(history.Select(epoch => Markup.Of($"""
            <tr><th scope="row">{epoch.Epoch}</th>
            <td>{ReportText.Number(epoch.TrainLoss)}</td><td>{ReportText.Number(epoch.ValidationLoss ?? double.NaN)}</td>
            <td>{ReportText.Number(epoch.LearningRate)}</td><td>{ReportText.Duration(epoch.Seconds)}</td><td>{ReportText.Number(epoch.SamplesPerSecond)}</td></tr>
            """)));
        return Markup.Of($"""
            <figure id="training-figure">{ReportFigures.Loss(history)}
            <figcaption class="readout" aria-live="polite">Point at the curves to read off an epoch.</figcaption></figure>
            <details><summary>The figures as a table</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Figures of each epoch"><table class="epochs">
            <thead><tr><th scope="col">epoch</th><th scope="col">training loss</th><th scope="col">validation loss</th>
            <th scope="col">learning rate</th><th scope="col">time</th><th scope="col">samples/s</th></tr></thead>
            <tbody>{rows}</tbody></table></div></details>
            """);
    }

    /// <summary>Names and values; folders of this machine are left out.</summary>
    public static Markup Recipe(IReadOnlyList<(string Name, string Value)> recipe)
    {
        var lines = recipe.Select(line => Markup.Of($"<div><dt>{line.Name}</dt><dd>{ReportText.WithoutFolder(line.Value)}</dd></div>"));
        return Markup.Of($"""<dl class="recipe">{Markup.Join(lines)}</dl>""");
    }

    /// <summary>Three commands to go on with.</summary>
    public static Markup Next(string data)
    {
        var argument = Quoted(ReportText.WithoutFolder(data));
        (string Command, string Effect)[] next =
        [
            ($"hourglass encode model {argument} -o codes.npy", "writes the code of every sample, for a classifier, a search or a table of your own"),
            ($"hourglass map model {argument} -o map.html", "lays the codes out on a map like the one above, for this data or for other data of the same shape"),
            ("hourglass inspect model --verify", "lists the layers, their parameters and costs, and checks the model against the trainer’s own results"),
        ];
        var lines = next.Select(line => Markup.Of($"<div><dt><code>{line.Command}</code></dt><dd>{line.Effect}</dd></div>"));
        return Markup.Of($"""<dl class="next">{Markup.Join(lines)}</dl>""");
    }

    /// <summary>A name as one argument of a shell, whatever is in it: commands of a report are copied without a second look.</summary>
    internal static string Quoted(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/')
            ? name
            : $"'{ReportText.Printable(name).Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
