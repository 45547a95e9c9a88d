using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Whatever leads from the pictures of one folder to those of the same names in another.</summary>
public sealed record Pairs : RestorationTask
{
    /// <summary>The name users type.</summary>
    public const string Name = "pairs";

    /// <summary>1 for grey pictures, 3 for color.</summary>
    public int Channels { get; init; } = 3;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Id => Name;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Summary => $"{Id} of {Inks(Channels)} pictures";

    /// <inheritdoc />
    [JsonIgnore]
    public override int PictureChannels => Channels;

    /// <inheritdoc />
    [JsonIgnore]
    public override PairUse Pairing => PairUse.Required;

    /// <inheritdoc />
    public override void Check() => Require(Channels is 1 or 3, $"channels are {Channels}; allowed are 1 and 3");

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always: a pair cannot be made from one picture.</exception>
    public override TrainingPair Draw(Planes clean, Rng rng) => throw new NotSupportedException("Pairs are given, not made.");

    /// <inheritdoc />
    public override Planes Enter(Planes picture, Planes? mask) => picture;

    /// <inheritdoc />
    public override Planes Leave(Planes picture, Planes? mask, Planes output) => Clamped(output);
}
