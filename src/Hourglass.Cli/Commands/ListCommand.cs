using System.Globalization;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass list</c>: what an archive holds.</summary>
internal sealed class ListCommand
{
    private readonly ArchiveReading _reading = new();

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new ListCommand();
        var verb = new Verb(shell, "list", "List the files of an archive and their sizes.", command.Run)
        {
            Examples =
            [
                ("hourglass list photos.hga", "Names, sizes, pictures, arrays."),
                ("hourglass list photos.hga --json", "The same for a program to read."),
            ],
        };
        command._reading.AddTo(verb);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        using var archive = _reading.Open(invocation);
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
