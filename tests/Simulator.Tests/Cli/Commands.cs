using System.CommandLine;
using Simulator.Cli;

namespace Simulator.Tests.Cli;

/// <summary>The commands of the program as the program itself knows them.</summary>
internal static class Commands
{
    public static Command Root { get; } = SimulatorProgram.Root();

    /// <summary>All of them, the program itself among them.</summary>
    public static IReadOnlyList<Command> All { get; } = [.. Below(Root)];

    /// <summary>The words that lead to a command, after the program's name.</summary>
    public static string[] PathOf(Command command)
        => command.Parents.OfType<Command>().FirstOrDefault() is { } above ? [.. PathOf(above), command.Name] : [];

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
}
