using Hourglass.Data;
using Hourglass.Data.Images;

namespace Hourglass.Runs;

/// <summary>Where results go: decided, and checked, before the first one is written.</summary>
/// <param name="Format">The format of all results.</param>
/// <param name="Paths">One path per picture.</param>
internal sealed record RestoreTargets(RestoredFormat Format, IReadOnlyList<string> Paths)
{
    private const int Shown = 3;

    /// <summary>Names the results of a plan.</summary>
    /// <exception cref="DataException">Two would get one name, one is there already, or the plan contradicts itself.</exception>
    public static RestoreTargets Of(RestorePlan plan, IReadOnlyList<RestoreSource> sources)
    {
        var targets = IsFile(plan) ? new RestoreTargets(SingleFormat(plan, sources), [plan.Output]) : InFolder(plan, sources);
        var taken = targets.Paths.Where(Path.Exists).ToArray();
        if (taken.Length > 0 && !plan.Force)
            throw new DataException($"{taken[0]}{(taken.Length > 1 ? $" and {taken.Length - 1} more" : "")} exist already; name another output, or replace with --force.");
        return targets;
    }

    private static bool IsFile(RestorePlan plan) => !Directory.Exists(plan.Output) && !Path.EndsInDirectorySeparator(plan.Output)
        && plan.Inputs is [var input] && !Directory.Exists(input) && Path.HasExtension(plan.Output);

    private static RestoredFormat SingleFormat(RestorePlan plan, IReadOnlyList<RestoreSource> sources)
    {
        if (sources.Count != 1)
            throw new DataException($"{plan.Output} is one file, but {plan.Inputs[0]} holds {sources.Count} pictures; name a folder.");
        var format = FormatOf(plan.Output)
            ?? throw new DataException($"{plan.Output}: results are written as .png, .jpg or .jpeg; name such a file, or a folder ending in {Path.DirectorySeparatorChar}.");
        if (plan.Format is { } asked && asked != format)
            throw new DataException($"{plan.Output} is no {Name(asked)} by its ending; name it {Path.ChangeExtension(plan.Output, Ending(asked))}.");
        return format;
    }

    private static RestoreTargets InFolder(RestorePlan plan, IReadOnlyList<RestoreSource> sources)
    {
        if (File.Exists(plan.Output))
            throw new DataException($"{plan.Output} is a file; name a folder for the {sources.Count} results.");
        var format = plan.Format ?? RestoredFormat.Png;
        var paths = sources.Select(source => Path.Combine(plan.Output, Renamed(source.Name, format))).ToArray();
        var doubles = paths.Zip(sources).GroupBy(pair => pair.First, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (doubles is not null)
        {
            var names = string.Join(", ", doubles.Take(Shown).Select(pair => pair.Second.Name));
            throw new DataException($"{names} would all become {doubles.Key}; rename them, or restore them into folders of their own.");
        }

        return new RestoreTargets(format, paths);
    }

    /// <summary>A name with the ending of a format; one that it has already stays as it is.</summary>
    private static string Renamed(string name, RestoredFormat format) => FormatOf(name) == format ? name
        : PictureList.IsPicture(name) ? Path.ChangeExtension(name, Ending(format))
        : name + Ending(format);

    private static RestoredFormat? FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PNG" => RestoredFormat.Png,
        ".JPG" or ".JPEG" => RestoredFormat.Jpeg,
        _ => null,
    };

    private static string Ending(RestoredFormat format) => format == RestoredFormat.Png ? ".png" : ".jpg";

    private static string Name(RestoredFormat format) => format == RestoredFormat.Png ? "PNG" : "JPEG";
}
