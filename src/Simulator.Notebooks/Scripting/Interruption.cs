namespace Simulator.Notebooks.Scripting;

/// <summary>How a running cell is stopped: the session puts a check into every loop of a cell, since nothing else can stop a thread of .NET.</summary>
public static class Interruption
{
    /// <summary>One cell runs at a time in a process (<see cref="ScriptSession"/>), on as many threads as it likes.</summary>
    private static volatile CancellationTokenBox _current = new(CancellationToken.None);

    /// <summary>Stops the cell if that was asked for.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void Check() => _current.Token.ThrowIfCancellationRequested();

    /// <summary>The token of the running cell.</summary>
    internal static CancellationToken Token
    {
        get => _current.Token;
        set => _current = new(value);
    }

    private sealed record CancellationTokenBox(CancellationToken Token);
}
