using Simulator.Consistency;
using Simulator.Laws.Generators;
using Simulator.Laws.Reference;
using Simulator.Numerics;
using LearnerLaw = Simulator.Laws.Law<Simulator.Consistency.IConsistencyLearner, Simulator.Laws.Generators.LawCase>;

namespace Simulator.Laws;

/// <summary>Laws of the law of f_t(X_t): means are kept, variance is lost exactly where something is averaged away.</summary>
internal static class MomentLaws
{
    /// <summary>The centres c of the convex functions √(‖u − c‖² + s²), in standard deviations along every axis; s in the same unit.</summary>
    private static readonly double[] Centres = [-1.5, -0.5, 0, 1];

    private const double Roundness = 1;

    public static LearnerLaw MeanIsKept { get; } = new(
        nameof(MeanIsKept),
        "E f_t(X_t) = E X_1 (section 8)",
        LawSource.Derived,
        TargetKinds.Averaged,
        (learner, tried, options) => Averaged(learner, tried, options, (training, law) =>
        {
            double[] centre = Centre(training, law);
            return Verdict.All(Enumerable.Range(2, training.Steps - 1).Select(t =>
            {
                NestedRule marginal = law.Marginal(training.Schedule[t]);
                var mean = new double[law.Dimension];
                double error = marginal.Mean(training.At(t, marginal.Nodes), mean), distance = Math.Sqrt(SquaredDistance(mean, centre));
                return Judge.AtMost($"‖E f_{t}(X_{t}) − E X_1‖", new Measured(distance, error), (t - 1) * training.Claim, training.Scale);
            }));
        }));

    public static LearnerLaw VarianceFallsByWhatIsAveragedAway { get; } = new(
        nameof(VarianceFallsByWhatIsAveragedAway),
        "Tr Cov X_1 − Tr Cov f_T(X_T) = Σ_{t≥2} E‖f_{t−1}(X_{t−1}) − f_t(X_t)‖² over the pair (section 8)",
        LawSource.Derived,
        TargetKinds.Averaged,
        (learner, tried, options) => Averaged(learner, tried, options, VarianceIdentity));

    public static LearnerLaw ConvexOrderDecreases { get; } = new(
        nameof(ConvexOrderDecreases),
        "E h(f_t(X_t)) ≤ E h(f_{t−1}(X_{t−1})) for convex h (section 8), here h(u) = (‖u − c‖² + s²)^{1/2} for several c",
        LawSource.Derived,
        TargetKinds.Averaged,
        (learner, tried, options) => Averaged(learner, tried, options, (training, law) =>
        {
            double[] centre = Centre(training, law);
            double deviation = Math.Sqrt(TraceOfFirst(training, law) / law.Dimension), roundness = Roundness * deviation;
            Measured[] last = new Measured[Centres.Length];
            return Verdict.All(Enumerable.Range(1, training.Steps).SelectMany(t =>
            {
                NestedRule marginal = law.Marginal(training.Schedule[t]);
                double[] values = training.At(t, marginal.Nodes);
                var verdicts = new List<Verdict>();
                for (int c = 0; c < Centres.Length; c++)
                {
                    double[] at = [.. centre.Select(m => m + Centres[c] * deviation)], heights = new double[marginal.Count];
                    for (int i = 0; i < heights.Length; i++)
                        heights[i] = Math.Sqrt(SquaredDistance(values.AsSpan(i * at.Length, at.Length), at) + roundness * roundness);
                    Measured mean = marginal.Mean(heights);
                    if (t > 1)
                    {
                        // h is 1-Lipschitz, so that a step that is off by η lifts its mean by at most η.
                        verdicts.Add(Judge.AtMost(
                            Judge.Text($"E h(f_{t}(X_{t})) with c = {at[0]:G6} on every axis"),
                            mean with { Error = mean.Error + last[c].Error },
                            last[c].Value + training.Claim,
                            training.Scale));
                    }

                    last[c] = mean;
                }

                return verdicts;
            }));
        }));

    private static Verdict Averaged(IConsistencyLearner learner, LawCase tried, LawOptions options, Func<Training, ReferenceLaw, Verdict> check)
        => Training.Judge(learner, tried, options, training => training.Reference() is { } law
            ? check(training, law)
            : Verdict.NotApplicable("no reference for this target"));

    /// <summary>
    /// With f_t = f_t* + g_t and any fixed c, <c>E‖f_{t−1} − c‖² − E‖f_t − c‖² − E‖f_{t−1} − f_t‖² = −2E⟨g_t, f_t − c⟩</c>: what a claim η
    /// allows is 2η (E‖f_t − c‖²)^{1/2} a step, and the squared shift of the mean, at most ((T−1)η)².
    /// </summary>
    private static Verdict VarianceIdentity(Training training, ReferenceLaw law)
    {
        var pair = new PairAverage(law, training.Schedule);
        double[] centre = Centre(training, law), mean = new double[law.Dimension];
        double averaged = 0, error = 0, variance = 0, allowance = Math.Pow((training.Steps - 1) * training.Claim, 2);
        for (int t = 2; t <= training.Steps; t++)
        {
            NestedRule marginal = law.Marginal(training.Schedule[t]);
            double[] values = training.At(t, marginal.Nodes), squares = new double[marginal.Count], off = new double[marginal.Count];
            pair.Visit(t, marginal.Nodes, training[t - 1].Evaluate, (i, rule, before) =>
            {
                var distances = new double[rule.Count];
                for (int n = 0; n < distances.Length; n++)
                    distances[n] = SquaredDistance(before.Slice(n * mean.Length, mean.Length), values.AsSpan(i * mean.Length, mean.Length));
                Measured square = rule.Mean(distances);
                (squares[i], off[i]) = (square.Value, square.Error);
            });
            Measured step = marginal.Mean(squares);
            averaged += step.Value;
            error += step.Error + marginal.Mean(off).Value;

            for (int i = 0; i < squares.Length; i++)
                squares[i] = SquaredDistance(values.AsSpan(i * mean.Length, mean.Length), centre);
            Measured around = marginal.Mean(squares);
            marginal.Mean(values, mean);
            variance = around.Value - SquaredDistance(mean, centre);
            allowance += 2 * training.Claim * Math.Sqrt(around.Value);
            if (t == training.Steps) error += around.Error;
        }

        return Judge.Equal(
            "Tr Cov X_1 − Tr Cov f_T(X_T)",
            new Measured(TraceOfFirst(training, law) - variance, error),
            averaged,
            allowance,
            training.Scale * training.Scale);
    }

    /// <summary>E X_1.</summary>
    private static double[] Centre(Training training, ReferenceLaw law) => [.. law.Mean.Select(m => training.Schedule[1].Signal * m)];

    /// <summary>Tr Cov X_1.</summary>
    private static double TraceOfFirst(Training training, ReferenceLaw law)
        => training.Schedule[1].AlphaBar * (law.SecondMoment - law.Mean.Sum(m => m * m)) + law.Dimension * training.Schedule[1].OneMinusAlphaBar;

    private static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
