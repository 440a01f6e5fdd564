using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.ErrorRecursion;

/// <summary>
/// The error recursion of a Gaussian in closed form (D): on the axes of an eigenvalue, with c = X_t − √ᾱ_t m and p_t = √(V_1/V_t), Φ_t has the slope p_t,
/// f_t the slope p_t e^{L_t}, and the pair's mean the slope cos Δ_t √(V_{t−1}/V_t). So ξ_t = p_t (e^{L_t} − 1) c, the tower term is
/// p_t (e^{L_{t−1}} − 1) cos Δ_t c, T1_t = p_t (cos Δ_t − 1) c and T2_t = 0; p_t c has the variance V_1 at every t.
/// </summary>
internal sealed class LinearTrace : ErrorTrace
{
    private readonly LinearRecursion _recursion;
    private readonly ImmutableArray<EigenGroup> _groups;
    private readonly Learner _learner;
    private readonly int _dimension;
    private readonly double _totalVariance;
    private readonly double[] _before;

    public LinearTrace(LinearStructure structure, Schedule schedule, Learner learner)
        : base(schedule)
    {
        _recursion = new LinearRecursion(structure, schedule, learner);
        (_groups, _learner, _dimension, _totalVariance) = (structure.Groups, learner, structure.Dimension, structure.TotalVariance!.Value);
        _before = new double[_groups.Length];
    }

    /// <inheritdoc/>
    public override Status Solved => Status.Ok;

    /// <inheritdoc/>
    public override double NumericalError => 0;

    /// <inheritdoc/>
    protected override ErrorTerms AdvanceTo(int t)
    {
        _recursion.Advance();
        ImmutableArray<double> logs = ((LinearFunction)_recursion.Current).LogContraction;
        double error = _learner.ErrorSlope(t, Schedule[t], _dimension, _totalVariance);
        var axes = new Axes[_groups.Length];
        double irreducible = 0, spread = 0;
        for (int g = 0; g < axes.Length; g++)
        {
            double variance = _groups[g].Variance;
            double first = Math.Exp(0.5 * LinearFlow.LogMarginalVariance(Schedule[1], variance));
            double here = Math.Exp(0.5 * LinearFlow.LogMarginalVariance(Schedule[t], variance));
            double logCosine = LinearRecursion.LogCosine(Schedule, t, variance), shrink = Elementary.Expm1(logCosine);
            double xi = Elementary.Expm1(logs[g]), last = Elementary.Expm1(_before[g]), tower = last * Math.Exp(logCosine);
            double estimation = error * here / first;
            axes[g] = new Axes(
                _groups[g].Count,
                first * xi,
                first * tower,
                first * shrink,
                first * estimation,
                first * (xi - tower - estimation - shrink),
                Math.Exp(0.5 * LinearFlow.LogMarginalVariance(Schedule[t - 1], variance)) * shrink);

            // f_{t−1}(X_{t−1}) and f_t(X_t) have the deviations first·e^{L} and the correlation cos Δ.
            double f = Math.Exp(_before[g]), next = Math.Exp(logs[g]), square = Math.Pow(f * Math.Exp(logCosine) - next, 2) - f * f * Elementary.Expm1(2 * logCosine);
            irreducible += _groups[g].Count * first * first * square;
            spread += _groups[g].Count * Math.Pow(first * next, 2);
            _before[g] = logs[g];
        }

        Term Of(Func<Axes, double> scale)
        {
            RepeatedNorm[] law = [.. axes.Select(a => new RepeatedNorm(new AffineBlock(a.Count, scale(a), 0), 1))];
            double mean = BlockNorm.Expectation(law);
            return new Term(mean, BlockNorm.RelativeError * mean, law);
        }

        return new ErrorTerms(
            t, Schedule[t].LogSigma, Of(a => a.Xi), Of(a => a.Tower), Of(a => a.T1), Term.Zero, Term.Zero, Of(a => a.Estimation), Term.Zero, Of(a => a.Residual),
            Of(a => a.Gap), irreducible, spread);
    }

    /// <summary>Standard deviations of the terms on the axes of an eigenvalue.</summary>
    private readonly record struct Axes(int Count, double Xi, double Tower, double T1, double Estimation, double Residual, double Gap);
}
