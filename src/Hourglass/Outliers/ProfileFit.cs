using Hourglass.Data.Tables;

namespace Hourglass.Outliers;

/// <summary>From the training rows of one column to its profile and features.</summary>
internal static class ProfileFit
{
    private const double NameShare = 0.9;
    private const int FewestToTell = 20;

    /// <summary>What the rows say about a column.</summary>
    public static ColumnProfile Of(TableColumn column, TableSample sample, int index) =>
        column.Kind == ColumnKind.Text ? OfText(column, sample.Texts(index)) : OfNumbers(column, sample.Numbers(index));

    /// <summary>Adds the features of a column that vary.</summary>
    public static void AddFeatures(ColumnProfile profile, TableSample sample, int place, int index, double[] values, List<Feature> features)
    {
        if (profile.LeftOut is not null)
            return;
        if (profile.Kind == ColumnKind.Text)
            AddText(profile, sample.Texts(place), index, values, features);
        else
            Add(FeatureKind.Value, null, row => sample.Numbers(place)[row] is var x && double.IsFinite(x) ? x : profile.Median);
        if (profile.MissingShare > 0)
            Add(FeatureKind.Missing, null, row => IsMissing(row) ? 1 : 0);

        bool IsMissing(int row) => profile.Kind == ColumnKind.Text ? sample.Texts(place)[row] is null : !double.IsFinite(sample.Numbers(place)[row]);

        void Add(FeatureKind kind, string? category, Func<int, double> value)
        {
            for (var row = 0; row < values.Length; row++)
                values[row] = value(row);
            if (Feature.Of(values, index, kind, category) is { } feature)
                features.Add(feature);
        }
    }

    /// <summary>How rare a category is, in nats.</summary>
    public static double Rarity(ColumnProfile profile, int rows, string? text) =>
        text is null ? 0 : Math.Log((rows + 1.0) / (profile.Counts.GetValueOrDefault(text) + 1.0));

    private static ColumnProfile OfNumbers(TableColumn column, double[] numbers)
    {
        var there = Array.FindAll(numbers, double.IsFinite);
        var counts = there.Length == numbers.Length && CountsRows(there);
        Array.Sort(there);
        var profile = new ColumnProfile { Name = column.Name, Kind = column.Kind, MissingShare = 1 - there.Length / (double)numbers.Length };
        if (there.Length == 0)
            return profile with { MissingShare = 1, LeftOut = "has no value in any row" };
        if (counts)
            return profile with { LeftOut = "counts the rows" };
        var kept = Math.Min(there.Length, ColumnProfile.MostQuantiles);
        return profile with
        {
            Median = there[there.Length / 2],
            Quantiles = [.. Enumerable.Range(0, kept).Select(i => there[kept == 1 ? 0 : (int)((long)i * (there.Length - 1) / (kept - 1))])],
        };
    }

    /// <summary>Whether a column is a running number, as an identity column is: whole numbers, each as much more than the one before.</summary>
    private static bool CountsRows(double[] numbers)
    {
        if (numbers.Length <= FewestToTell || !double.IsInteger(numbers[0]) || !double.IsInteger(numbers[1]) || numbers[0] == numbers[1])
            return false;
        for (var i = 2; i < numbers.Length; i++)
        {
            if (numbers[i] - numbers[i - 1] != numbers[1] - numbers[0])
                return false;
        }

        return true;
    }

    private static ColumnProfile OfText(TableColumn column, string?[] texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var there = 0;
        foreach (var text in texts)
        {
            if (text is null)
                continue;
            there++;
            counts[text] = counts.GetValueOrDefault(text) + 1;
        }

        var profile = new ColumnProfile { Name = column.Name, Kind = column.Kind, MissingShare = 1 - there / (double)texts.Length };
        if (there == 0)
            return profile with { MissingShare = 1, LeftOut = "has no value in any row" };
        if (there > FewestToTell && counts.Count > NameShare * there)
            return profile with { LeftOut = "differs in nearly every row, as names do" };
        var ordered = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        return profile with
        {
            Categories = [.. ordered.Take(ColumnProfile.MostCategories).Select(pair => pair.Key)],
            Counts = ordered.Take(ColumnProfile.MostCounts).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
        };
    }

    private static void AddText(ColumnProfile profile, string?[] texts, int index, double[] values, List<Feature> features)
    {
        var added = new List<Feature>();
        foreach (var category in profile.Categories)
        {
            for (var row = 0; row < values.Length; row++)
                values[row] = texts[row] == category ? 1 : 0;
            if (Feature.Of(values, index, FeatureKind.Category, category) is { } feature)
                added.Add(feature);
        }

        if (profile.Counts.Count > 2)
        {
            for (var row = 0; row < values.Length; row++)
                values[row] = Rarity(profile, values.Length, texts[row]);
            if (Feature.Of(values, index, FeatureKind.Rarity) is { } rarity)
                added.Add(rarity);
        }

        var weight = 1 / Math.Sqrt(Math.Max(1, added.Count));
        features.AddRange(added.Select(feature => feature with { Weight = weight }));
    }
}
