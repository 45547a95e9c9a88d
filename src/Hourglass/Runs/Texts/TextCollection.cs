using System.Globalization;
using System.Text;
using Hourglass.Data;
using Hourglass.Data.Tables;
using Hourglass.Text.Reading;

namespace Hourglass.Runs.Texts;

/// <summary>Texts with their names and, where there are any, labels: the files of a folder, the lines of a file, or a column of a table.</summary>
public sealed record TextCollection
{
    /// <summary>The most texts.</summary>
    public const int MaxTexts = 200_000;

    /// <summary>The longest text in characters; what stands behind is not looked at.</summary>
    public const int MaxLength = Paragraphs.MaxLength;

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The texts.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>The name of each: its path in the folder, or its line or row.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The label of each, or null where there are none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What to tell the user about the reading.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether a path names text: a file by its ending, a folder by what most of its files are.</summary>
    public static bool IsText(string path)
    {
        if (!Directory.Exists(path))
            return TextFiles.IsText(path);
        var (texts, others) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            _ = TextFiles.IsText(file) ? texts++ : others++;
        return texts > others;
    }

    /// <summary>Reads a folder of text files, labels being its sub-folders, or a file with a text on each line.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="progress">Told how many files are read.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">It cannot be read, is empty, or has too many texts.</exception>
    public static TextCollection Open(string path, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default) =>
        Directory.Exists(path) ? OfFolder(path, progress, cancellation) : OfLines(path, cancellation);

    /// <summary>Reads a column of a table; rows without a text are passed over.</summary>
    /// <param name="table">Read once.</param>
    /// <param name="text">The column.</param>
    /// <param name="label">The column with labels, or null.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">A column is missing or holds no text, or there are too many rows.</exception>
    public static TextCollection Of(ITable table, string text, string? label = null, CancellationToken cancellation = default)
    {
        var (at, labelAt) = (Column(table, text), label is null ? -1 : Column(table, label));
        var (texts, names, labels) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var block in table.Read(cancellation))
        {
            for (var row = 0; row < block.Rows; row++)
            {
                if (block.Texts(at)[row] is not { } value || string.IsNullOrWhiteSpace(value))
                    continue;
                texts.Add(value.Length <= MaxLength ? value : value[..MaxLength]);
                names.Add(string.Create(CultureInfo.InvariantCulture, $"row {block.FirstRow + row + 1}"));
                if (labelAt >= 0)
                    labels.Add(block.Texts(labelAt)[row] ?? "");
            }
        }

        return Checked(new TextCollection { Name = table.Name, Texts = texts, Names = names, Labels = label is null ? null : labels });
    }

    private static TextCollection OfFolder(string path, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var files = TextFiles.Find([path]);
        var (texts, names, notes) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var name in files.Take(MaxTexts + 1))
        {
            cancellation.ThrowIfCancellationRequested();
            using var file = Utf8File.Open(name);
            texts.Add(Read(file));
            names.Add(Path.GetRelativePath(path, name).Replace('\\', '/'));
            if (file.Note is { } note)
                notes.Add(note);
            progress?.Report(new DataProgress("reading", texts.Count, files.Count));
        }

        var labels = names.ConvertAll(name => Path.GetDirectoryName(name)!.Replace('\\', '/'));
        return Checked(new TextCollection { Name = path, Texts = texts, Names = names, Labels = labels.Contains("") ? null : labels, Notes = notes });
    }

    private static TextCollection OfLines(string path, CancellationToken cancellation)
    {
        var (texts, names, line) = (new List<string>(), new List<string>(), 0);
        using var file = Utf8File.Open(path);
        foreach (var text in Paragraphs.Lines(file, cancellation))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            texts.Add(text);
            names.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}"));
            if (texts.Count > MaxTexts)
                break;
        }

        return Checked(new TextCollection { Name = path, Texts = texts, Names = names, Notes = file.Note is { } note ? [note] : [] });
    }

    private static string Read(Utf8File file)
    {
        var (text, buffer) = (new StringBuilder(), new char[1 << 15]);
        while (text.Length < MaxLength && file.Read(buffer) is > 0 and var count)
            text.Append(buffer, 0, Math.Min(count, MaxLength - text.Length));
        return text.ToString();
    }

    private static int Column(ITable table, string name)
    {
        var at = table.Columns.ToList().FindIndex(column => column.Name == name);
        if (at < 0)
            throw new DataException($"{table.Name} has no column {name}; it has {string.Join(", ", table.Columns.Select(column => column.Name).Take(20))}.");
        return table.Columns[at].Kind == ColumnKind.Text ? at : throw new DataException($"{table.Name}: column {name} holds no text.");
    }

    private static TextCollection Checked(TextCollection texts) => texts.Texts.Count switch
    {
        0 => throw new DataException($"{texts.Name} holds no text."),
        > MaxTexts => throw new DataException($"{texts.Name} has over {MaxTexts} texts; name a part of them."),
        _ => texts,
    };
}
