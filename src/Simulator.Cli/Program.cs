using Simulator.Cli;

return await SimulatorProgram.RunAsync(
    args, ColouredWriter.Of(Console.Out, Console.IsOutputRedirected), ColouredWriter.Of(Console.Error, Console.IsErrorRedirected));
