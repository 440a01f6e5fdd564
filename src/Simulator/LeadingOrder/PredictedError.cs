using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Simulator.Schedules;

namespace Simulator.LeadingOrder;

/// <summary>The sharp leading order of the consistency error, E‖ξ_T‖ under q_T (section 7 (D)).</summary>
public static class PredictedError
{
    /// <summary>
    /// Noise levels within this distance in s are gathered at first. The local error changes over a unit of s, but along lines from near the centre of a
    /// steep map much faster: the distance is halved until nothing changes or no level is left to gather.
    /// </summary>
    private const double WidestPanel = 0.8;

    private const int PanelNodes = 6;

    /// <summary>Wanted relative accuracy.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>E‖Σ_t δ_t² g(s_t, X)‖ for a schedule.</summary>
    /// <param name="term">The local error of the target.</param>
    /// <param name="schedule">The schedule.</param>
    public static Outcome<double> Of(LeadingTerm term, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(term);
        ArgumentNullException.ThrowIfNull(schedule);
        Outcome<double>? coarse = null;
        for (double width = WidestPanel; ; width *= 0.5)
        {
            WeightedLevel[] levels = Levels(schedule, width);
            Outcome<double> fine = term.MeanNorm(schedule[1], levels);
            bool all = levels.Length == schedule.Steps - 1;
            if (fine.Status != Status.Ok || all) return fine;
            double change = coarse is null ? double.PositiveInfinity : Math.Abs(fine.Value - coarse.Value);
            if (change <= Tolerance * fine.Value)
                return new Outcome<double>(fine.Value, fine.Status, new Diagnostics(change, fine.Diagnostics.Evaluations));
            coarse = fine;
        }
    }

    /// <summary>The noise levels of t = 2 … T with the weights δ_t², few in place of many.</summary>
    private static WeightedLevel[] Levels(Schedule schedule, double width)
    {
        double[] points = [.. Enumerable.Range(2, schedule.Steps - 1).Select(t => schedule[t].LogSigma)];
        double[] weights = [.. Enumerable.Range(2, schedule.Steps - 1).Select(t => schedule.Delta(t) * schedule.Delta(t))];
        QuadratureRule rule = DiscreteGauss.Compress(points, weights, width, PanelNodes);
        return [.. rule.Nodes.Zip(rule.Weights, (s, w) => new WeightedLevel(NoiseLevel.OfLogSigma(s), w))];
    }
}
