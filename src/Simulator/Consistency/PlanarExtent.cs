using Simulator.Numerics.Interpolation;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>Where grids in the plane lie: they follow the extent of q_t.</summary>
internal sealed class PlanarExtent
{
    /// <summary>
    /// A grid covers at least this many standard deviations of every component; beyond it f grows linearly. The mass outside is 1e-13: less than on the line, where points are cheap.
    /// </summary>
    private const double LeastReach = 7.5;

    /// <summary>And at most this many, where q_T is far narrower than the noise that samples start from.</summary>
    private const double GreatestReach = 60;

    private readonly Schedule _schedule;
    private readonly double[][] _means, _variances;
    private readonly double[] _reaches;

    public PlanarExtent(IGaussianMixture law, Schedule schedule)
    {
        _schedule = schedule;
        _means = [.. law.Components.Select(c => c.Mean.Span.ToArray())];
        _variances = [.. law.Components.Select(Diagonal)];
        _reaches = [.. Enumerable.Range(0, 2).Select(ReachOfNoise)];
    }

    /// <summary>The grid of a step with so many intervals in either coordinate.</summary>
    public PlanarGrid At(int t, int intervals)
    {
        (double lowX, double highX) = Ends(t, 0);
        (double lowY, double highY) = Ends(t, 1);
        return new PlanarGrid(lowX, lowY, (highX - lowX) / intervals, (highY - lowY) / intervals, intervals + 1, intervals + 1);
    }

    /// <summary>The variances of a component along the coordinate axes.</summary>
    private static double[] Diagonal(GaussianComponent component)
    {
        ReadOnlySpan<double> values = component.Covariance.Eigenvalues.AsSpan(), q = component.Covariance.Eigenvectors.AsSpan();
        return q.IsEmpty
            ? [values[0], values[1]]
            : [q[0] * q[0] * values[0] + q[1] * q[1] * values[1], q[2] * q[2] * values[0] + q[3] * q[3] * values[1]];
    }

    /// <summary>How many standard deviations at time T reach as far as N(0, I), at which f_T is sampled.</summary>
    private double ReachOfNoise(int axis)
    {
        NoiseLevel last = _schedule[_schedule.Steps];
        double reach = _means.Zip(_variances, (m, v) => (LeastReach + Math.Abs(last.Signal * m[axis])) / Math.Sqrt(last.MarginalVariance(v[axis]))).Min();
        return Math.Clamp(reach, LeastReach, GreatestReach);
    }

    private (double Low, double High) Ends(int t, int axis)
    {
        NoiseLevel level = _schedule[t];
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int k = 0; k < _means.Length; k++)
        {
            double centre = level.Signal * _means[k][axis], reach = _reaches[axis] * Math.Sqrt(level.MarginalVariance(_variances[k][axis]));
            low = Math.Min(low, centre - reach);
            high = Math.Max(high, centre + reach);
        }

        return (low, high);
    }
}
