using System.Numerics.Tensors;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Ode;
using Simulator.Schedules;

namespace Simulator.Flow;

/// <summary>
/// Φ_{t→k} by its differential equation, for any law with a posterior mean. In the time τ = artanh √ᾱ the probability flow (16–17) is
/// <c>dx/dτ = D(x, τ) − √ᾱ x</c> in x-coordinates (D), regular at τ = 0 where σ = ∞ and D is the mean: so Φ_∞ starts there, exactly, at N(0, I). Perturbations follow
/// the variational equation <c>dv/dτ = √ᾱ/(1−ᾱ) C v − √ᾱ v</c> along the way. What is integrated is x − √ᾱ m, m the mean of the data, for which the equation is the same with
/// D − m in place of D: so tolerances are relative to what varies, wherever the data lie.
/// </summary>
/// <remarks>
/// Towards less noise the equation is never stiff: its contraction is at most √ᾱ ≤ 1. Towards more noise it is, where noise has yet to unite modes that are
/// many deviations apart; the steps may then run out, which the status says. Points are integrated in batches that share their steps, so the last digits of a point
/// depend on its neighbours, within the tolerance, but not on the number of threads.
/// </remarks>
/// <param name="denoiser">The posterior mean D.</param>
/// <param name="options">Tolerances; by default 1e-12 relative to the points and to 1, by the method of order 8.</param>
/// <param name="threads">How many batches to integrate at the same time; no number depends on it.</param>
public sealed class ProbabilityFlow(IDenoiser denoiser, OdeOptions? options = null, int threads = 1)
{
    /// <summary>Numbers in a batch: its stages stay in the cache.</summary>
    private const int BatchNumbers = 1 << 14;

    private static readonly OdeOptions Standard = Tolerance(1e-12);

    private readonly OdeOptions _options = options ?? Standard;

    private readonly Lazy<double[]> _mean = new(() => Denoisers.MeanOf(denoiser));

    /// <summary>d.</summary>
    public int Dimension => denoiser.Dimension;

    /// <summary>Options with a tolerance, relative to the points and to 1.</summary>
    /// <param name="tolerance">The tolerance, positive.</param>
    public static OdeOptions Tolerance(double tolerance)
        => new() { AbsoluteTolerance = tolerance, RelativeTolerance = tolerance, Method = OdeMethod.Order8, MaximumSteps = 20_000 };

    /// <summary>The axes as tangents of every point, by which <see cref="Map(NoiseLevel, NoiseLevel, PointBatch, ReadOnlySpan{double})"/> gives whole Jacobians.</summary>
    /// <param name="count">n.</param>
    /// <param name="dimension">d.</param>
    /// <returns>n × d × d.</returns>
    internal static double[] Axes(int count, int dimension)
    {
        var axes = new double[count * dimension * dimension];
        for (int i = 0; i < count * dimension; i++)
            axes[i * dimension + i % dimension] = 1;
        return axes;
    }

    /// <summary>Φ from one noise level to another, in either direction.</summary>
    /// <param name="from">Where the points are; <see cref="NoiseLevel.Infinite"/> for pure noise.</param>
    /// <param name="to">Where they are wanted.</param>
    /// <param name="points">Points at the first level, n × d.</param>
    /// <returns>The points at the second level, n × d, NaN where they could not be followed, with the worst status; evaluations of D count points.</returns>
    /// <exception cref="ArgumentException">The dimension differs, or there is no noise at a level.</exception>
    public Outcome<double[]> Map(NoiseLevel from, NoiseLevel to, PointBatch points)
    {
        if (points.Dimension != Dimension) throw new ArgumentException($"Points must have dimension {Dimension}, found {points.Dimension}.", nameof(points));
        return Integrate(from, to, points.Data.ToArray(), Dimension, _ => Field());
    }

    /// <summary>Φ from one noise level to another, and ∂Φ v for p vectors v at each point. The denoiser must know its derivative.</summary>
    /// <param name="from">Where the points are.</param>
    /// <param name="to">Where they are wanted.</param>
    /// <param name="points">Points at the first level, n × d.</param>
    /// <param name="tangents">Vectors v, n × p × d.</param>
    /// <returns>The points followed by ∂Φ v, n × (1 + p) × d, with the worst status.</returns>
    /// <exception cref="ArgumentException">The sizes differ, there is no noise at a level, or the denoiser has no derivative.</exception>
    public Outcome<double[]> Map(NoiseLevel from, NoiseLevel to, PointBatch points, ReadOnlySpan<double> tangents)
    {
        int d = Dimension, n = points.Count;
        if (points.Dimension != d) throw new ArgumentException($"Points must have dimension {d}, found {points.Dimension}.", nameof(points));
        if (denoiser is not ITangentDenoiser along) throw new ArgumentException("The derivative of this denoiser is not known.", nameof(tangents));
        if (n == 0) return new(
            [], Status.Ok, new Diagnostics(0, 0));
        if (tangents.Length % points.Data.Length != 0) throw new ArgumentException($"Tangents must be {n} × p × {d} numbers, found {tangents.Length}.", nameof(tangents));
        int p = tangents.Length / points.Data.Length, width = (1 + p) * d;
        var start = new double[n * width];
        for (int i = 0; i < n; i++)
        {
            points[i].CopyTo(start.AsSpan(i * width));
            tangents.Slice(i * p * d, p * d).CopyTo(start.AsSpan(i * width + d));
        }

        return Integrate(from, to, start, width, count => FieldAlong(along, count, p));
    }

