using System.Numerics.Tensors;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;

namespace Simulator.Consistency;

/// <summary>
/// DDIM steps composed, for any law with a posterior mean: f_t = f_{t−1} ∘ m_t with <c>m_t(x) = E[X_{t−1} | X_t = x] = a_t x + b_t D(x)</c> (section 3). It keeps nothing but the
/// denoiser, and takes its t − 1 steps whenever it is evaluated.
/// </summary>
/// <param name="denoiser">D.</param>
/// <param name="schedule">The schedule.</param>
/// <param name="time">t.</param>
/// <param name="errorSlope">η_k of the errors η_k (x − E X_k) that are added to the steps.</param>
/// <param name="threads">Threads; no number depends on it.</param>
internal sealed class DdimFunction(IDenoiser denoiser, Schedule schedule, int time, Func<int, double> errorSlope, int threads)
    : ConsistencyFunction(time, denoiser.Dimension)
{
    /// <summary>Numbers in a batch: it stays in the cache.</summary>
    private const int BatchNumbers = 1 << 14;

    /// <summary>Not known.</summary>
    public override double LipschitzConstant => double.NaN;

    /// <summary>m_t at points: one step.</summary>
    /// <param name="denoiser">D.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="t">2 … T.</param>
    /// <param name="points">Points, n × d.</param>
    /// <param name="result">Receives n × d; not the points themselves.</param>
    public static void Step(IDenoiser denoiser, Schedule schedule, int t, PointBatch points, Span<double> result)
    {
        denoiser.Denoise(schedule[t], points, result);
        TensorPrimitives.Multiply(result, schedule.PairGain(t), result);
        TensorPrimitives.MultiplyAdd(points.Data, schedule.PairSlope(t), result, result);
    }

    /// <inheritdoc/>
    protected override void EvaluateCore(PointBatch points, Span<double> result)
    {
        int d = Dimension, rows = Math.Max(16, BatchNumbers / d), width = rows * d;
        double[] states = points.Data.ToArray();
        Workers.Run(threads, (points.Count + rows - 1) / rows, batch =>
        {
            Span<double> part = states.AsSpan(batch * width, Math.Min(width, states.Length - batch * width));
            Compose(part);
        });
        states.CopyTo(result);
    }

    /// <summary>Takes all steps; errors of steps add, since f_t is f_{t−1} of the step plus its error.</summary>
    private void Compose(Span<double> states)
    {
        int d = Dimension;
        double[] next = new double[states.Length], added = [], mean = [];
        for (int t = Time; t >= 2; t--)
        {
            double slope = errorSlope(t);
            if (slope != 0)
            {
                if (added.Length == 0) (added, mean) = (new double[states.Length], Denoisers.MeanOf(denoiser));
                for (int i = 0; i < states.Length; i++)
                    added[i] += slope * (states[i] - schedule[t].Signal * mean[i % d]);
            }

            Step(denoiser, schedule, t, new PointBatch(states, d), next);
            next.CopyTo(states);
        }

        if (added.Length > 0) TensorPrimitives.Add(states, added, states);
    }
}

/// <summary>DDIM steps composed one after the other.</summary>
/// <param name="denoiser">D.</param>
/// <param name="schedule">The schedule.</param>
/// <param name="learner">The learner, for injected errors and threads.</param>
/// <param name="totalVariance">Tr Cov X_0; only used where errors are injected.</param>
internal sealed class DdimRecursion(IDenoiser denoiser, Schedule schedule, Learner learner, double totalVariance) : ConsistencyRecursion(schedule)
{
    /// <inheritdoc/>
    public override ConsistencyFunction Current => new DdimFunction(
        denoiser, Schedule, Time, t => learner.ErrorSlope(t, Schedule[t], denoiser.Dimension, totalVariance), learner.Sampling.Threads);

    /// <inheritdoc/>
    protected override void AdvanceTo(int t)
    {
    }
}
