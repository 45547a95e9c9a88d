namespace Hourglass.Architectures;

/// <summary>Which layers take the output of an earlier one beside what comes before them.</summary>
public static class Skips
{
    /// <summary>The name of the earlier layer that a layer takes, or null.</summary>
    public static string? Of(Layer layer) => layer switch
    {
        Add add => add.With,
        Concat concat => concat.With,
        _ => null,
    };

    /// <summary>The names whose output is taken again later, of one half.</summary>
    public static IReadOnlySet<string> Taken(IEnumerable<Layer> layers) => layers.Select(Of).OfType<string>().ToHashSet(StringComparer.Ordinal);
}
