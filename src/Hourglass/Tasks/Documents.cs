using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Cleans pages for reading and OCR: learnt from pairs of dirty and clean scans, or from clean pages that are made dirty.</summary>
public sealed record Documents : RestorationTask
{
    /// <summary>The name users type.</summary>
    public const string Name = "documents";

    /// <inheritdoc />
    [JsonIgnore]
    public override string Id => Name;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Summary => $"{Id}, grey";

    /// <inheritdoc />
    [JsonIgnore]
    public override int PictureChannels => 1;

    /// <inheritdoc />
    [JsonIgnore]
    public override PairUse Pairing => PairUse.Optional;

    /// <inheritdoc />
    [JsonIgnore]
    public override Turning Turning => Turning.Never;

    /// <inheritdoc />
    public override TrainingPair Draw(Planes clean, Rng rng)
    {
        var dirty = PageDirt.Over(clean, rng);
        return new TrainingPair(dirty, clean);
    }

    /// <inheritdoc />
    public override Planes Enter(Planes picture, Planes? mask) => picture;

    /// <inheritdoc />
    public override Planes Leave(Planes picture, Planes? mask, Planes output) => Clamped(output);
}
