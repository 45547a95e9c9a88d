using Hourglass.Data;

namespace Hourglass.Runs;

/// <summary>What a person decided on the page of suspects: the label of each sample looked at.</summary>
internal static class LabelDecisions
{
    private const string Header = "index,name,label";

    /// <summary>Reads decisions: label by index of the sample.</summary>
    /// <exception cref="DataException">It is no such file, or does not belong to the data.</exception>
    public static IReadOnlyDictionary<int, int> Read(string path, DataSet data)
    {
        if (!File.Exists(path))
            throw new DataException($"There is no file {path}; the button on the page of suspects saves one.");
        var labels = data.LabelNames.Select((name, label) => (name, label)).ToDictionary(pair => pair.name, pair => pair.label);
        var decisions = new Dictionary<int, int>();
        using var reader = new StreamReader(path);
        if (CsvText.ReadRow(reader, path) is not { } first || string.Join(',', first) != Header)
            throw new DataException($"{path} does not begin with {Header}; name a file that was saved on the page of suspects.");
        for (var row = 2; CsvText.ReadRow(reader, $"{path}, row {row}") is { } fields; row++)
        {
            if (fields.Count != 3 || !int.TryParse(fields[0], out var index) || index < 0 || index >= data.Count || data.NameOf(index) != fields[1])
                throw new DataException($"{path}, row {row}: is no sample of {data.Name}; use the same data as for the page.");
            if (!labels.TryGetValue(fields[2], out var label))
                throw new DataException($"{path}, row {row}: {fields[2]} is no label of {data.Name}.");
            decisions[index] = label;
        }

        return decisions;
    }
}
