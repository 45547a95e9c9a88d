namespace Hourglass.Evaluation;

/// <summary>The page: its sections in the order they are read.</summary>
internal static class ReportPage
{
    /// <summary>The whole page as HTML.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="version">The version of the program that writes it.</param>
    public static string Draw(ReportContent content, string version)
    {
        Section[] sections = [.. Sections(content)];
        var links = Markup.Join(sections.Select(section => Markup.Of($"""<a href="#{section.Id}">{section.Link}</a> """)));
        var body = Markup.Join(sections.Select(section => Markup.Of($"""
            <section id="{section.Id}" aria-labelledby="{section.Id}-title">
            <h2 id="{section.Id}-title">{section.Title}</h2>
            <p class="lead">{section.Lead}</p>
            {section.Body}
            </section>

            """)));
        var result = content.Result;
        return HtmlPage.Draw(
            Markup.Of($"{ReportText.WithoutFolder(result.Data)}: {ReportText.Count(result.Shape.Size, "value")} to {ReportText.Count(result.CodeLength)}"),
            Markup.Of($"""
                {ReportHeader.Draw(content)}
                <nav aria-label="Contents">{links}</nav>
                <main>
                {body}</main>

                """),
            Markup.Of($"Model trained by {content.Producer}; report written"), version, isScripted: true);
    }

    private static IEnumerable<Section> Sections(ReportContent content)
    {
        var linear = ReportHeader.Linear(content.Result)?.Method ?? "PCA";
        yield return new("comparison", "Comparison", "Beside the simple thing", ComparisonLead(content.Result), ReportComparison.Draw(content.Result));
        yield return new("samples", "Samples", "What goes in, what comes out", SamplesLead(content, linear), ReportSamples.Shown(content, linear));
        if (content.Map is { } map)
            yield return new("map", "Map", "The codes as a map", MapLead(content), new ReportMapFigure(map, content.LabelNames).Draw());
        if (content.Result.Samples > 1)
            yield return new("worst", "Worst cases", "Where it fails", WorstLead(content), ReportSamples.Worst(content));
        if (content.Result.Samples > 1)
            yield return new("errors", "Errors", "How the errors spread", ErrorsLead(content.Result), ReportFigures.ErrorHistogram(content.Result.SampleErrors));
        yield return new("code", "Code", "What each value of the code does", CodeLead(content.Result), ReportCodeFigures.Of(content.Result.Codes));
        if (content.History.Count > 0)
            yield return new("training", "Training", "How it learned", TrainingLead(content), ReportTraining.Draw(content.History));
        yield return new("recipe", "Recipe", "The recipe", RecipeLead, ReportTraining.Recipe(content.Recipe));
        yield return new("next", "Next", "What to do with it", NextLead, ReportTraining.Next(content.Result.Data));
    }

    private static Markup RecipeLead =>
        new("All that the run was told; with the same recipe, data, seed and machine it ends with the same weights.");

    private static Markup NextLead => new("""
        The model is plain data in the folder <code>model</code> beside this report. Using it runs no code from it and loads no
        training library. In the folder of this report:
        """);

    private static Markup ComparisonLead(EvaluationResult result) => Markup.Of(
        $"Every method gets the same {ReportText.Count(result.Samples, "sample")} and may keep {ReportText.Count(result.CodeLength, "value")} of each. The best figure of a column is marked.");

    private static Markup SamplesLead(ReportContent content, string linear)
    {
        var choice = content.LabelNames.Count > 0 ? "Chosen at random, equally from every label" : "Chosen at random";
        var orange = content.Shown.Any(sample => sample.Linear is not null)
            ? Markup.Of($""", <b class="linear">orange</b> what {linear} rebuilds""")
            : Markup.None;
        var colors = ReportPictures.ArePictures(content.Result.Shape)
            ? Markup.None
            : Markup.Of($""" Gray is the original, <b class="rebuilt">blue</b> what the model rebuilds{orange}.""");
        return Markup.Of($"{choice}; none was picked for its looks.{colors}");
    }

    private static Markup MapLead(ReportContent content)
    {
        var picture = content.Map!.Thumb.Size > 0 ? " Point at a dot to see its picture." : " Point at a dot to see which sample it is.";
        var color = content.LabelNames.Count > 0 ? "labels, which the model never saw, give the colors" : "colors tell the error, an eighth of the samples each";
        return Markup.Of($"{ReportText.Count(content.Map.X.Length)} codes laid out by t-SNE, so that like codes lie together; {color}. Distances between far groups mean little.{picture}");
    }

    private static Markup WorstLead(ReportContent content)
    {
        var three = ReportPictures.ArePictures(content.Result.Shape) ? ": original, reconstruction and their difference" : "";
        return Markup.Of($"The {content.Worst.Count} samples with the largest errors{three}, with the error and how many times the median it is.");
    }

    private static Markup ErrorsLead(EvaluationResult result)
    {
        float[] sorted = [.. result.SampleErrors.Where(float.IsFinite).Order()];
        var lost = result.SampleErrors.Length - sorted.Length;
        var broken = lost > 0 ? $" {ReportText.Count(lost)} samples have no finite error and are left out." : "";
        return sorted.Length < 2
            ? Markup.Of($"The mean squared error of each sample.{broken}")
            : Markup.Of($"The mean squared error of each sample: half have less than {Share(0.5)}, one in a hundred more than {Share(0.99)}.{broken}");

        string Share(double share) => ReportText.Number(sorted[(int)(share * (sorted.Length - 1))]);
    }

    private static Markup CodeLead(EvaluationResult result) => Markup.Of(
        $"How much each value varies between samples, as its standard deviation. {ReportCodeFigures.InWords(result.Codes)}");

    private static Markup TrainingLead(ReportContent content)
    {
        var best = content.History.Where(epoch => epoch.ValidationLoss is { } loss && double.IsFinite(loss)).MinBy(epoch => epoch.ValidationLoss);
        var validation = best is null
            ? Markup.Of($"No samples were set aside for validation.")
            : Markup.Of($"""
                The <b
                class="validation">validation</b> loss was smallest after epoch {best.Epoch}, at {ReportText.Number(best.ValidationLoss!.Value)}.
                """);
        return Markup.Of($"""
            The <b class="train">training</b> loss is what was made small, with all penalties, while the weights moved. {validation}
            """);
    }

    private sealed record Section(string Id, string Link, string Title, Markup Lead, Markup Body);
}
