using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// <c>g(x) = min_j ‖x − y_j‖ + ψ_j</c>, McShane's extension of a potential known at points. Whatever ψ is, g is 1-Lipschitz, so that for all laws
/// <c>E g(X) − E g(Y) ≤ W1(X, Y)</c>; with <c>ψ_j = −v_j</c> of an optimal plan between samples it is an equality on these samples.
/// </summary>
/// <remarks>A value depends on its point alone, not on the batch or the number of threads. Instances are immutable.</remarks>
public sealed class LipschitzPotential
{
    private readonly double[] _points, _prices;
    private readonly VectorPath _path;

    /// <summary>A potential.</summary>
    /// <param name="points">y_j, m × d, at least one.</param>
    /// <param name="values">ψ_j, m finite numbers.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">There are no points, lengths differ, or an entry is not finite.</exception>
    public LipschitzPotential(PointBatch points, ReadOnlySpan<double> values, VectorPath? path = null)
    {
        ScaledPoints.RequireFinite(points, nameof(points));
        if (values.Length != points.Count)
            throw new ArgumentException($"{points.Count} points need as many values, not {values.Length}.", nameof(values));
        for (int j = 0; j < values.Length; j++)
        {
            if (!double.IsFinite(values[j])) throw new ArgumentException($"Values must be finite, but value {j} is {values[j]}.", nameof(values));
        }

        Dimension = points.Dimension;
        Count = points.Count;
        _path = path ?? VectorPaths.Best;
        _points = points.Data.ToArray();
        _prices = [.. values.ToArray().Select(value => -value)];
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>m.</summary>
    public int Count { get; }

    /// <summary>The potential of an optimal plan for the cost <see cref="GroundCost.Distance"/>.</summary>
    /// <param name="y">The points of the columns.</param>
    /// <param name="columnPotentials">v of the plan.</param>
    /// <exception cref="ArgumentException">Lengths differ or an entry is not finite.</exception>
    public static LipschitzPotential Of(PointBatch y, ReadOnlySpan<double> columnPotentials)
        => new(y, [.. columnPotentials.ToArray().Select(v => -v)]);

    /// <summary>g at points.</summary>
    /// <param name="points">x, n × d, finite, with coordinates of at most 1e150 apart from the y_j.</param>
    /// <param name="values">Receives n values.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <exception cref="ArgumentException">Sizes do not fit or an entry is not finite.</exception>
    public void Evaluate(PointBatch points, Span<double> values, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        if (points.Dimension != Dimension) throw new ArgumentException($"Points must have dimension {Dimension}, not {points.Dimension}.", nameof(points));
        if (values.Length != points.Count) throw new ArgumentException($"{points.Count} points need as many values, not {values.Length}.", nameof(values));
        if (points.Count == 0) return;
        ScaledPoints.RequireFinite(points, nameof(points));
        int workers = threads ?? Environment.ProcessorCount;
        double[] x = points.Data.ToArray();
        double[] found = _path switch
        {
            VectorPath.Vector512 => Evaluate<Pack8>(x, workers),
            VectorPath.Vector256 => Evaluate<Pack4>(x, workers),
            _ => Evaluate<Pack1>(x, workers),
        };
        found.CopyTo(values);
    }

    /// <summary><c>mean g(x_i) − mean g(y_j)</c>, a lower bound of W1 between the samples (of W1 between their laws it is an estimate of one).</summary>
    /// <param name="x">n × d.</param>
    /// <param name="y">m × d.</param>
    /// <exception cref="ArgumentException">Sizes do not fit or an entry is not finite.</exception>
    public double LowerBound(PointBatch x, PointBatch y)
    {
        double[] first = new double[x.Count], second = new double[y.Count];
        ScaledPoints.RequireFinite(x, nameof(x));
        ScaledPoints.RequireFinite(y, nameof(y));
        Evaluate(x, first);
        Evaluate(y, second);
        CompensatedSum sum = default;
        foreach (double value in first)
            sum.Add(value / first.Length);
        foreach (double value in second)
            sum.Add(-value / second.Length);
        return sum.Value;
    }

    private double[] Evaluate<V>(double[] x, int threads)
        where V : unmanaged, IPack<V>
        => DualCertificate.RowPotentials<V>(new PointCosts<V>(x, _points, Dimension, GroundCost.Distance), _prices, threads);
}
