using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Evaluation;

/// <summary>The page about a restoring model: its sections in the order they are read.</summary>
internal static class RestorationPage
{
    private const int LongestSide = 480;

    /// <summary>The whole page as HTML.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="version">The version of the program that writes it.</param>
    public static string Draw(RestorationContent content, string version)
    {
        var body = Markup.Join(Sections(content).Select(section => Markup.Of($"""
            <section id="{section.Id}" aria-labelledby="{section.Id}-title">
            <h2 id="{section.Id}-title">{section.Title}</h2>
            <p class="lead">{section.Lead}</p>
            {section.Body}
            </section>

            """)));
        return HtmlPage.Draw(
            Markup.Of($"{content.Task.Id}: {ReportText.WithoutFolder(content.Result.Data)}"),
            Markup.Of($"""
                {Header(content)}
                <main>
                {body}</main>

                """),
            Markup.Of($"Model trained by {content.Producer}; report written"), version, isScripted: true);
    }

    private static IEnumerable<Section> Sections(RestorationContent content)
    {
        yield return new("strengths", "Beside the simple thing", FiguresLead(content), Figures(content.Result));
        yield return new("pictures", "Before and after", PicturesLead(content), Markup.Join(content.Shown.Select(Picture)));
        if (content.History.Count > 0)
            yield return new("training", "How it learned", new("What was made small, while the weights moved and on pictures set aside."), ReportTraining.Draw(content.History));
        yield return new("recipe", "The recipe", new("All that the run was told; with the same recipe, data, seed and machine it ends with the same weights."), ReportTraining.Recipe(content.Recipe));
        yield return new("next", "What to do with it", new("The model is plain data in the folder <code>model</code> beside this report. In the folder of this report:"), Next(content));
    }

    private static Markup Header(RestorationContent content)
    {
        var (pictures, epochs, seconds) = content.Training;
        return Markup.Of($"""
            <header>
            <div>
            <p class="kicker">Hourglass · report of {(content.History.Count > 0 ? "a training run" : "an evaluation")}</p>
            <h1>{ReportText.WithoutFolder(content.Result.Data)}: {content.Task.Id}</h1>
            <p class="headline">{Headline(content.Result)}</p>
            <p class="facts">Model {content.Model} ({content.Task.Summary}), trained on {ReportText.Count(pictures, "picture")} of {ReportText.WithoutFolder(content.TrainingData)}
            for {ReportText.Count(epochs, "epoch")} in {ReportText.Duration(seconds)}.</p>
            </div>
            </header>
            """);
    }

    /// <summary>What came out, in one sentence, at the middle strength.</summary>
    internal static string Headline(RestorationResult result)
    {
        var row = result.Rows[result.Rows.Count / 2];
        var (name, beside) = row.BaselinePsnr is { } classical ? (result.BaselineName, classical) : (result.PlainName, row.PlainPsnr);
        var gain = row.Psnr - beside;
        return $"Restores {ReportText.Count(result.Pictures, "held-out picture")} ({row.Strength}) to {ReportText.Number(row.Psnr, 2)}\u00A0dB: "
            + $"{ReportText.Number(Math.Abs(gain), 2)}\u00A0dB {(gain < 0 ? "below" : "above")} {name}.";
    }

    private static Markup FiguresLead(RestorationContent content)
    {
        var part = content.Task.TakesMask ? " PSNR is that of the missing pixels only." : content.Task is Colorize ? " Both figures are of the colors a and b alone, since the lightness is returned as it was." : "";
        var chosen = content.Result.Rows.Any(row => row.BaselineSetting is not null) ? $" Its width was chosen at each strength{(content.History.Count > 0 ? " on training pictures" : "")}." : "";
        var baseline = content.Result.BaselineName is { } name ? $" Beside the network stands {name}.{chosen}" : "";
        return Markup.Of($"Means over {ReportText.Count(content.Result.Pictures, "picture")} that the network never saw. 3 dB more is half the error; an SSIM of 1 is the original itself.{part}{baseline}");
    }

