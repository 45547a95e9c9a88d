namespace Hourglass.Text.Codes;

/// <summary>Tells what texts mean, learned from other text: texts can then be alike that share no word.</summary>
public interface ITextMeaning
{
    /// <summary>The length m of what it gives.</summary>
    int Dimensions { get; }

    /// <summary>What texts mean, <c>[N, m]</c>; zeros where it does not know.</summary>
    /// <param name="texts">N texts.</param>
    /// <param name="weigh">Gives the words of a text that say something, in small letters, and how much each says.</param>
    /// <param name="cancellation">Stops.</param>
    float[] MeaningOf(IReadOnlyList<string> texts, Func<string, IEnumerable<(string Word, float Weight)>> weigh, CancellationToken cancellation = default);
}
