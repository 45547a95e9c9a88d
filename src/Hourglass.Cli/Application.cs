using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Reflection;
using Hourglass.Cli.Commands;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli;

/// <summary>The whole program behind its entry point: parse, run one command, turn what went wrong into one line and an exit code.</summary>
internal static class Application
{
    /// <summary>What users type to start the program.</summary>
    public const string Name = "hourglass";

    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Runs one command line.</summary>
    /// <param name="args">What was typed after the program's name.</param>
    /// <param name="streams">Where to write.</param>
    /// <param name="cancellation">Stops the command after the step in progress.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, Streams streams, CancellationToken cancellation = default)
    {
        try
        {
            if (args is ["help", ..])
                args = [.. args.Skip(1), "--help"];
            var result = Commands(streams, cancellation).Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            var isQuestion = result.Action is Help or VersionAction || result.Tokens.Any(token => token.Type == TokenType.Directive);
            if (!isQuestion && UsageError.In(result) is { } error)
                throw error;
            return result.Invoke(new InvocationConfiguration
            {
                Output = streams.Out,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception exception)
        {
            var failure = Failure.Of(exception);
            streams.Error.WriteLine($"{Name}: {failure.Line}");
            Trace.Write(streams.Error, exception);
            return failure.ExitCode;
        }
        finally
        {
            Trace.WriteLibraries(streams.Error);
        }
    }

    /// <summary>The tree of commands.</summary>
    internal static RootCommand Commands(Streams streams, CancellationToken cancellation)
    {
        var shell = new Shell(streams, cancellation);
        var help = new Help(streams);
        var root = new RootCommand("Trains autoencoders on your own data, and puts them to work.")
        {
#if !USE_ONLY
            DemoCommand.Create(shell),
            TrainCommand.Create(shell),
#endif
            EvaluateCommand.Create(shell),
            InspectCommand.Create(shell),
            EncodeCommand.Create(shell),
            DecodeCommand.Create(shell),
            MapCommand.Create(shell),
            RestoreCommand.Create(shell),
            OutliersCommand.Create(shell),
            MislabelsCommand.Create(shell),
            DriftCommand.Create(shell),
            WordsCommand.Create(shell),
            SentencesCommand.Create(shell),
            SummarizeCommand.Create(shell),
            PackCommand.Create(shell),
            UnpackCommand.Create(shell),
            ListCommand.Create(shell),
            VerifyCommand.Create(shell),
            DataCommand.Create(shell),
            CompletionCommand.Create(shell),
        };
        root.HelpName = Name;
        root.Options.Clear();
        foreach (var option in shell.Options)
            root.Add(option);
        root.Add(new HelpOption("--help", "-h", "-?") { Description = "Say what a command does and takes.", Recursive = true, Action = help });
        root.Add(new VersionOption { Description = "Print the version.", Action = new VersionAction(streams) });
        root.SetAction(_ => help.Write(root));
        return root;
    }

    private sealed class VersionAction(Streams streams) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            streams.Out.WriteLine($"{Name} {Version}");
            return ExitCode.Done;
        }
    }
}
