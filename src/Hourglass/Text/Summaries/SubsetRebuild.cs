namespace Hourglass.Text.Summaries;

/// <summary>Picks few sentences from whose codes the code of the whole text can be rebuilt.</summary>
/// <remarks>
/// The text's code is rebuilt as a weighted sum of the codes picked, by ridge regression; each step picks the sentence that says most of what is
/// still missing (orthogonal matching pursuit: Pati, Rezaiifar and Krishnaprasad, 1993). Plain least squares would call a topic said after one
/// sentence; the ridge keeps what the text is mostly about worth saying again in other words.
/// </remarks>
internal sealed class SubsetRebuild
{
    /// <summary>The ridge as a multiple of the mean sum of a sentence's similarities to all sentences; between 1 and 8 it matters little.</summary>
    private const double Ridge = 2;

    private const double ThinRidge = 1e-6;

    private readonly SentenceCodes _codes;
    private readonly double[] _target;
    private readonly double[] _similarity;

    /// <summary>Rebuilds the mean of all codes.</summary>
    public SubsetRebuild(SentenceCodes codes)
    {
        _codes = codes;
        _target = codes.Sum();
        for (var i = 0; i < _target.Length; i++)
            _target[i] /= codes.Rows.Count;
        _similarity = [.. codes.Rows.Select(row => SentenceCodes.Dot(row, _target))];
        TargetLength = Math.Sqrt(_target.Sum(value => value * value));
    }

    /// <summary>The length of the text's code; 0 for a text that says nothing.</summary>
    public double TargetLength { get; }

    /// <summary>The cosine between a sentence's code and the text's, 0 to 1.</summary>
    public double Score(int sentence) => TargetLength > 0 ? Math.Clamp(_similarity[sentence] / TargetLength, 0, 1) : 0;

    /// <summary>Picks sentences, the most telling one first.</summary>
    /// <param name="count">How many; fewer come back where all others repeat them.</param>
    /// <param name="cancellation">Stops.</param>
    public List<int> Pick(int count, CancellationToken cancellation = default)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var candidates = Enumerable.Range(0, _codes.Rows.Count).Where(i => seen.Add(_codes.Keys[i])).ToList();
        var regression = new RidgeRegression(Ridge * _similarity.Sum());
        var (picked, missing) = (new List<int>(), (double[])_target.Clone());
        while (picked.Count < count && candidates.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var best = candidates.MaxBy(i => SentenceCodes.Dot(_codes.Rows[i], missing));
            candidates.Remove(best);
            regression.Add(Products(best, picked), _similarity[best]);
            picked.Add(best);
            missing = Missing(picked, regression.Solve());
        }

        return picked;
    }

    /// <summary>The share of the text's code, by squared length, that the best sum of these sentences' codes rebuilds.</summary>
    public double Coverage(IReadOnlyList<int> picked)
    {
        if (TargetLength == 0)
            return 0;
        var regression = new RidgeRegression(ThinRidge);
        for (var i = 0; i < picked.Count; i++)
            regression.Add(Products(picked[i], [.. picked.Take(i)]), _similarity[picked[i]]);
        var missing = Missing(picked, regression.Solve());
        return Math.Clamp(1 - missing.Sum(value => value * value) / (TargetLength * TargetLength), 0, 1);
    }

    private double[] Products(int sentence, List<int> picked)
    {
        var dense = new double[_codes.Length];
        SentenceCodes.Add(_codes.Rows[sentence], 1, dense);
        return [.. picked.Append(sentence).Select(other => SentenceCodes.Dot(_codes.Rows[other], dense))];
    }

    private double[] Missing(IReadOnlyList<int> picked, double[] weights)
    {
        var missing = (double[])_target.Clone();
        for (var i = 0; i < picked.Count; i++)
            SentenceCodes.Add(_codes.Rows[picked[i]], -weights[i], missing);
        return missing;
    }
}
