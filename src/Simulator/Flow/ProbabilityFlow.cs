using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.Ode;
using Simulator.Schedules;

namespace Simulator.Flow;

/// <summary>
/// Φ_{t→k} by the differential equation dy/ds = y − D(y, s), y = x/√ᾱ, s = log σ (16–17), for any law with a posterior mean: the second route beside the
/// closed forms and quantile maps, which it must agree with.
/// </summary>
/// <param name="denoiser">The posterior mean D.</param>
/// <param name="schedule">The schedule.</param>
/// <param name="options">Tolerances; by default 1e-12 relative to the points and to 1.</param>
public sealed class ProbabilityFlow(IDenoiser denoiser, Schedule schedule, OdeOptions? options = null)
{
    private static readonly OdeOptions Standard = new() { AbsoluteTolerance = 1e-12, RelativeTolerance = 1e-12 };

    /// <summary>d.</summary>
    public int Dimension => denoiser.Dimension;

    /// <summary>Φ_{from→to} at points, in x-coordinates; any direction.</summary>
    /// <param name="from">t, 1 … T.</param>
    /// <param name="to">k, 1 … T.</param>
    /// <param name="points">Points at time t, n × d.</param>
    /// <returns>The points at time k, n × d, with the status of the integration.</returns>
    /// <exception cref="ArgumentException">A time is out of range or the dimension differs.</exception>
    public Outcome<double[]> Map(int from, int to, PointBatch points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, schedule.Steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, schedule.Steps);
        if (points.Dimension != Dimension) throw new ArgumentException($"Points must have dimension {Dimension}, found {points.Dimension}.", nameof(points));
        double[] start = new double[points.Data.Length];
        Scale(points.Data, 1 / schedule[from].Signal, start);
        double[] x = new double[start.Length];
        Outcome<OdeSolution> solution = DormandPrince.Integrate(
            (s, y, derivative) =>
            {
                NoiseLevel level = NoiseLevel.OfLogSigma(s);
                Scale(y, level.Signal, x);
                denoiser.Denoise(level, new PointBatch(x, Dimension), derivative);
                for (int i = 0; i < y.Length; i++)
                    derivative[i] = y[i] - derivative[i];
            },
            new PointBatch(start, Dimension),
            schedule[from].LogSigma,
            schedule[to].LogSigma,
            options ?? Standard);
        return solution.Select(end =>
        {
            double[] result = new double[end.EndValues.Length];
            Scale(end.EndValues.AsSpan(), schedule[to].Signal, result);
            return result;
        });
    }

    private static void Scale(ReadOnlySpan<double> from, double factor, Span<double> to)
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = factor * from[i];
    }
}
