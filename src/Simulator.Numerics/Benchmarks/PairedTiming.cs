using System.Diagnostics;

namespace Simulator.Numerics.Benchmarks;

/// <summary>Times contenders in turn, round after round, so that what disturbs the machine disturbs all of them, and keeps everybody's best time.</summary>
public static class PairedTiming
{
    private const int LeastRounds = 3;

    /// <summary>Best seconds of every contender.</summary>
    /// <param name="contenders">What is timed; each call should take a millisecond or more.</param>
    /// <param name="seconds">How long the rounds go on; there are three at least, after one that is not counted.</param>
    /// <param name="cancellation">Stops between two calls.</param>
    public static double[] Best(IReadOnlyList<Action> contenders, double seconds, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        var best = new double[contenders.Count];
        Array.Fill(best, double.PositiveInfinity);
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round <= LeastRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; round++)
        {
            for (int i = 0; i < best.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                long before = Stopwatch.GetTimestamp();
                contenders[i]();
                double time = Stopwatch.GetElapsedTime(before).TotalSeconds;
                if (round > 0) best[i] = Math.Min(best[i], time);
            }

            if (round == 0) start = Stopwatch.GetTimestamp();
        }

        return best;
    }
}
