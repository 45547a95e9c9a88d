using System.CommandLine;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass pack</c>: data into one archive.</summary>
internal sealed class PackCommand
{
    private readonly Argument<string> _data = new("DATA")
    {
        Description = "A known name (hourglass data lists them), a folder, a tar archive, or any file.",
    };

    private readonly Option<string> _output = Arguments.Output("The archive; - for stdout.", "FILE.hga");
    private readonly Option<PackPreset?> _preset = Choices.OneOf<PackPreset>(
        "--preset", "best for the smallest archive, fast for quick unpacking and single pictures; by default best.");

    private readonly Option<int?> _effort = Choices.Number("--effort", "From 1, quick, to 9, small; by default 5.", 1, 9);
    private readonly Option<ulong?> _seed = Choices.Number("--seed", "Names every random choice of learning; by default 42.", ulong.MinValue, ulong.MaxValue);
    private readonly QualityOptions _quality = new();
    private readonly Option<bool> _exactFiles = new("--exact-files") { Description = "Give back PNG files byte by byte, not only their pixels and metadata." };
    private readonly Option<string?> _model = new("--model")
    {
        Description = "Use the networks of another archive, and do not store them: unpacking then needs --model too.",
        HelpName = "OTHER.hga",
    };

    private readonly Option<bool> _append = new("--append") { Description = "Add to an archive that is there already." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace an archive that is there already." };
    private readonly Option<bool> _noVerify = new("--no-verify") { Description = "Do not unpack every chunk again before it is written." };
    private readonly Option<bool> _noBaselines = new("--no-baselines") { Description = "Do not measure what zip and Brotli make of the same files." };
    private readonly Option<int?> _pictures = Choices.Number(
        "--chunk", "Pictures of one chunk at most: fewer are quicker to take out, more are smaller.", 1, 1 << 20);

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new PackCommand();
        var verb = new Verb(shell, "pack", "Pack data into one archive, exactly or within an error that you allow.", command.Run)
        {
            Examples =
            [
                ("hourglass pack mnist -o mnist.hga", "70,000 digits and their labels, every pixel exact."),
                ("hourglass pack photos/ -o photos.hga --max-error 2 --with-codes", "No sample more than 2/255 off, and codes to search by."),
            ],
        };
        verb.Add(command._data);
        verb.Add(command._output);
        verb.Add("What comes back", [.. command._quality.All, command._exactFiles]);
        verb.Add("How it is packed", command._preset, command._effort, command._seed, command._pictures, command._model, command._append, command._force, command._noVerify, command._noBaselines);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var (data, path) = (invocation.Require(_data), invocation.Require(_output));
        if (invocation.Get(_append) && invocation.Get(_force))
            throw CommandException.Usage("--append adds to the archive and --force replaces it; give one of them");
        if (File.Exists(path) && !invocation.Get(_append) && !invocation.Get(_force))
            throw new IOException($"{path} is there already; name another archive, add to it (--append) or replace it (--force).");
        PackReport report;
        try
        {
            report = Pack(invocation, data, path);
        }
        catch (NoArrayException none)
        {
            throw CommandException.Usage($"{data}: {none.Message}");
        }

        foreach (var note in report.Notes)
            invocation.Output.Note(note);
        var packed = Packed.Of(path, report);
        if (path != "-")
            invocation.Output.Result(packed, CliJson.Default.Packed, () => packed.Print(invocation.Output));
        return ExitCode.Done;
    }

    private PackReport Pack(Invocation invocation, string data, string path)
    {
        using var view = invocation.Output.Progress("packing");
        if (path != "-")
        {
            return invocation.Get(_append)
                ? ArchivePacker.Append(data, path, Options(invocation), view, invocation.Cancellation)
                : ArchivePacker.Pack(data, path, Options(invocation), view, invocation.Cancellation);
        }

        using var stdout = Console.OpenStandardOutput();
        return ArchivePacker.Pack(data, stdout, Options(invocation), view, invocation.Cancellation);
    }

    private PackOptions Options(Invocation invocation) => new()
    {
        Preset = invocation.Get(_preset) ?? PackPreset.Best,
        Effort = invocation.Get(_effort) ?? 5,
        Seed = invocation.Get(_seed) ?? 42,
        MaxError = _quality.MaxError(invocation),
        RelativeError = _quality.RelativeError(invocation),
        AbsoluteError = _quality.AbsoluteError(invocation),
        Codes = _quality.Codes(invocation),
        CodeLength = _quality.CodeLength(invocation),
        Search = TrainingJob.SearchCodes(invocation.Require(_data), _quality.Report(invocation)),
        ExactFiles = invocation.Get(_exactFiles),
        Verify = !invocation.Get(_noVerify),
        PicturesPerChunk = invocation.Get(_pictures),
        Threads = invocation.Threads,
        Models = invocation.Get(_model) is { } model ? ArchiveModels.Read(model) : [],
        Baselines = !invocation.Get(_noBaselines) && !invocation.Output.Quiet,
        Train = TrainingJob.LearnNetwork,
    };
}
