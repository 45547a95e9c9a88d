using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>
/// Draws the edges of a picture: learnt from pairs of pictures and edge maps, or, where there are none, from a classical detector whose work on the
/// clean picture the network is to do on a noisy one.
/// </summary>
public sealed record Edges : RestorationTask
{
    /// <summary>The name users type.</summary>
    public const string Name = "edges";

    private const float Sigma = 2;
    private const float Gain = 6;
    private const float MostNoise = 25f / 255;

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
    public override int OutputChannels => 1;

    /// <inheritdoc />
    [JsonIgnore]
    public override PairUse Pairing => PairUse.Optional;

    /// <inheritdoc />
    [JsonIgnore]
    public override string PlainName => "Sobel";

    /// <inheritdoc />
    public override void Check() => Require(Channels is 1 or 3, $"channels are {Channels}; allowed are 1 and 3");

    /// <inheritdoc />
    public override TrainingPair Draw(Planes clean, Rng rng)
    {
        var sigma = rng.NextSingle(0, MostNoise);
        var noisy = new Planes(clean.Channels, clean.Height, clean.Width);
        for (var i = 0; i < noisy.Values.Length; i++)
            noisy.Values[i] = clean.Values[i] + sigma * rng.NextNormal();
        return new TrainingPair(noisy, Plain(clean, null));
    }

    /// <inheritdoc />
    public override Planes Enter(Planes picture, Planes? mask) => picture;

    /// <inheritdoc />
    public override Planes Leave(Planes picture, Planes? mask, Planes output) => Clamped(output);

    /// <inheritdoc />
    /// <remarks>The length of the gradient (Sobel's operator) of the smoothed picture, the largest over the channels.</remarks>
    public override Planes Plain(Planes picture, Planes? mask)
    {
        var smooth = GaussianBlur.Of(picture, Sigma);
        var edges = new Planes(1, picture.Height, picture.Width);
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            for (var y = 0; y < picture.Height; y++)
            {
                var above = smooth.Row(channel, Math.Max(0, y - 1));
                var here = smooth.Row(channel, y);
                var below = smooth.Row(channel, Math.Min(picture.Height - 1, y + 1));
                var row = edges.Row(0, y);
                for (var x = 0; x < row.Length; x++)
                {
                    var (left, right) = (Math.Max(0, x - 1), Math.Min(row.Length - 1, x + 1));
                    var across = above[right] - above[left] + 2 * (here[right] - here[left]) + below[right] - below[left];
                    var down = below[left] - above[left] + 2 * (below[x] - above[x]) + below[right] - above[right];
                    row[x] = Math.Max(row[x], Math.Min(1, Gain / 8 * MathF.Sqrt(across * across + down * down)));
                }
            }
        }

        return edges;
    }
}
