using System.CommandLine;

namespace Hourglass.Cli.Terminal;

/// <summary>One run of one command.</summary>
/// <param name="Arguments">What was typed.</param>
/// <param name="Output">Where results and progress go.</param>
/// <param name="AskedThreads">The threads asked for, if any.</param>
/// <param name="Cancellation">Stops after the step in progress.</param>
internal sealed record Invocation(ParseResult Arguments, Output Output, int? AskedThreads, CancellationToken Cancellation)
{
    /// <summary>The threads to work with.</summary>
    public int Threads => AskedThreads ?? Shell.DefaultThreads;

    /// <summary>The value of an option, or its type's default.</summary>
    public T? Get<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>The value of an argument, or its type's default.</summary>
    public T? Get<T>(Argument<T> argument) => Arguments.GetValue(argument);

    /// <summary>The value of an argument that the parser insists on.</summary>
    public T Require<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);

    /// <summary>The value of an option that the parser insists on.</summary>
    public T Require<T>(Option<T> option) => Arguments.GetRequiredValue(option);

    /// <summary>Whether an argument was typed.</summary>
    public bool Has(Argument argument) => Arguments.GetResult(argument) is { Tokens.Count: > 0 };

    /// <summary>Whether an option was typed.</summary>
    public bool Has(Option option) => Arguments.GetResult(option) is { Implicit: false };
}
