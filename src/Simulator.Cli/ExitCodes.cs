namespace Simulator.Cli;

/// <summary>What the program's exit codes mean. Outside tools rely on them.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Usage or bad input.</summary>
    public const int BadInput = 1;

    /// <summary>A computation did not reach its tolerance; the results say which.</summary>
    public const int NotConverged = 2;

    /// <summary>A theorem was found violated under its own hypotheses, beyond the numerical error.</summary>
    public const int Violated = 3;

    /// <summary>An unforeseen failure.</summary>
    public const int Unforeseen = 70;

    /// <summary>Stopped by the user (128 + SIGINT).</summary>
    public const int Stopped = 130;

    /// <summary>The exit code of a status.</summary>
    /// <param name="status">The worst status of a result.</param>
    public static int Of(Numerics.Status status) => status switch
    {
        Numerics.Status.Violated => Violated,
        Numerics.Status.NotConverged or Numerics.Status.OutOfRange => NotConverged,
        _ => Done,
    };
}
