using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// Entropically regularised transport by Sinkhorn's iterations in the domain of logarithms, ε lowered step by step (Cuturi 2013; Schmitzer 2019), and the debiased
/// divergence of Feydy et al. (2019). Weights add up to 1.
/// </summary>
/// <remarks>
/// Sums over a row or column have one order, so that bits do not depend on the number of threads. Where the best plan falls apart into blocks that are far from each
/// other (on the scale of ε), the iterations see from block to block only through <c>exp(−cost/ε)</c> and may need more of them than anyone has time for: the result is then
/// not converged, and its bounds hold all the same.
/// </remarks>
public static class Sinkhorn
{
    /// <summary>Regularised transport between weighted points.</summary>
    /// <param name="x">n × d.</param>
    /// <param name="supplies">a, n weights, not negative, or empty for 1/n; only ratios count.</param>
    /// <param name="y">m × d.</param>
    /// <param name="demands">b, m weights, not negative, or empty for 1/m; only ratios count.</param>
    /// <param name="options">ε and when to stop.</param>
    /// <param name="cost">The cost of moving a unit.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <returns><see cref="Status.NotConverged"/>, with the residual, when the iterations ran out.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or an entry is not finite, negative or out of range.</exception>
    public static Outcome<SinkhornResult> Solve(
        PointBatch x, ReadOnlySpan<double> supplies, PointBatch y, ReadOnlySpan<double> demands, SinkhornOptions options, GroundCost cost = GroundCost.Distance, VectorPath? path = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var points = ScaledPoints.Of(x, y, cost);
        double[] a = Weights.Normalised(supplies, x.Count, nameof(supplies)), b = Weights.Normalised(demands, y.Count, nameof(demands));
        return (path ?? VectorPaths.Best) switch
        {
            VectorPath.Vector512 => Solve<Pack8>(points, a, b, options),
            VectorPath.Vector256 => Solve<Pack4>(points, a, b, options),
            _ => Solve<Pack1>(points, a, b, options),
        };
    }

    /// <summary>
    /// The Sinkhorn divergence <c>OT_ε(x, y) − ½ OT_ε(x, x) − ½ OT_ε(y, y)</c>: 0 for equal laws, not negative, and without most of the bias of the entropy.
    /// </summary>
    /// <param name="x">n × d.</param>
    /// <param name="supplies">a, as for <see cref="Solve(PointBatch, ReadOnlySpan{double}, PointBatch, ReadOnlySpan{double}, SinkhornOptions, GroundCost, VectorPath?)"/>.</param>
    /// <param name="y">m × d.</param>
    /// <param name="demands">b.</param>
    /// <param name="options">ε and when to stop.</param>
    /// <param name="cost">The cost of moving a unit.</param>
    /// <returns>The worst of the three statuses; the error estimate adds up residuals times the range of the potentials.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or an entry is not finite, negative or out of range.</exception>
    public static Outcome<double> Divergence(
        PointBatch x, ReadOnlySpan<double> supplies, PointBatch y, ReadOnlySpan<double> demands, SinkhornOptions options, GroundCost cost = GroundCost.Distance)
    {
        Outcome<SinkhornResult> both = Solve(x, supplies, y, demands, options, cost), first = Solve(x, supplies, x, supplies, options, cost), second = Solve(y, demands, y, demands, options, cost);
        double error = Error(both.Value) + 0.5 * (Error(first.Value) + Error(second.Value));
        return new(
            both.Value.Value - 0.5 * (first.Value.Value + second.Value.Value),
            both.Status.Worst(first.Status).Worst(second.Status),
            new Diagnostics(error, both.Diagnostics.Evaluations + first.Diagnostics.Evaluations + second.Diagnostics.Evaluations));
    }

    /// <summary>The dual is concave with the residual as its gradient: what is missing is at most residual times the range of f.</summary>
    private static double Error(SinkhornResult result)
        => result.Residual * (result.RowPotentials.Max() - result.RowPotentials.Min()) + result.Bounds.Rounding;

    private static Outcome<SinkhornResult> Solve<V>(ScaledPoints points, double[] a, double[] b, SinkhornOptions options)
        where V : unmanaged, IPack<V>
    {
        double epsilon = Math.ScaleB(options.Epsilon, -points.Exponent);
        int threads = options.Threads ?? Environment.ProcessorCount;
        if (!(epsilon > 1e-200 && epsilon < 1e200))
            throw new ArgumentException($"A regularisation of {options.Epsilon:g3} is out of all proportion to the costs.", nameof(options));
        var solver = new SinkhornSolver<V>(points, a, b, threads);
        (double residual, long iterations) = solver.Run(epsilon, options.Tolerance, options.MaxIterations);
        bool converged = residual <= options.Tolerance;
        double value = Dot(a, solver.F) + Dot(b, solver.G);

        // Any g gives a feasible pair. Columns without mass may have −∞ nowhere: g is a soft minimum of finite costs.
        double[] v = (double[])solver.G.Clone(), u = DualCertificate.RowPotentials<V>(solver.Costs, v, threads);
        double primal = solver.RoundedCost(epsilon);
        int e = points.Exponent;
        TransportBounds bounds = DualCertificate.Bounds(Unscaled(u, e), a, Unscaled(v, e), b, Math.ScaleB(primal, e), Math.ScaleB(primal, e), points.RelativeError + 1e-13);
        var result = new SinkhornResult(Math.ScaleB(value, e), Unscaled(solver.F, e), Unscaled(solver.G, e), residual, bounds);
        return new(result, converged ? Status.Ok : Status.NotConverged, new Diagnostics(Error(result), iterations));
    }

    private static double[] Unscaled(double[] values, int exponent) => Array.ConvertAll(values, value => Math.ScaleB(value, exponent));

    private static double Dot(double[] weights, double[] values)
    {
        CompensatedSum sum = default;
        for (int i = 0; i < weights.Length; i++)
            sum.AddProduct(weights[i], values[i]);
        return sum.Value;
    }
}
