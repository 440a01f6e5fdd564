using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Simulator.Schedules;

namespace Simulator.LeadingOrder;

/// <summary>The sharp leading order of the consistency error, E‖ξ_T‖ under q_T (section 7 (D)).</summary>
public static class PredictedError
{
    /// <summary>Noise levels within this distance in s are gathered: the local error changes over a unit of s.</summary>
    private const double PanelWidth = 0.8;

    private const int PanelNodes = 6;

    /// <summary>E‖Σ_t δ_t² g(s_t, X)‖ for a schedule.</summary>
    /// <param name="term">The local error of the target.</param>
    /// <param name="schedule">The schedule.</param>
    public static Outcome<double> Of(LeadingTerm term, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(term);
        ArgumentNullException.ThrowIfNull(schedule);
        return term.MeanNorm(schedule[1], Levels(schedule));
    }

    /// <summary>The noise levels of t = 2 … T with the weights δ_t², few in place of many.</summary>
    private static WeightedLevel[] Levels(Schedule schedule)
    {
        double[] points = [.. Enumerable.Range(2, schedule.Steps - 1).Select(t => schedule[t].LogSigma)];
        double[] weights = [.. Enumerable.Range(2, schedule.Steps - 1).Select(t => schedule.Delta(t) * schedule.Delta(t))];
        QuadratureRule rule = DiscreteGauss.Compress(points, weights, PanelWidth, PanelNodes);
        return [.. rule.Nodes.Zip(rule.Weights, (s, w) => new WeightedLevel(NoiseLevel.OfLogSigma(s), w))];
    }
}
