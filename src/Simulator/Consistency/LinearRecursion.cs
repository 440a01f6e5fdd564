using System.Collections.Immutable;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// The exact recursion for a Gaussian N(m, S), in closed form (D): in the eigenbasis of S,
/// <c>f_t(√ᾱ_t m + c) = √ᾱ_1 m + √(V_1/V_t) Π_{k≤t} cos Δ_k · c</c>, where Δ_k is the angle between the vectors (√(ᾱ_{k−1}λ), √(1−ᾱ_{k−1})) and
/// (√(ᾱ_k λ), √(1−ᾱ_k)). Averaging an affine map is composing it with the mean, so the DDIM learner is the same.
/// </summary>
/// <remarks>The cosines are kept as Σ log cos Δ, from sin Δ by log1p: the error f_t − Φ_t has full relative precision.</remarks>
public sealed class LinearRecursion : ConsistencyRecursion
{
    private readonly LinearStructure _structure;
    private readonly ImmutableArray<EigenGroup> _groups;
    private readonly double[] _logContraction;
    private readonly Learner _learner;
    private readonly double _totalVariance;

    /// <summary>Starts the recursion.</summary>
    /// <param name="structure">The law of X_0.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="learner">Only its injected errors matter here; null for none.</param>
    public LinearRecursion(LinearStructure structure, Schedule schedule, Learner? learner = null)
        : base(schedule)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _learner = learner ?? Learner.Exact;
        _totalVariance = structure.TotalVariance!.Value;
        _structure = structure;
        _groups = structure.Groups;
        _logContraction = new double[_groups.Length];
    }

    /// <inheritdoc/>
    public override ConsistencyFunction Current => new LinearFunction(Time, _structure, Schedule, _groups, [.. _logContraction]);

    /// <summary>log cos Δ_t.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="t">2 … T.</param>
    /// <param name="variance">λ.</param>
    internal static double LogCosine(Schedule schedule, int t, double variance)
    {
        // sin²Δ = λ ᾱ_{t−1} ᾱ_t σ_{t−1}² (e^δ − 1)² / (V_{t−1} V_t), with ᾱσ² = 1 − ᾱ.
        NoiseLevel before = schedule[t - 1], after = schedule[t];
        double turn = Elementary.Expm1(schedule.Delta(t));
        double square = variance * before.OneMinusAlphaBar * after.AlphaBar * turn * turn / (before.MarginalVariance(variance) * after.MarginalVariance(variance));
        return 0.5 * Elementary.Log1p(-square);
    }

    /// <inheritdoc/>
    protected override void AdvanceTo(int t)
    {
        for (int g = 0; g < _groups.Length; g++)
            _logContraction[g] += LogCosine(Schedule, t, _groups[g].Variance);
        NoiseLevel after = Schedule[t];
        double error = _learner.ErrorSlope(t, after, _structure.Dimension, _totalVariance);
        for (int g = 0; g < _groups.Length && error != 0; g++)
        {
            double flowSlope = Math.Exp(0.5 * (LinearFlow.LogMarginalVariance(Schedule[1], _groups[g].Variance) - LinearFlow.LogMarginalVariance(after, _groups[g].Variance)));
            _logContraction[g] += Elementary.Log1p(error / (flowSlope * Math.Exp(_logContraction[g])));
        }
    }
}

/// <summary>f_t of a Gaussian: affine in the eigenbasis.</summary>
public sealed class LinearFunction : ConsistencyFunction
{
    private readonly LinearStructure _structure;
    private readonly Schedule _schedule;
    private readonly ImmutableArray<EigenGroup> _groups;

    internal LinearFunction(
        int time, LinearStructure structure, Schedule schedule, ImmutableArray<EigenGroup> groups, ImmutableArray<double> logContraction)
        : base(time, structure.Dimension)
        => (_structure, _schedule, _groups, LogContraction) = (structure, schedule, groups, logContraction);

    /// <summary>Σ_{k≤t} log cos Δ_k of each eigenvalue group: the logarithm of slope of f_t over slope of Φ_{t→1}.</summary>
    public ImmutableArray<double> LogContraction { get; }

    /// <inheritdoc/>
    public override double LipschitzConstant => Enumerable.Range(0, _groups.Length).Max(Slope);

    /// <summary>Slope of f_t on the axes of a group.</summary>
    /// <param name="group">Index of the group.</param>
    public double Slope(int group) => Math.Exp(LogContraction[group] + 0.5 * (
        LinearFlow.LogMarginalVariance(_schedule[1], _groups[group].Variance)
        - LinearFlow.LogMarginalVariance(_schedule[Time], _groups[group].Variance)));

    /// <inheritdoc/>
    protected override void EvaluateCore(PointBatch points, Span<double> result)
    {
        var index = new Dictionary<double, int>();
        for (int g = 0; g < _groups.Length; g++)
            index.Add(_groups[g].Variance, g);
        AffineMap.Apply(_structure, _schedule[Time].Signal, _schedule[1].Signal, v => Slope(index[v]), points, result);
    }
}
