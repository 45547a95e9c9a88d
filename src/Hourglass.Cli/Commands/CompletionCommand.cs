using System.CommandLine;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass completion</c>: a script that makes a shell complete commands, options and their values.</summary>
internal sealed class CompletionCommand
{
    // Each asks the program itself, by [suggest:PLACE] LINE, and leaves names of files to the shell where the program knows nothing.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _hourglass() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(hourglass "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -o bashdefault -F _hourglass hourglass
            """,
        ["zsh"] = """
            #compdef hourglass
            _hourglass() {
                local -a words_known=("${(@f)$(hourglass "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                (( ${#words_known[1]} )) && compadd -- "${words_known[@]}" || _files
            }
            compdef _hourglass hourglass
            """,
        ["fish"] = """
            complete -c hourglass -a '(hourglass "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName hourglass -ScriptBlock {
                param($word, $line, $place)
                hourglass "[suggest:$place]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    private readonly Argument<string> _shell = new("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new CompletionCommand();
        command._shell.CompletionSources.Add([.. Scripts.Keys]);
        var verb = new Verb(shell, "completion", "Print a script that lets your shell complete commands, options and their values.", command.Run)
        {
            Examples =
            [
                ("hourglass completion bash", "Put source <(hourglass completion bash) into ~/.bashrc."),
                ("hourglass completion fish", "Save it in your folder of fish completions."),
            ],
        };
        verb.Add(command._shell);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var asked = invocation.Require(_shell);
        if (!Scripts.TryGetValue(asked, out var script))
            throw CommandException.Usage($"no script for '{asked}'; there are scripts for {string.Join(", ", Scripts.Keys)}");
        foreach (var line in script.Split('\n'))
            invocation.Output.Line(line);
        return ExitCode.Done;
    }
}
