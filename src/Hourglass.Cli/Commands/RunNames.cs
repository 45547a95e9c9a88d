using System.Globalization;
using Hourglass.Cli.Terminal;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary>Chooses the folders of new runs, and never one that is in use.</summary>
internal static class RunNames
{
    private const string Parent = "runs";

    /// <summary>The folder that was asked for, or the first free <c>runs/first-second-n</c>.</summary>
    /// <exception cref="CommandException">The folder that was asked for holds something.</exception>
    public static RunFolder Choose(string? asked, string first, string second)
    {
        if (asked is null)
            return FirstFree($"{Plain(first)}-{Plain(second)}");
        if (File.Exists(asked))
            throw CommandException.Usage($"{asked} is a file; name a folder by -o, or leave -o out");
        if (Directory.Exists(asked) && Directory.EnumerateFileSystemEntries(asked).Any())
        {
            throw CommandException.Usage(new RunFolder(asked).IsStarted
                ? $"{asked} holds a run; continue it by train --resume {asked}, or name another folder by -o"
                : $"{asked} is not empty; name another folder by -o");
        }

        return new RunFolder(asked);
    }

    private static RunFolder FirstFree(string name)
    {
        for (var number = 1; ; number++)
        {
            var folder = Path.Combine(Parent, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
            if (!Directory.Exists(folder) && !File.Exists(folder))
                return new RunFolder(folder);
        }
    }

    /// <summary>The last part of a path without its endings, in characters that every file system takes.</summary>
    private static string Plain(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var stem = name.Split('.').FirstOrDefault(part => part.Length > 0) ?? "data";
        return string.Concat(stem.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).ToLowerInvariant();
    }
}
