using System.Text.Json.Serialization;

namespace Hourglass.Runs;

/// <summary>How wrong labels are looked for.</summary>
public sealed record MislabelsPlan
{
    /// <summary>Names random choices.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>How many threads work.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>From which probability of a wrong label on a sample is a suspect, in (0, 1).</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>The share of labels that are changed by chance to see how many would be found, in (0, 0.5]; 0 leaves that out.</summary>
    public double Planted { get; init; }

    /// <summary>What planted labels are changed to.</summary>
    public PlantedNoise Noise { get; init; }

    /// <summary>A folder for the list, the page and the corrected labels, or null for none.</summary>
    public string? Output { get; init; }

    /// <summary>A file of decisions from the page, or null: they go before what was found.</summary>
    public string? Decisions { get; init; }
}

/// <summary>What a label is changed to where wrong ones are planted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlantedNoise>))]
public enum PlantedNoise
{
    /// <summary>Any other label, all alike.</summary>
    [JsonStringEnumMemberName("uniform")] Uniform,

    /// <summary>The label that its own is likeliest to be taken for: the one whose mean code is nearest.</summary>
    [JsonStringEnumMemberName("similar")] Similar,
}
