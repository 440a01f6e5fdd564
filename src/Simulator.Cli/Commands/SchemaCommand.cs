using System.CommandLine;
using Simulator.Sweeps;

namespace Simulator.Cli.Commands;

/// <summary>Prints the JSON Schema of specifications.</summary>
internal static class SchemaCommand
{
    private static readonly Option<bool> Sweep = new("--sweep") { Description = "That of sweeps and searches, in place of that of experiments." };

    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of experiment specifications.");
        command.Options.Add(Sweep);
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(parsed.GetValue(Sweep) ? SpecificationSchemas.Sweep() : SpecificationSchemas.Experiment()));
        return command;
    }
}
