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
    /// <returns><see cref="Status.Ok"/>, or why some points could not be followed; they are then NaN.</returns>
    /// <exception cref="ArgumentException">A time is out of range or the sizes differ.</exception>
    public Status Map(int from, int to, PointBatch points, Span<double> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Schedule.Steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Schedule.Steps);
        if (points.Dimension != Dimension || result.Length != points.Data.Length)
            throw new ArgumentException($"Points and result must be n × {Dimension}.", nameof(result));
        return MapCore(from, to, points, result);
    }

    /// <summary>Φ_{∞→to}: the flow from σ = ∞, which carries N(0, I) to q_to exactly (section 5). With to = 1 it is Φ_∞.</summary>
    /// <param name="to">k, 1 … T.</param>
    /// <param name="noise">Points z, n × d.</param>
    /// <param name="result">Receives the points at time k, n × d.</param>
    /// <returns><see cref="Status.Ok"/>, or why some points could not be followed; they are then NaN.</returns>
    /// <exception cref="ArgumentException">The time is out of range or the sizes differ.</exception>
    public Status MapNoise(int to, PointBatch noise, Span<double> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Schedule.Steps);
        if (noise.Dimension != Dimension || result.Length != noise.Data.Length)
            throw new ArgumentException($"Noise and result must be n × {Dimension}.", nameof(result));
        return NoiseCore(to, noise, result);
    }

    /// <summary>The Lipschitz constants of assumption 1, (19).</summary>
    public abstract LipschitzConstants Lipschitz();

    /// <summary>The map, after the arguments have been checked.</summary>
    /// <param name="from">t.</param>
    /// <param name="to">k.</param>
    /// <param name="points">Points at time t.</param>
    /// <param name="result">Receives the points at time k.</param>
    /// <returns>What became of the points.</returns>
    protected abstract Status MapCore(int from, int to, PointBatch points, Span<double> result);

    /// <summary>The flow from σ = ∞, after the arguments have been checked.</summary>
    /// <param name="to">k.</param>
    /// <param name="noise">Points z.</param>
    /// <param name="result">Receives the points at time k.</param>
    /// <returns>What became of the points.</returns>
    protected abstract Status NoiseCore(int to, PointBatch noise, Span<double> result);
}
