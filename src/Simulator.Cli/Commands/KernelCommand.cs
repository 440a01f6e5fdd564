using System.CommandLine;
using Simulator.Notebooks.Jupyter;

namespace Simulator.Cli.Commands;

/// <summary>The Jupyter kernel: installed, removed, run.</summary>
internal static class KernelCommand
{
    private static readonly Option<string> Name = CreateName();

    private static readonly Option<string?> Prefix = new("--prefix")
    {
        Description = "Into an installation, of Python for instance: DIR/share/jupyter.",
        HelpName = "DIR",
        CompletionSources = { Completions.Folders },
        Validators = { result => { if (result.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value))) result.AddError("--prefix: found an empty name, expected a folder"); } },
    };

    private static readonly Option<bool> User = new("--user") { Description = "For this user alone (the default): JUPYTER_DATA_DIR, else where Jupyter looks on this platform." };

    private static readonly Argument<string> ConnectionFile = new("CONNECTION_FILE")
    {
        Description = "The file with addresses and key that Jupyter writes.",
        CompletionSources = { Completions.Files },
        Validators = { CommonOptions.RejectOptions },
    };

    public static Command Create()
    {
        var command = new Command("kernel", "The kernel for notebooks in C# under Jupyter.");
        command.Subcommands.Add(WithPlace(new Command("install", "Tell Jupyter about the kernel."), Install));
        command.Subcommands.Add(WithPlace(new Command("uninstall", "Remove what install wrote."), Uninstall));
        var run = new Command("run", "Be the kernel; Jupyter starts this.");
        run.Arguments.Add(ConnectionFile);
        run.Options.Add(CommonOptions.Verbose);
        run.SetAction(Run);
        command.Subcommands.Add(run);
        return command;
    }

    private static Command WithPlace(Command command, Func<ParseResult, int> action)
    {
        command.Options.Add(Name);
        command.Options.Add(Prefix);
        command.Options.Add(User);
        command.Options.Add(CommonOptions.Quiet);
        command.Options.Add(CommonOptions.Verbose);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Prefix) is { Implicit: false } && result.GetResult(User) is { Implicit: false }) result.AddError("found --prefix and --user, expected one of them");
        });
        command.SetAction(action);
        return command;
    }

    private static int Install(ParseResult parsed)
    {
        string name = parsed.GetValue(Name)!, file = KernelSpecification.Install(DataFolder(parsed), name, ThisProgram());
        if (!parsed.GetValue(CommonOptions.Quiet))
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"Installed the kernel '{name}': {file}");
            output.WriteLine($"Next: open a notebook with it (jupyter notebook), or run one (jupyter nbconvert --execute --to notebook --inplace FILE.ipynb).");
        }

        return ExitCodes.Done;
    }

    private static int Uninstall(ParseResult parsed)
    {
        string name = parsed.GetValue(Name)!, folder = KernelSpecification.Uninstall(DataFolder(parsed), name);
        if (!parsed.GetValue(CommonOptions.Quiet)) parsed.InvocationConfiguration.Output.WriteLine($"Removed the kernel '{name}': {folder}");
        return ExitCodes.Done;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancellation)
    {
        await KernelProcess.RunAsync(KernelConnection.Read(parsed.GetValue(ConnectionFile)!), cancellation);
        cancellation.ThrowIfCancellationRequested();
        return ExitCodes.Done;
    }

    private static string DataFolder(ParseResult parsed) => parsed.GetValue(Prefix) is { } prefix ? JupyterFolders.OfPrefix(prefix) : JupyterFolders.OfUser();

    /// <summary>The words that start this program: its executable, or <c>dotnet</c> with its library.</summary>
    private static string[] ThisProgram()
    {
        string process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, typeof(KernelCommand).Assembly.Location] : [process];
    }

    private static Option<string> CreateName()
    {
        var option = new Option<string>("--name")
        {
            Description = "The name of the kernel; notebooks name the kernel that they were written with.",
            DefaultValueFactory = _ => KernelSpecification.DefaultName,
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!KernelSpecification.IsName(token.Value)) result.AddError($"--name: found '{token.Value}', expected lower-case letters, digits, '.', '_' and '-'");
            }
        });
        return option;
    }
}
