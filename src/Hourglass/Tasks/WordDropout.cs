using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Spoils a text that is to be rebuilt: words are lost, and those left change places with others near by.</summary>
/// <remarks>Hill, Cho and Korhonen, 2016, arXiv 1602.03483. What is lost is drawn anew each time, from the generator that is given.</remarks>
public sealed record WordDropout
{
    /// <summary>The chance of each word to be lost, in [0, 1).</summary>
    public double Share { get; init; } = 0.4;

    /// <summary>How far a word may be moved, in places; 0 moves none.</summary>
    public int Reach { get; init; } = 5;

    /// <summary>Spoils a text; at least one word stays.</summary>
    /// <param name="words">Its words, as numbers.</param>
    /// <param name="rng">Makes every random choice.</param>
    public int[] Draw(ReadOnlySpan<int> words, Rng rng)
    {
        var kept = new List<(float Place, int Word)>(words.Length);
        var spared = words.Length == 0 ? 0 : rng.NextInt(words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            if (rng.NextSingle() >= Share || i == spared)
                kept.Add((i + rng.NextSingle() * (Reach + 1), words[i]));
        }

        return [.. kept.OrderBy(word => word.Place).Select(word => word.Word)];
    }
}
