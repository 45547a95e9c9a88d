using Hourglass.Text.Reading;

namespace Hourglass.Text.Codes;

/// <summary>What words say in a collection of texts: the rarer, the more.</summary>
/// <remarks>A word weighs (1 + log of its count in the text) times log(1 + texts / texts with it) (Salton and Buckley, 1988); stop words weigh nothing.</remarks>
internal sealed class TermWeights
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _stop;
    private readonly float[] _rarity;
    private readonly float _rarest;

    /// <summary>Counts the words of texts.</summary>
    public TermWeights(IReadOnlyList<string> texts)
    {
        var words = texts.Select(text => Tokens.Of(text)).ToList();
        _stop = StopWords.For(words.SelectMany(list => list));
        var counts = new List<int>();
        foreach (var word in words.SelectMany(list => list.Distinct()).Where(word => !_stop.Contains(word)))
        {
            if (_places.TryAdd(word, counts.Count))
                counts.Add(0);
            counts[_places[word]]++;
        }

        Words = [.. _places.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
        _rarity = [.. counts.Select(count => (float)Math.Log(1 + (double)texts.Count / count))];
        _rarest = (float)Math.Log(1 + texts.Count);
        Rows = new TermRows([.. words.Select(Row)], _places.Count);
    }

    /// <summary>The words, each at its place.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The texts that were counted, as rows of length 1; empty rows for texts without a word that says something.</summary>
    public TermRows Rows { get; }

    /// <summary>The row of any text; words that no counted text has are left out.</summary>
    public (int Term, float Weight)[] Row(string text) => Row(Tokens.Of(text));

    /// <summary>The words of any text that say something, each with how much; one that no counted text has says most.</summary>
    public IEnumerable<(string Word, float Weight)> Weigh(string text) => Tokens.Of(text).CountBy(word => word).Where(pair => !_stop.Contains(pair.Key))
        .Select(pair => (pair.Key, (1 + MathF.Log(pair.Value)) * (_places.TryGetValue(pair.Key, out var place) ? _rarity[place] : _rarest)));

    private (int Term, float Weight)[] Row(List<string> words)
    {
        var row = words.CountBy(word => word).Where(pair => _places.ContainsKey(pair.Key))
            .Select(pair => (Term: _places[pair.Key], Weight: (1 + MathF.Log(pair.Value)) * _rarity[_places[pair.Key]])).OrderBy(pair => pair.Term).ToArray();
        var length = MathF.Sqrt(row.Sum(pair => pair.Weight * pair.Weight));
        for (var i = 0; i < row.Length; i++)
            row[i].Weight /= length;
        return row;
    }
}
