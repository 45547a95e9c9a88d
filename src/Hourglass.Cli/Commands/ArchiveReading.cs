using System.CommandLine;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary>How archives are opened by the commands that read them.</summary>
internal sealed class ArchiveReading
{
    private readonly Option<bool> _allowLarge = new("--allow-large")
    {
        Description = "Believe archives that unpack to much more than they hold; for those that you trust.",
    };

    private readonly Option<string[]> _models = new("--model")
    {
        Description = "The archive, or file, with the networks that the archive names but does not hold.",
        HelpName = "FILE",
    };

    /// <summary>The archive.</summary>
    public Argument<string> Path { get; } = new("ARCHIVE") { Description = "An archive made by hourglass pack; - for stdin." };

    /// <summary>Adds the argument and the options to a command.</summary>
    public void AddTo(Verb verb)
    {
        verb.Add(Path);
        verb.Add("Reading the archive", _models, _allowLarge);
    }

    /// <summary>The options that were typed.</summary>
    public ArchiveOptions Options(Invocation invocation) => new()
    {
        Limits = invocation.Get(_allowLarge) ? ArchiveLimits.Large : new ArchiveLimits(),
        Models = [.. (invocation.Get(_models) ?? []).SelectMany(path => ArchiveModels.Read(path))],
        Threads = invocation.Threads,
    };

    /// <summary>Opens the archive; <c>-</c> is stdin.</summary>
    /// <param name="invocation">What was typed.</param>
    /// <param name="isDamaged">Whether to take what is whole of a damaged one.</param>
    public Archive Open(Invocation invocation, bool isDamaged = false)
    {
        var (path, options) = (invocation.Require(Path), Options(invocation));
        if (path == "-")
        {
            using var stdin = Console.OpenStandardInput();
            return Archive.Open(stdin, options, isDamaged, invocation.Cancellation);
        }

        return isDamaged ? Archive.OpenDamaged(path, options, invocation.Cancellation) : Archive.Open(path, options, invocation.Cancellation);
    }
}
