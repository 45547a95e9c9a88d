using System.CommandLine;

namespace Hourglass.Cli.Terminal;

/// <summary>What every command shares: the streams, the options that go with all of them, and the wish to stop.</summary>
/// <param name="streams">Where to write.</param>
/// <param name="cancellation">Stops the command after the step in progress.</param>
internal sealed class Shell(Streams streams, CancellationToken cancellation)
{
    private const int MostThreadsByDefault = 8;

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one machine-readable result on stdout, and nothing else there.",
        Recursive = true,
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "No progress and no hints: results and errors only.",
        Recursive = true,
    };

    private readonly Option<int?> _threads = EverywhereOption(Choices.Number(
        "--threads", $"Threads to work with; by default as many as there are cores, at most {MostThreadsByDefault}.", 1, 1024));

    /// <summary>Where commands write.</summary>
    public Streams Streams => streams;

    /// <summary>The options that go with every command.</summary>
    public IReadOnlyList<Option> Options => [_json, _quiet, _threads];

    /// <summary>The number of threads when nothing is asked for: more than a few do not speed up small networks.</summary>
    public static int DefaultThreads => Math.Min(Environment.ProcessorCount, MostThreadsByDefault);

    /// <summary>One run of one command.</summary>
    public Invocation Begin(ParseResult result) => new(
        result,
        new Output(streams) { Json = result.GetValue(_json), Quiet = result.GetValue(_quiet) },
        result.GetValue(_threads),
        cancellation);

    private static Option<int?> EverywhereOption(Option<int?> option)
    {
        option.Recursive = true;
        return option;
    }
}
