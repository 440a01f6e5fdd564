using System.CommandLine;
using Simulator.Experiments;

namespace Simulator.Cli.Commands;

/// <summary>Prints the JSON Schema of specifications.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of experiment specifications.");
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(ExperimentSchema.Text()));
        return command;
    }
}
