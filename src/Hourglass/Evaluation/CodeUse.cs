namespace Hourglass.Evaluation;

/// <summary>How the values of codes are used.</summary>
internal static class CodeUse
{
    /// <summary>A value of a code counts as active in a sample when it is farther from zero than this.</summary>
    public const float ActiveAbove = 1e-6f;

    /// <summary>A value of the code is dead when its standard deviation is below this share of the largest one, or when no value varies.</summary>
    public const double DeadBelow = 1e-3;

    /// <summary>The statistics of codes <c>[N, n]</c>, one record per value.</summary>
    public static CodeStatistics[] Measure(ReadOnlySpan<float> codes, int codeLength)
    {
        var moments = Moments(codes, codeLength);
        var active = new int[codeLength];
        for (var i = 0; i < codes.Length; i++)
            active[i % codeLength] += Math.Abs(codes[i]) > ActiveAbove ? 1 : 0;
        var largest = moments.Max(pair => pair.Deviation);
        var count = Math.Max(1, codes.Length / codeLength);
        return [.. moments.Select((pair, i) => new CodeStatistics(
            i, pair.Mean, pair.Deviation, (double)active[i] / count, largest == 0 || pair.Deviation < DeadBelow * largest))];
    }

    /// <summary>Mean and standard deviation (of the population) of each value of codes <c>[N, n]</c>; zeros without codes.</summary>
    public static (double Mean, double Deviation)[] Moments(ReadOnlySpan<float> codes, int codeLength)
    {
        var (means, squares) = (new double[codeLength], new double[codeLength]);
        var count = Math.Max(1, codes.Length / codeLength);
        for (var i = 0; i < codes.Length; i++)
            means[i % codeLength] += codes[i] / (double)count;
        for (var i = 0; i < codes.Length; i++)
        {
            var difference = codes[i] - means[i % codeLength];
            squares[i % codeLength] += difference * difference;
        }

        return [.. means.Zip(squares, (mean, square) => (mean, Math.Sqrt(square / count)))];
    }
}
