using System.Collections.Immutable;

namespace Simulator.Numerics.Ode;

/// <summary>
/// The solution of an initial value problem for a batch of n points of dimension d: where it ends, and its values at the points
/// that were asked for.
/// </summary>
public sealed record OdeSolution
{
    /// <summary>d.</summary>
    public required int Dimension { get; init; }

    /// <summary>Where the integration ended: the end of the interval if it converged, or how far it came.</summary>
    public required double Reached { get; init; }

    /// <summary>y at <see cref="Reached"/>, n × d row-major.</summary>
    public required ImmutableArray<double> EndValues { get; init; }

    /// <summary>The points that were asked for, in the direction of the integration, as far as it came.</summary>
    public required ImmutableArray<double> Points { get; init; }

    /// <summary>y at each of <see cref="Points"/>, one n × d row-major block after the other.</summary>
    public required ImmutableArray<double> Values { get; init; }

    /// <summary>What the integration cost.</summary>
    public required OdeStatistics Statistics { get; init; }

    /// <summary>y at <see cref="Reached"/>: n points of dimension d.</summary>
    public PointBatch End => new(EndValues.AsSpan(), Dimension);

    /// <summary>y at one of <see cref="Points"/>: n points of dimension d.</summary>
    /// <param name="index">The number of the point, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public PointBatch At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Points.Length);
        return new(Values.AsSpan().Slice(index * EndValues.Length, EndValues.Length), Dimension);
    }
}

/// <summary>What an integration cost.</summary>
/// <param name="Accepted">Steps taken.</param>
/// <param name="Rejected">Steps tried and given up for smaller ones.</param>
/// <param name="Evaluations">Evaluations of the field, each for the whole batch: 2 to find the first step, then 6 or 12 a step tried.</param>
public sealed record OdeStatistics(int Accepted, int Rejected, long Evaluations);
