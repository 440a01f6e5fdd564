namespace Simulator.Consistency;

/// <summary>Keeps steps in memory: for work that goes through one recursion twice.</summary>
public sealed class StepMemory : IStepLogs
{
    private readonly Dictionary<int, IStepLog> _logs = [];

    /// <inheritdoc/>
    public IStepLog Open(int steps)
    {
        if (!_logs.TryGetValue(steps, out IStepLog? log)) _logs.Add(steps, log = new Log());
        return log;
    }

    private sealed class Log : IStepLog
    {
        private readonly Dictionary<int, double[]> _steps = [];

        public double[]? Find(int t) => _steps.GetValueOrDefault(t);

        public void Append(int t, ReadOnlySpan<double> numbers) => _steps.Add(t, numbers.ToArray());
    }
}
