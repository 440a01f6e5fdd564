using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Simulator.Schedules;
using Simulator.Transport;

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

    /// <summary>Wanted relative accuracy of a mean over flow lines.</summary>
    private const double NormTolerance = 1e-6;

    /// <summary>E‖Σ_t δ_t² g(s_t, X)‖ for a schedule.</summary>
    /// <param name="term">The local error of the target.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="shared">What other predictions may have in common with this one: the blocks of products.</param>
    public static Outcome<double> Of(LeadingTerm term, Schedule schedule, SharedWork? shared = null)
    {
        ArgumentNullException.ThrowIfNull(term);
        ArgumentNullException.ThrowIfNull(schedule);
        if (term is not BlocksLeadingTerm product) return MeanOf(Resolved(term, schedule));
        Outcome<IReadOnlyList<RepeatedNorm>> blocks = BlocksLeadingTerm.Combined(product.Blocks.Select(b => (
            shared is null ? Resolved(b.Term, schedule) : shared.Of((nameof(PredictedError), b.Key, schedule), () => Resolved(b.Term, schedule)),
            b.Count)));
        return MeanOf(blocks);
    }

    private static Outcome<double> MeanOf(Outcome<IReadOnlyList<RepeatedNorm>> norms)
    {
        double value = BlockNorm.Expectation(norms.Value);
        return new Outcome<double>(value, double.IsFinite(value) ? norms.Status : Status.OutOfRange, new Diagnostics(norms.Diagnostics.ErrorEstimate, norms.Diagnostics.Evaluations));
    }

    /// <summary>The law of the norm of the sum for a term without blocks, on levels gathered so that its mean does not change any more.</summary>
    private static Outcome<IReadOnlyList<RepeatedNorm>> Resolved(LeadingTerm term, Schedule schedule)
    {
        double coarse = double.NaN;
        for (double width = WidestPanel; ; width *= 0.5)
        {
            WeightedLevel[] levels = Levels(schedule, width);
            Outcome<IReadOnlyList<RepeatedNorm>> fine = term.Sum(schedule[1], levels, NormTolerance);
            double mean = BlockNorm.Expectation(fine.Value);
            if (fine.Status != Status.Ok || levels.Length == schedule.Steps - 1 || Math.Abs(mean - coarse) <= Tolerance * mean) return fine;
            coarse = mean;
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
