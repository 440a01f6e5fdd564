using Simulator.Laws.Generators;
using Simulator.Laws.Reference;
using Simulator.Numerics;
using LearnerLaw = Simulator.Laws.Law<Simulator.Consistency.IConsistencyLearner, Simulator.Laws.Generators.LawCase>;

namespace Simulator.Laws;

/// <summary>Laws of one step of the recursion.</summary>
internal static class StepLaws
{
    private const int Points = 32;

    /// <summary>Points of equal mass on the line at which monotonicity is looked at.</summary>
    private const int Cells = 64;

    public static LearnerLaw StartsAtIdentity { get; } = new(
        nameof(StartsAtIdentity),
        "f_1(x) = x (section 3)",
        LawSource.Stated,
        TargetKinds.All,
        (learner, tried, options) => Training.Judge(learner, tried, options, training =>
        {
            double[] points = training.PointsOf(1, Points), values = training.At(1, points);
            return Verdict.All(points.Select((x, i) => Judge.Equal(
                Judge.Text($"f_1({x:G6})"), new Measured(values[i], 0), x, 0, training.Scale + Math.Abs(x))));
        }));

    public static LearnerLaw StepIsConditionalMean { get; } = new(
        nameof(StepIsConditionalMean),
        "f_t(x) = E[f_{t−1}(a_t x + b_t X_0) | X_t = x], the same X_0 and the same noise on both sides (14)",
        LawSource.Stated,
        TargetKinds.Averaged,
        (learner, tried, options) => Training.Judge(learner, tried, options, training =>
        {
            if (training.Reference() is not { } law) return Verdict.NotApplicable("no reference for this target");
            var pair = new PairAverage(law, training.Schedule);
            return Verdict.All(Enumerable.Range(2, training.Steps - 1).Select(t => Step(training, law, pair, t)));
        }));

    public static LearnerLaw Increases { get; } = new(
        nameof(Increases),
        "on the line f_t is increasing (section 8)",
        LawSource.Derived,
        TargetKinds.Line | TargetKinds.Gaussian,
        (learner, tried, options) => Training.Judge(learner, tried, options, training =>
        {
            if (LineLaw.Of(tried.Target) is not { } data) return Verdict.NotApplicable("not on the line");
            return Verdict.All(Enumerable.Range(1, training.Steps).Select(t =>
            {
                // The exact f_t increases, and f_t is off by at most t − 1 claims in the mean square; over a cell of mass 1/64 that allows eight
                // times as much.
                double[] points = [.. Enumerable.Range(0, Cells).Select(i => LineLaw.At(data, training.Schedule[t]).Quantile((i + 0.5) / Cells))];
                double[] values = training.At(t, points);
                double allowance = 2 * Math.Sqrt(Cells) * (t - 1) * training.Claim;
                return Verdict.All(Enumerable.Range(1, Cells - 1).Select(i => Judge.AtMost(
                    Judge.Text($"fall of f_{t} between {points[i - 1]:G6} and {points[i]:G6}"),
                    new Measured(values[i - 1] - values[i], 0),
                    allowance,
                    training.Scale)));
            }));
        }));

    private static Verdict Step(Training training, ReferenceLaw law, PairAverage pair, int t)
    {
        NestedRule marginal = law.Marginal(training.Schedule[t]);
        double[] values = training.At(t, marginal.Nodes);
        (double[] means, double[] errors) = pair.Of(t, marginal.Nodes, training[t - 1].Evaluate);
        double[] residual = [.. values.Zip(means, (v, m) => v - m)];
        return Judge.AtMost(
            $"(E‖f_{t}(X_{t}) − E[f_{t - 1}(X_{t - 1}) | X_{t}]‖²)^(1/2)",
            Training.RootMeanSquare(marginal, residual, errors),
            training.Claim,
            training.Scale);
    }
}
