using System.Diagnostics;

namespace Simulator.Consistency;

/// <summary>What the time of a regression went into, in seconds. Parts that run on several threads count the seconds of all of them.</summary>
public sealed class RegressionTimes
{
    private readonly long[] _ticks = new long[Enum.GetValues<Part>().Length];

    /// <summary>The parts of a step.</summary>
    public enum Part
    {
        /// <summary>Drawing pairs, on all threads.</summary>
        Draw,

        /// <summary>Features at X_t, on all threads.</summary>
        Features,

        /// <summary>f_{t−1}(X_{t−1}), on all threads.</summary>
        Labels,

        /// <summary>Exact means of f_{t−1}, on all threads.</summary>
        Means,

        /// <summary>The Gram matrix.</summary>
        Gram,

        /// <summary>The normal equations.</summary>
        Solve,

        /// <summary>Held-out points, with their own means.</summary>
        HeldOut,
    }

    /// <summary>Seconds of a part.</summary>
    /// <param name="part">The part.</param>
    public double Seconds(Part part) => (double)_ticks[(int)part] / Stopwatch.Frequency;

    /// <summary>Adds what has gone by since a time stamp.</summary>
    /// <param name="part">The part.</param>
    /// <param name="since">The time stamp.</param>
    /// <returns>The time stamp of now.</returns>
    internal long Add(Part part, long since)
    {
        long now = Stopwatch.GetTimestamp();
        Interlocked.Add(ref _ticks[(int)part], now - since);
        return now;
    }
}
