using System.CommandLine;
namespace Simulator.Cli.Commands;
internal static class FitCommand { public static Command Create() => new("fit", "x"); }
