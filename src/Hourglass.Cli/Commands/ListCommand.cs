using System.CommandLine;
using System.Globalization;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass list</c>: what an archive holds.</summary>
internal sealed class ListCommand
{
    private const int Shown = 10;

    private readonly ArchiveReading _reading = new();
    private readonly Option<string?> _like = new("--like")
    {
        Description = "Instead, the pictures that look most like this one, by the codes that pack --with-codes kept; no picture is unpacked.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _top = Choices.Number("--top", "How many such pictures, by default 10.", 1, 10_000);

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new ListCommand();
        var verb = new Verb(shell, "list", "List the files of an archive and their sizes, or the pictures that look alike.", command.Run)
        {
            Examples =
            [
                ("hourglass list photos.hga", "Names, sizes, pictures, arrays."),
                ("hourglass list photos.hga --like cats/7.png", "The pictures that look most like one, of an archive with codes."),
            ],
        };
        command._reading.AddTo(verb);
        verb.Add("What looks alike", command._like, command._top);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        if (invocation.Get(_like) is null && invocation.Get(_top) is not null)
            throw CommandException.Usage("--top is how many pictures look like one; give --like too");
        using var archive = _reading.Open(invocation);
        if (invocation.Get(_like) is { } name)
            return ArchiveCodesReading.Alike(invocation, archive, invocation.Require(_reading.Path), name, invocation.Get(_top) ?? Shown);
        var output = invocation.Output;
        var listed = new Listed(archive.Length, [.. archive.Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)]);
        output.Result(listed, CliJson.Default.Listed, () =>
        {
            output.Table(["name", "holds", "bytes", "packed"], [.. listed.Entries.Select(entry => new[]
            {
                entry.Kind == ArchiveEntryKind.Folder ? entry.Name + "/" : entry.Name, HeldBy(entry), Format.Count(entry.Bytes), Format.Count(entry.PackedBytes),
            })]);
            output.Hint($"{Format.Count(listed.Entries.Count, "entry", "entries")}, {Format.Count(listed.Entries.Sum(entry => entry.Bytes))} bytes in {Format.Count(listed.ArchiveBytes)}");
        });
        return ExitCode.Done;
    }

    private static string HeldBy(ArchiveEntry entry) => entry.Pictures switch
    {
        0 when entry.Array is { } array => FormattableString.Invariant(
            $"{array.Type} {string.Join('x', array.Shape)}{(array.Bound > 0 ? $" within {array.Bound.ToString("G4", CultureInfo.InvariantCulture)}" : "")}, {array.BitsPerValue:F2} bits a value"),
        0 => "",
        1 => $"{entry.Width}x{entry.Height}x{entry.Channels}",
        _ => $"{Format.Count(entry.Pictures)} of {entry.Width}x{entry.Height}x{entry.Channels}",
    };
}

/// <summary>What an archive holds.</summary>
/// <param name="ArchiveBytes">The bytes of the archive.</param>
/// <param name="Entries">Files and folders, by name.</param>
internal sealed record Listed(long ArchiveBytes, IReadOnlyList<ArchiveEntry> Entries);
