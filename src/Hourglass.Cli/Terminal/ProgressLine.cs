using System.Globalization;

namespace Hourglass.Cli.Terminal;

/// <summary>One line about a job, made to fit the screen: what matters least is left out first.</summary>
/// <param name="Before">Text before the bar.</param>
/// <param name="Done">Columns of the bar that are done.</param>
/// <param name="Open">Columns of the bar that are not.</param>
/// <param name="After">Text after the bar.</param>
internal sealed record ProgressLine(string Before, int Done, int Open, string After)
{
    private const int ShortestBar = 8;
    private const int LongestBar = 30;

    /// <summary>Columns of the whole line.</summary>
    public int Length => Before.Length + (Done + Open > 0 ? Done + Open + 2 : After.Length > 0 ? 1 : 0) + After.Length;

    /// <summary>Composes a line of fewer than <paramref name="width"/> columns.</summary>
    public static ProgressLine Compose(JobState job, int width)
    {
        var parts = Parts(job);
        var (percent, left) = (parts[0], job.Remaining is { } time ? Format.Duration(time) : "");
        string[][] choices =
        [
            parts,
            [percent, job.Loss, job.Rate, left],
            [percent, job.Loss, left],
            [percent, left],
            [percent],
        ];
        foreach (var choice in choices)
        {
            var after = string.Join("  ", choice.Where(part => part.Length > 0));
            var free = width - 1 - job.Stage.Length - after.Length;
            if (job.Total > 0 && free >= ShortestBar + 2)
                return WithBar(job, Math.Min(LongestBar, free - 2), after);
            if (choice.Length <= 3 && free >= 1 || job.Total == 0 && free >= 1)
                return new ProgressLine(job.Stage, 0, 0, after);
        }

        return new ProgressLine(job.Stage.Length < width ? job.Stage : job.Stage[..(width - 1)], 0, 0, "");
    }

    /// <summary>All of it without a bar, for a log.</summary>
    public static string Plain(JobState job) => string.Join("  ", Parts(job).Prepend(job.Stage).Where(part => part.Length > 0));

    private static string[] Parts(JobState job) =>
    [
        job.Total > 0 ? ((int)(100 * job.Share)).ToString(CultureInfo.InvariantCulture) + "%" : job.Done > 0 ? Format.Count(job.Done) : "",
        job.Loss,
        job.Rate,
        job.Remaining is { } time ? Format.Duration(time) + " left" : "",
    ];

    private static ProgressLine WithBar(JobState job, int length, string after)
    {
        var done = (int)(length * job.Share);
        return new ProgressLine(job.Stage, done, length - done, after);
    }
}
