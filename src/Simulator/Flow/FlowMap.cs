using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Flow;

/// <summary>The probability-flow map Φ_{t→k} of equations (16–17): the map along the flow dy/ds = y − D that carries q_t to q_k.</summary>
public abstract class FlowMap
{
    /// <summary>Creates a flow map over a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="dimension">d.</param>
    protected FlowMap(Schedule schedule, int dimension)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Schedule = schedule;
        Dimension = dimension;
    }

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>Φ_{from→to} at points, in x-coordinates; any direction (k &gt; t is the inverse).</summary>
    /// <param name="from">t, 1 … T.</param>
    /// <param name="to">k, 1 … T.</param>
    /// <param name="points">Points at time t, n × d.</param>
    /// <param name="result">Receives the points at time k, n × d.</param>
    /// <exception cref="ArgumentException">A time is out of range or the sizes differ.</exception>
    public void Map(int from, int to, PointBatch points, Span<double> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Schedule.Steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Schedule.Steps);
        if (points.Dimension != Dimension || result.Length != points.Data.Length)
            throw new ArgumentException($"Points and result must be n × {Dimension}.", nameof(result));
        MapCore(from, to, points, result);
    }

    /// <summary>The Lipschitz constants of assumption 1, (19).</summary>
    public abstract LipschitzConstants Lipschitz();

    /// <summary>The map, after the arguments have been checked.</summary>
    /// <param name="from">t.</param>
    /// <param name="to">k.</param>
    /// <param name="points">Points at time t.</param>
    /// <param name="result">Receives the points at time k.</param>
    protected abstract void MapCore(int from, int to, PointBatch points, Span<double> result);
}
