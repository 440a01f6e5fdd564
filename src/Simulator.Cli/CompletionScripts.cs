namespace Simulator.Cli;

/// <summary>What makes a shell ask the program how a line may go on.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # Completion of simulator in bash. It asks the program, so that it never falls behind it.
        _simulator() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                case $line in
                    :files) compopt -o default ;;
                    :folders) compopt -o dirnames ;;
                    *) COMPREPLY+=("${line%%$'\t'*}") ;;
                esac
            done < <("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -F _simulator simulator

        """;

    private const string Zsh = """
        #compdef simulator
        # Completion of simulator in zsh. It asks the program, so that it never falls behind it.
        _simulator() {
            local line
            local -a found
            while IFS= read -r line; do
                case $line in
                    :files) _files ;;
                    :folders) _files -/ ;;
                    *) found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
                esac
            done < <("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
            (( $#found )) && _describe simulator found
        }
        compdef _simulator simulator

        """;

    private const string Fish = """
        # Completion of simulator in fish. It asks the program, so that it never falls behind it.
        function __simulator_complete
            set -l words (commandline -opc)
            set -l unfinished (commandline -ct)
            for line in ($words[1] complete -- $words[2..] "$unfinished" 2>/dev/null)
                switch $line
                    case :files
                        __fish_complete_path "$unfinished"
                    case :folders
                        __fish_complete_directories "$unfinished"
                    case '*'
                        echo $line
                end
            end
        end
        complete -c simulator -f -a '(__simulator_complete)'

        """;

    private const string PowerShell = """
        # Completion of simulator in PowerShell 7.3 or later. It asks the program, so that it never falls behind it.
        Register-ArgumentCompleter -Native -CommandName simulator -ScriptBlock {
            param($unfinished, $line, $position)
            $words = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.Extent.Text.Trim("'", '"') })
            & $line.CommandElements[0].Extent.Text complete -- @words "$unfinished" 2>$null | ForEach-Object {
                $value, $meaning = $_ -split "`t", 2
                if ($value -eq ':files' -or $value -eq ':folders') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($unfinished)
                } else {
                    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $(if ($meaning) { $meaning } else { $value }))
                }
            }
        }

        """;

    /// <summary>The shells, each with its script and how it is installed.</summary>
    public static IReadOnlyList<(string Shell, string Script, string Installed)> All { get; } =
    [
        ("bash", Bash, "simulator completion bash > ~/.local/share/bash-completion/completions/simulator"),
        ("zsh", Zsh, "simulator completion zsh > ~/.zsh/_simulator, a folder in fpath, before compinit"),
        ("fish", Fish, "simulator completion fish > ~/.config/fish/completions/simulator.fish"),
        ("pwsh", PowerShell, "simulator completion pwsh >> $PROFILE"),
    ];
}