    private static Markup Figures(RestorationResult result)
    {
        var names = new[] { result.PlainName }.Concat(result.BaselineName is { } baseline ? [baseline] : []).Append("restored").ToArray();
        var heads = Markup.Join(new[] { "PSNR", "SSIM" }.SelectMany(figure => names.Select(name => Markup.Of($"""<th scope="col">{figure} <small>{name}</small></th>"""))));
        var rows = Markup.Join(result.Rows.Select(row =>
        {
            double[] psnr = [row.PlainPsnr, .. row.BaselinePsnr is { } a ? [a] : (double[])[], row.Psnr];
            double[] ssim = [row.PlainSsim, .. row.BaselineSsim is { } b ? [b] : (double[])[], row.Ssim];
            var setting = row.BaselineSetting is { } chosen ? Markup.Of($" <small>{result.BaselineName}: {chosen}</small>") : Markup.None;
            return Markup.Of($"""<tr><th scope="row">{row.Strength}{setting}</th>{Cells(psnr, 2)}{Cells(ssim, 3)}</tr>""");
        }));
        return Markup.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="Figures at every strength"><table class="comparison">
            <thead><tr><th scope="col">strength</th>{heads}</tr></thead><tbody>{rows}</tbody>
            </table></div>
            """);
    }

    private static Markup Cells(double[] values, int decimals) => Markup.Join(values.Select(value => value == values.Max()
        ? Markup.Of($"""<td class="figure best"><strong>{ReportText.Number(value, decimals)}</strong><span class="hidden"> (best)</span></td>""")
        : Markup.Of($"""<td class="figure">{ReportText.Number(value, decimals)}</td>""")));

    private static Markup PicturesLead(RestorationContent content)
    {
        var crop = content.Shown.Any(picture => !IsSmall(picture)) ? " Under each, the square that the network changed the most, every pixel as it is." : "";
        return Markup.Of($"Evenly spaced over the held-out pictures; none was picked for its looks. Figures are PSNR and SSIM against the target.{crop}");
    }

    private static Markup Picture(RestoredPicture picture)
    {
        var isSmall = IsSmall(picture);
        var views = Markup.Join(picture.Views.Select(view => Markup.Of($"""
            <figure{(view.IsOwn ? new Markup(" class=\"own\"") : Markup.None)}>{Image(view.Picture, isSmall, $"{view.Name}: {picture.Name}")}
            <figcaption><b>{view.Name}</b>{Caption(view.Quality)}</figcaption></figure>
            """)));
        var crops = isSmall ? Markup.None : Markup.Join(picture.Views.Select(view => Image(Cut(view.Picture, picture.Crop), true, $"part of {view.Name}: {picture.Name}")));
        return Markup.Of($"""
            <div class="restored{(isSmall ? " small" : "")}" style="--n:{picture.Views.Count}"><h3>{picture.Name}</h3>
            {views}{crops}</div>
            """);
    }

    private static bool IsSmall(RestoredPicture picture) =>
        Math.Max(picture.Views[^1].Picture.Height, picture.Views[^1].Picture.Width) <= RestorationReport.SmallSide;

    private static Markup Caption(PictureQuality? quality) => quality is null
        ? Markup.None
        : Markup.Of($" {ReportText.Number(quality.Psnr, 2)} dB, {ReportText.Number(quality.Ssim, 3)}");

    private static Markup Image(Planes picture, bool isPixels, string description)
    {
        var shape = new SampleShape(picture.Channels, picture.Height, picture.Width);
        var drawn = ReportPictures.Within(shape, LongestSide);
        var values = new float[drawn.Size];
        ReportPictures.Reduce(picture.Values, shape, drawn, values);
        return Markup.Of($"""<img class="{(isPixels ? "pixels" : "smooth")}" src="{ReportPictures.Uri(values, drawn)}" width="{drawn.Width}" height="{drawn.Height}" alt="{description}">""");
    }

    private static Planes Cut(Planes picture, CropPlace crop)
    {
        var part = new Planes(picture.Channels, crop.Height, crop.Width);
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            for (var y = 0; y < crop.Height; y++)
                picture.Row(channel, crop.Top + y).Slice(crop.Left, crop.Width).CopyTo(part.Row(channel, y));
        }

        return part;
    }

    private static Markup Next(RestorationContent content)
    {
        var mask = content.Task.TakesMask ? " --mask masks/" : "";
        (string Command, string Effect)[] next =
        [
            ($"hourglass restore model in/{mask} -o out/", "restores every picture of a folder, of any size, under the same names"),
            ("hourglass inspect model --verify", "lists the layers, their parameters and costs, and checks the model against the trainer’s own results"),
        ];
        return Markup.Of($"""<dl class="next">{Markup.Join(next.Select(line => Markup.Of($"<div><dt><code>{line.Command}</code></dt><dd>{line.Effect}</dd></div>")))}</dl>""");
    }

    private sealed record Section(string Id, string Title, Markup Lead, Markup Body);
}
