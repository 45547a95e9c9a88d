using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

/// <summary>A command line run in this process, and all that came of it.</summary>
internal sealed record Typed(int ExitCode, string Out, string Error)
{
    public static Typed Run(params string[] args) => Run(Streams.PageWidth, args);

    public static Typed Run(int width, params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var exitCode = Application.Run(args, new Streams(output, error) { Width = width });
        return new Typed(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that the command failed in the one way that users see.</summary>
    public void FailedWith(int exitCode, string line)
    {
        Assert.Equal($"hourglass: {line}\n", Error);
        Assert.Equal(exitCode, ExitCode);
        Assert.Empty(Out);
    }
}
