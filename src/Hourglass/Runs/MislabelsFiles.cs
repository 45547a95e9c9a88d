using System.Globalization;
using System.Text;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>The folder of results: suspects, the page to look at them, corrected labels. It appears whole or not at all.</summary>
internal static class MislabelsFiles
{
    private const string Suspects = "suspects.csv";
    private const string Page = "review.html";
    private const string Corrected = "labels.csv";
    private const string CorrectedIdx = "labels-idx1-ubyte";

    /// <summary>Writes the folder.</summary>
    /// <returns>The files in it.</returns>
    /// <exception cref="DataException">The place is taken by something else.</exception>
    public static IReadOnlyList<string> Write(
        string folder, DataSet data, string input, MislabelsReport report, IReadOnlyDictionary<int, int>? decisions)
    {
        if (File.Exists(folder) || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Suspects)))
            throw new DataException($"{folder} holds other files; name a new folder for the results.");
        var corrected = Correct(data, report, decisions);
        var files = new List<string> { Suspects, Page, Corrected };
        AtomicFile.WriteFolder(folder, beside =>
        {
            WriteLines(Path.Combine(beside, Suspects), "index,name,label,suggested,probability", report.Suspects.Select(suspect => string.Create(
                CultureInfo.InvariantCulture,
                $"{suspect.Index},{CsvText.Quote(suspect.Name)},{CsvText.Quote(suspect.Label)},{CsvText.Quote(suspect.Suggested)},{suspect.Probability:0.0000}")));
            WriteLines(Path.Combine(beside, Corrected), "index,name,label,was", Enumerable.Range(0, data.Count).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{i},{CsvText.Quote(data.NameOf(i))},{CsvText.Quote(data.LabelNames[corrected[i]])},{CsvText.Quote(data.LabelNames[data.LabelOf(i)])}")));
            LabelReviewPage.Write(
                Path.Combine(beside, Page), data, [.. report.Suspects.Select(suspect => new LabelReview(suspect.Index, suspect.Label, suspect.Suggested, suspect.Probability))]);
            if (IdxBytes(input, data, corrected) is { } bytes)
            {
                File.WriteAllBytes(Path.Combine(beside, CorrectedIdx), bytes);
                files.Add(CorrectedIdx);
            }
        });
        return files;
    }

    /// <summary>Decisions where there are any, else what is likelier than the threshold, else what stood there.</summary>
    private static int[] Correct(DataSet data, MislabelsReport report, IReadOnlyDictionary<int, int>? decisions)
    {
        var labels = data.Labels()!;
        var numbers = data.LabelNames.Select((name, label) => (name, label)).ToDictionary(pair => pair.name, pair => pair.label);
        foreach (var suspect in report.Suspects)
            labels[suspect.Index] = numbers[suspect.Suggested];
        foreach (var (index, label) in decisions ?? new Dictionary<int, int>())
            labels[index] = label;
        return labels;
    }

    /// <summary>The labels as an IDX file where the data came as one and nothing was left out of it.</summary>
    private static byte[]? IdxBytes(string input, DataSet data, int[] corrected)
    {
        var known = KnownDataSets.Find(input) is { Source: not null };
        if (!known && !(Directory.Exists(input) ? DataSets.IsIdxFolder(input) : File.Exists(input) && DataKinds.Of(input) == DataKind.Idx))
            return null;
        var bytes = new byte[8 + corrected.Length];
        bytes[2] = 8; // unsigned bytes
        bytes[3] = 1; // in one dimension
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), corrected.Length);
        for (var i = 0; i < corrected.Length; i++)
        {
            if (known)
                bytes[8 + i] = (byte)corrected[i];
            else if (!byte.TryParse(data.LabelNames[corrected[i]], CultureInfo.InvariantCulture, out bytes[8 + i]))
                return null;
        }

        return bytes;
    }

    private static void WriteLines(string path, string header, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine(header);
        foreach (var line in lines)
            writer.WriteLine(line);
    }
}
