using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// The exact recursion for a rotation invariant law (D): f_t(x) = g_t(‖x‖) x/‖x‖ with <c>g_t(ρ) = E[g_{t−1}(‖X_{t−1}‖) cos∠(X_{t−1}, x)]</c>
/// over X_0 given ‖X_t‖ = ρ. g_t is kept on a grid of radii that follows the extent of q_t. No sampling, any dimension.
/// </summary>
public sealed class RadialRecursion : ConsistencyRecursion
{
    /// <summary>The grid covers this many deviations beyond the centre of every component; beyond it g grows linearly.</summary>
    private const double Reach = 9;

    /// <summary>Mass of a cell below which its share of a mean is not computed.</summary>
    private const double Negligible = 1e-18;

    private readonly RadialStructure _structure;
    private readonly Learner _learner;
    private readonly double _totalVariance;
    private readonly int _intervals, _nodes;
    private RadialInterpolant _current;

    /// <summary>Starts the recursion.</summary>
    /// <param name="structure">The law of X_0.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="intervals">Intervals of the grid of radii, at least 16.</param>
    /// <param name="nodes">Quadrature nodes over the angle of a sphere (along a Gaussian a third, across it a fifth as many), at least 6.</param>
    /// <param name="learner">Which steps to take; null for the exact ones.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public RadialRecursion(
        RadialStructure structure, Schedule schedule, int intervals, int nodes, Learner? learner = null)
        : base(schedule)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 6);
        (_structure, _learner, _intervals, _nodes) = (structure, learner ?? Learner.Exact, intervals, nodes);
        _totalVariance = structure.TotalVariance!.Value;
        RadialGrid grid = PlaceGrid(1, structure.Smoothed(schedule[1]));
        _current = new RadialInterpolant(grid, [.. Enumerable.Range(0, intervals + 1).Select(i => grid[i])]);
    }

    /// <inheritdoc/>
    public override ConsistencyFunction Current => new RadialFunction(Time, _structure.Dimension, _current);

    /// <summary>
    /// Σ_{k ≤ t} E‖f_k^F − f_k*‖ and Σ_{k ≤ t} (E‖f_k^F − f_k*‖²)^{1/2}, X_k ~ q_k, the distance of the steps taken from the exact ones; 0 for the exact learner.
    /// </summary>
    public (double Mean, double Root) Approximation { get; private set; }

    /// <inheritdoc/>
    protected override void AdvanceTo(int t)
    {
        RadialMixture law = _structure.Smoothed(Schedule[t]);
        RadialGrid grid = PlaceGrid(t, law);
        RadialStep[] steps = [.. _structure.Components.Select(c => RadialStep.Of(_structure.Dimension, c, Schedule, t, _nodes))];
        double a = Schedule.PairSlope(t), b = Schedule.PairGain(t);
        var values = new double[_intervals + 1];
        var responsibilities = new double[steps.Length];
        double meanDifference = 0, squareDifference = 0;
        for (int i = 1; i <= _intervals; i++)
        {
            double radius = grid[i];
            law.Responsibilities(radius, responsibilities);
            if (_learner.Kind == LearnerKind.Exact)
            {
                values[i] = Average(steps, responsibilities, radius);
                continue;
            }

            double mean = 0;
            for (int k = 0; k < steps.Length; k++)
                mean += responsibilities[k] * steps[k].PosteriorMean(radius);
            values[i] = _current.Evaluate(a * radius + b * mean);
            double width = grid.Step * Math.Sqrt(radius * radius + grid.Core * grid.Core);
            double mass = law.Pdf(radius) * width;
            if (mass <= Negligible) continue;
            double difference = Math.Abs(values[i] - Average(steps, responsibilities, radius));
            meanDifference += mass * difference;
            squareDifference += mass * difference * difference;
        }

        double error = _learner.ErrorSlope(t, Schedule[t], _structure.Dimension, _totalVariance);
        for (int i = 1; i <= _intervals && error != 0; i++)
            values[i] += error * grid[i];
        Approximation = (Approximation.Mean + meanDifference, Approximation.Root + Math.Sqrt(squareDifference));
        _current = new RadialInterpolant(grid, values);
    }

    private double Average(RadialStep[] steps, double[] responsibilities, double radius)
    {
        double sum = 0;
        for (int k = 0; k < steps.Length; k++)
        {
            if (responsibilities[k] > 0) sum += responsibilities[k] * steps[k].Average(_current, radius);
        }

        return sum;
    }

    /// <summary>
    /// Dense below the least radius on which the posterior changes: (1−ᾱ)d/(√ᾱR), where κ = d, for a sphere, and the centre of the law itself for
    /// a Gaussian.
    /// </summary>
    private RadialGrid PlaceGrid(int t, RadialMixture law)
    {
        NoiseLevel level = Schedule[t];
        double reach = law.Extent(Reach).High, core = reach;
        foreach (RadialComponent component in law.Components)
        {
            core = Math.Min(core, component.Radius > 0
                ? level.OneMinusAlphaBar * law.Dimension / component.Radius
                : Math.Sqrt(law.Dimension) * component.Deviation);
        }

        return RadialGrid.UpTo(core, reach, _intervals);
    }
}
