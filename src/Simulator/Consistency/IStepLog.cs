namespace Simulator.Consistency;

/// <summary>Keeps what every step of a recursion found, so that it need not be found again.</summary>
public interface IStepLog
{
    /// <summary>The numbers of a step, or null if it was not kept.</summary>
    /// <param name="t">2 … T.</param>
    double[]? Find(int t);

    /// <summary>Keeps a step; steps come in order.</summary>
    /// <param name="t">2 … T.</param>
    /// <param name="numbers">What to keep.</param>
    void Append(int t, ReadOnlySpan<double> numbers);
}

/// <summary>Logs of recursions, by their numbers of steps.</summary>
public interface IStepLogs
{
    /// <summary>The log of the recursion with T steps.</summary>
    /// <param name="steps">T.</param>
    IStepLog Open(int steps);
}
