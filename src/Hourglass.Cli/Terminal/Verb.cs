using System.CommandLine;

namespace Hourglass.Cli.Terminal;

/// <summary>One command of the program, with what its help shows beside what System.CommandLine knows.</summary>
internal sealed class Verb : Command
{
    private readonly List<(string Title, IReadOnlyList<Option> Options)> _groups = [];

    /// <summary>A command whose action <paramref name="run"/> returns the exit code.</summary>
    /// <param name="shell">Carries the global options.</param>
    /// <param name="name">What users type.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="run">Does the work.</param>
    public Verb(Shell shell, string name, string description, Func<Invocation, int> run)
        : base(name, description) => SetAction(result => run(shell.Begin(result)));

    /// <summary>Two command lines worth copying, each with what it does.</summary>
    public required IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; init; }

    /// <summary>Options under titles of their own, in the order shown.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> Groups => _groups;

    /// <summary>Adds options that help shows under a title.</summary>
    public void Add(string title, params IReadOnlyList<Option> options)
    {
        _groups.Add((title, options));
        foreach (var option in options)
            Add(option);
    }
}
