using Simulator.Consistency;
using Simulator.Laws.Generators;
using Simulator.Laws.Reference;
using Simulator.Numerics;
using LearnerLaw = Simulator.Laws.Law<Simulator.Consistency.IConsistencyLearner, Simulator.Laws.Generators.LawCase>;

namespace Simulator.Laws;

/// <summary>
/// The links of the proof (section 6): ξ_t = f_t − Φ_t is an average of ξ_{t−1} plus the bias B_t of one step; averages contract; errors add.
/// The norm is (E‖·‖²)^{1/2}, for which the same inequalities hold as for the proof's E‖·‖ and quadrature has no kinks to miss.
/// </summary>
internal static class ErrorLaws
{
    /// <summary>Kinds of targets whose flow is at hand for millions of points.</summary>
    private const TargetKinds WithFlow = TargetKinds.Line | TargetKinds.Gaussian;

    public static LearnerLaw TowerContracts { get; } = new(
        nameof(TowerContracts),
        "E‖f_t(X_t) − E[Φ_{t−1}(X_{t−1}) | X_t]‖ ≤ E‖ξ_{t−1}(X_{t−1})‖: "
            + "what a step does to ξ_{t−1} is an average over the pair (section 6)",
        LawSource.Derived,
        WithFlow,
        (learner, tried, options) => WithErrors(learner, tried, options, (training, errors) =>
            Verdict.All(Enumerable.Range(2, training.Steps - 1).Select(t => Judge.AtMost(
                $"(E‖f_{t}(X_{t}) − E[Φ_{t - 1}(X_{t - 1}) | X_{t}]‖²)^(1/2)",
                Sum(errors.Carried(t), errors.Total(t - 1), 0),
                errors.Total(t - 1).Value + training.Claim,
                training.Scale)))));

    public static LearnerLaw ErrorsAdd { get; } = new(
        nameof(ErrorsAdd),
        "E‖ξ_t‖ ≤ Σ_{k≤t} (E‖B_k‖ + the claimed error of step k): errors add, no factor multiplies them (section 6)",
        LawSource.Derived,
        WithFlow,
        (learner, tried, options) => WithErrors(learner, tried, options, (training, errors) =>
        {
            double bound = 0, off = 0;
            return Verdict.All(Enumerable.Range(2, training.Steps - 1).Select(t =>
            {
                Measured bias = errors.Bias(t);
                bound += bias.Value + training.Claim;
                off += bias.Error;
                return Judge.AtMost($"(E‖ξ_{t}‖²)^(1/2)", Sum(errors.Total(t), default, off), bound, training.Scale);
            }));
        }));

    public static LearnerLaw IdentityCloses { get; } = new(
        nameof(IdentityCloses),
        "ξ_t(x) = E[ξ_{t−1}(X_{t−1}) | X_t = x] + B_t(x) up to the claimed error of the step (34)",
        LawSource.Read,
        WithFlow,
        (learner, tried, options) => WithErrors(learner, tried, options, (training, errors) =>
            Verdict.All(Enumerable.Range(2, training.Steps - 1).Select(t => Judge.AtMost(
                $"(E‖ξ_{t} − E[ξ_{t - 1}(X_{t - 1}) | X_{t}] − B_{t}‖²)^(1/2)", errors.Remainder(t), training.Claim, training.Scale)))));

    private static Measured Sum(Measured found, Measured other, double error) => found with { Error = found.Error + other.Error + error };

    private static Verdict WithErrors(IConsistencyLearner learner, LawCase tried, LawOptions options, Func<Training, Errors, Verdict> check)
        => Training.Judge(learner, tried, options, training =>
            training.Reference() is { } law && ReferenceFlow.For(tried.Target, training.Schedule) is { } flow
                ? check(training, new Errors(training, law, flow))
                : Verdict.NotApplicable("no reference flow for this target"));

    /// <summary>The errors of a learner and their parts, each a root mean square under q_t.</summary>
    private sealed class Errors(Training training, ReferenceLaw law, ReferenceFlow flow)
    {
        private readonly PairAverage _pair = new(law, training.Schedule);

        /// <summary>ξ_t.</summary>
        public Measured Total(int t)
        {
            NestedRule marginal = law.Marginal(training.Schedule[t]);
            return Norm(marginal, Minus(training.At(t, marginal.Nodes), Flow(t, marginal.Nodes)), [], flow.ErrorOf(t));
        }

        /// <summary>f_t − E[Φ_{t−1}(X_{t−1}) | X_t].</summary>
        public Measured Carried(int t)
        {
            NestedRule marginal = law.Marginal(training.Schedule[t]);
            (double[] means, double[] errors) = AverageOfFlow(t, marginal);
            return Norm(marginal, Minus(training.At(t, marginal.Nodes), means), errors, flow.ErrorOf(t - 1));
        }

        /// <summary>B_t = E[Φ_{t−1}(X_{t−1}) | X_t] − Φ_t.</summary>
        public Measured Bias(int t)
        {
            NestedRule marginal = law.Marginal(training.Schedule[t]);
            (double[] means, double[] errors) = AverageOfFlow(t, marginal);
            return Norm(marginal, Minus(means, Flow(t, marginal.Nodes)), errors, flow.ErrorOf(t - 1) + flow.ErrorOf(t));
        }

        /// <summary>ξ_t − E[ξ_{t−1}(X_{t−1}) | X_t] − B_t.</summary>
        public Measured Remainder(int t)
        {
            NestedRule marginal = law.Marginal(training.Schedule[t]);
            (double[] errorMeans, double[] off) = _pair.Of(t, marginal.Nodes, Error(t - 1));
            (double[] flowMeans, double[] errors) = AverageOfFlow(t, marginal);
            double[] goal = Flow(t, marginal.Nodes), error = Minus(training.At(t, marginal.Nodes), goal), bias = Minus(flowMeans, goal);
            return Norm(marginal, Minus(Minus(error, errorMeans), bias), [.. off.Zip(errors, (a, b) => a + b)], 2 * (flow.ErrorOf(t - 1) + flow.ErrorOf(t)));
        }

        private static Measured Norm(NestedRule marginal, double[] vectors, double[] errors, double error)
        {
            Measured norm = Training.RootMeanSquare(marginal, vectors, errors);
            return norm with { Error = norm.Error + error };
        }

        private static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

        private double[] Flow(int t, double[] points)
        {
            var values = new double[points.Length];
            flow.ToStart(t, new PointBatch(points, law.Dimension), values);
            return values;
        }

        /// <summary>ξ_t as a map.</summary>
        private PointMap Error(int t) => (points, result) =>
        {
            var values = new double[result.Length];
            flow.ToStart(t, points, values);
            training[t].Evaluate(points, result);
            for (int i = 0; i < values.Length; i++)
                result[i] -= values[i];
        };

        private (double[] Means, double[] Errors) AverageOfFlow(int t, NestedRule marginal)
            => _pair.Of(t, marginal.Nodes, (points, result) => flow.ToStart(t - 1, points, result));
    }
}