    private static double Time(NoiseLevel level)
        => double.IsFinite(level.FlowTime) ? level.FlowTime : throw new ArgumentException("The flow needs noise: without any, time has no end.", nameof(level));

    /// <summary>Integrates n states of a width, batch by batch.</summary>
    private Outcome<double[]> Integrate(NoiseLevel first, NoiseLevel last, double[] states, int width, Func<int, VectorField> field)
    {
        double from = Time(first), to = Time(last);
        int n = states.Length / width, rows = Math.Max(8, BatchNumbers / width), batches = (n + rows - 1) / rows;
        var results = new double[states.Length];
        Shift(states, width, -first.Signal);
        var outcomes = new Outcome<OdeSolution>[batches];
        Workers.Run(threads, batches, b =>
        {
            int first = b * rows * width, length = Math.Min(rows * width, states.Length - first);
            Outcome<OdeSolution> end = outcomes[b] = DormandPrince.Integrate(
                field(length / width), new PointBatch(states.AsSpan(first, length), width), from, to, _options);
            if (end.Status == Status.Ok) end.Value.EndValues.CopyTo(results, first);
            else results.AsSpan(first, length).Fill(double.NaN);
        });
        Shift(results, width, last.Signal);
        return new Outcome<double[]>(
            results,
            outcomes.Aggregate(Status.Ok, (worst, o) => worst.Worst(o.Status)),
            new Diagnostics(
                outcomes.Select(o => o.Diagnostics.ErrorEstimate).DefaultIfEmpty().Max(),
                outcomes.Sum(o => o.Diagnostics.Evaluations * (o.Value.EndValues.Length / width))));
    }

    /// <summary>Adds a multiple of the mean to the point of every state.</summary>
    private void Shift(Span<double> states, int width, double factor)
    {
        double[] mean = _mean.Value;
        for (int at = 0; at < states.Length; at += width)
            TensorPrimitives.MultiplyAdd(mean, factor, states.Slice(at, mean.Length), states.Slice(at, mean.Length));
    }

    /// <summary>(D − m) − √ᾱ c at c = x − √ᾱ m.</summary>
    private VectorField Field() => (time, centred, derivative) =>
    {
        var level = NoiseLevel.OfFlowTime(time);
        double[] points = centred.ToArray();
        Shift(points, Dimension, level.Signal);
        denoiser.Denoise(level, new PointBatch(points, Dimension), derivative);
        Shift(derivative, Dimension, -1);
        TensorPrimitives.MultiplyAdd(centred, -level.Signal, derivative, derivative);
    };

    /// <summary>The same for rows of a point and its tangents, which are moved by √ᾱ/(1−ᾱ) C v − √ᾱ v.</summary>
    private VectorField FieldAlong(ITangentDenoiser along, int count, int p)
    {
        int d = Dimension, width = (1 + p) * d;
        double[] points = new double[count * d], means = new double[count * d], tangents = new double[count * p * d], images = new double[count * p * d];
        return (time, state, derivative) =>
        {
            var level = NoiseLevel.OfFlowTime(time);
            double signal = level.Signal, gain = signal / level.OneMinusAlphaBar;
            for (int i = 0; i < count; i++)
            {
                state.Slice(i * width, d).CopyTo(points.AsSpan(i * d));
                state.Slice(i * width + d, p * d).CopyTo(tangents.AsSpan(i * p * d));
            }

            Shift(points, d, signal);
            along.DenoiseAlong(level, new PointBatch(points, d), tangents, means, images);
            Shift(means, d, -1);
            for (int i = 0; i < count; i++)
            {
                means.AsSpan(i * d, d).CopyTo(derivative[(i * width)..]);
                TensorPrimitives.Multiply(images.AsSpan(i * p * d, p * d), gain, derivative.Slice(i * width + d, p * d));
            }

            TensorPrimitives.MultiplyAdd(state, -signal, derivative, derivative);
        };
    }
}
