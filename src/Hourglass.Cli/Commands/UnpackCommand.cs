using System.CommandLine;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass unpack</c>: everything of an archive, or some of it.</summary>
internal sealed class UnpackCommand
{
    private readonly ArchiveReading _reading = new();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The folder to write into; by default the name of the archive without .hga.",
        HelpName = "FOLDER",
    };

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Only files, or pictures of a file, with such names: * is any characters, ? is one.",
        HelpName = "PATTERN",
    };

    private readonly Option<bool> _previews = new("--previews")
    {
        Description = "Instead of the files, likenesses of the pictures as PNG, made of the codes that pack --with-codes kept; no picture is unpacked.",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there already." };
    private readonly Option<bool> _salvage = new("--salvage") { Description = "Take what is whole out of a damaged archive, and say what is missing." };

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new UnpackCommand();
        var verb = new Verb(shell, "unpack", "Take files out of an archive.", command.Run)
        {
            Examples =
            [
                ("hourglass unpack photos.hga -o photos/", "Everything."),
                ("hourglass unpack mnist.hga --only t10k-images-idx3-ubyte/00042.png", "One picture, as a PNG."),
            ],
        };
        command._reading.AddTo(verb);
        verb.Add(command._output);
        verb.Add(command._only);
        verb.Add(command._previews);
        verb.Add(command._force);
        verb.Add(command._salvage);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var path = invocation.Require(_reading.Path);
        var folder = invocation.Get(_output) ?? DefaultFolder(path);
        var options = new UnpackOptions { Only = invocation.Get(_only) ?? [], Overwrite = invocation.Get(_force), Previews = invocation.Get(_previews) };
        UnpackReport report;
        IReadOnlyList<ArchiveProblem> problems;
        using (var view = invocation.Output.Progress("unpacking"))
        {
            using var archive = _reading.Open(invocation, invocation.Get(_salvage));
            if (options.Previews)
                ArchiveCodesReading.Require(archive, path);
            report = archive.Unpack(folder, options, view, invocation.Cancellation);
            problems = archive.Problems;
        }

        if (options.Only.Count > 0 && report.Files + report.Missing.Count == 0)
            throw new CommandException(ExitCode.CheckFailed, $"nothing in {path} is called {string.Join(" or ", options.Only)}; hourglass list shows the names");
        var unpacked = new Unpacked(folder, report, problems);
        invocation.Output.Result(unpacked, CliJson.Default.Unpacked, () => unpacked.Print(invocation.Output));
        return problems.Count + report.Missing.Count > 0 ? ExitCode.CheckFailed : ExitCode.Done;
    }

    private static string DefaultFolder(string path)
    {
        if (path == "-")
            throw CommandException.Usage("unpack from stdin needs -o FOLDER");
        var name = Path.GetFileNameWithoutExtension(path);
        return name != Path.GetFileName(path) ? name : throw CommandException.Usage($"{path} has no ending to leave out; name a folder by -o");
    }
}

/// <summary>What was unpacked.</summary>
/// <param name="Output">The folder.</param>
/// <param name="Report">What was written and what is missing.</param>
/// <param name="Problems">What is damaged.</param>
internal sealed record Unpacked(string Output, UnpackReport Report, IReadOnlyList<ArchiveProblem> Problems)
{
    /// <summary>Prints it.</summary>
    public void Print(Output output)
    {
        var pictures = Report.Pictures > 0 ? $" with {Format.Count(Report.Pictures, "picture")}" : "";
        output.Line($"{Format.Count(Report.Files, "file")}{pictures} in {Output}");
        foreach (var problem in Problems)
            output.Line($"damaged: byte {problem.Offset}, {problem.Block}: {problem.What}");
        foreach (var missing in Report.Missing)
            output.Line($"missing: {missing.What} of {missing.Name}" + (missing.Written ? "; zeros stand in their place" : "; not written"));
    }
}
