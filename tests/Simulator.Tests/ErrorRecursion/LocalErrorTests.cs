using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.ErrorRecursion;
using Simulator.Flow;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Theory;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.ErrorRecursion;

/// <summary>T1 and T2 by brute force: quantile maps at every node of a posterior quadrature, without flow lines, series or panels.</summary>
public class LocalErrorTests
{
    [Property(MaxTest = 12)]
    public Property T1_T2_and_gap_agree_with_brute_force() => Prop.ForAll(MildMixtures(), Gen.Choose(6, 30).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (mixture, steps, choice) =>
    {
        var structure = new LineStructure(mixture.Law);
        Schedule schedule = new TwoPhaseSchedule().Create(Math.Max(steps, 17));
        TraceCase trace = TraceCase.Run(structure, schedule, Learner.Exact);
        int t = 2 + choice % (schedule.Steps - 1);
        var brute = new Brute(structure, schedule, t);
        double scale = trace.Sums.LargestXi.Value;
        Close.Absolute(brute.Mean(x => brute.Terms(x).T1), trace[t].T1.Mean, 1e-7 * scale + trace[t].T1.Error, $"T1_{t}");
        Close.Absolute(brute.Mean(x => brute.Terms(x).T2), trace[t].T2.Mean, 1e-7 * scale + trace[t].T2.Error, $"T2_{t}");
        Close.Absolute(brute.Mean(x => brute.Terms(x).Gap), trace[t].Gap.Mean, 1e-7 * scale + trace[t].Gap.Error, $"gap_{t}");
    });

    /// <summary>
    /// Composed DDIM steps carry the T1 part only, to first order in max δ: consistency training minus them is Σ T2 along the flow line (section 6).
    /// </summary>
    [Fact]
    public void Consistency_training_minus_ddim_isolates_T2_to_first_order()
    {
        var structure = new LineStructure(new UnivariateMixture([0.4, 0.6], [-0.7, 0.7], [0.7, 0.9]));
        double[] scores = [.. Enumerable.Range(0, 33).Select(i => -3.2 + 0.2 * i)];
        var points = new List<(double X, double T1, double T2)>();
        foreach (int steps in (int[])[80, 160, 320])
        {
            Schedule schedule = new TwoPhaseSchedule().Create(steps);
            var flow = new QuantileFlow(structure, schedule);
            double[] first = new double[scores.Length], second = new double[scores.Length], ends = [.. scores.Select(z => flow.Law(1).FromNormalScore(z))];
            for (int t = 2; t <= steps; t++)
            {
                var brute = new Brute(structure, schedule, t, nodes: 10);
                for (int i = 0; i < ends.Length; i++)
                {
                    (double t1, double t2, _) = brute.Terms(flow.Law(t).PointAt(flow.Law(1).RankOf(ends[i])));
                    first[i] += t1;
                    second[i] += t2;
                }
            }

            double[] x = [.. ends.Select(v => flow.Law(steps).PointAt(flow.Law(1).RankOf(v)))], exact = Last(Learner.Exact, x), ddim = Last(Learner.Ddim, x);
            double Norm(Func<int, double> difference) => Enumerable.Range(0, x.Length).Sum(i => Normal.Pdf(scores[i]) * Math.Abs(difference(i)));
            points.Add((
                Enumerable.Range(2, steps - 1).Max(schedule.Delta),
                Norm(i => ddim[i] - ends[i] - first[i]) / Norm(i => first[i]),
                Norm(i => exact[i] - ddim[i] - second[i]) / Norm(i => second[i])));

            double[] Last(Learner learner, double[] at)
            {
                ConsistencyRecursion recursion = new LineSolver().Start(structure, schedule, learner, 4096);
                while (recursion.Advance())
                {
                }

                double[] values = new double[at.Length];
                recursion.Current.Evaluate(new PointBatch(at, 1), values);
                return values;
            }
        }

        Assert.InRange(SlopeFit.OfPowers([.. points.Select(p => (p.X, p.T1))])!.Value, 0.85, 1.15);
        Assert.InRange(SlopeFit.OfPowers([.. points.Select(p => (p.X, p.T2))])!.Value, 0.82, 1.15);
        Assert.InRange(points[^1].T1, 1e-6, 0.006);
        Assert.InRange(points[^1].T2, 1e-6, 0.05);
    }

    /// <summary>A DDIM step departs from the exact one by −T2 to leading order: its approximation error tends to E‖T2‖.</summary>
    [Fact]
    public void Approximation_error_of_ddim_tends_to_T2()
    {
        const string Target = """{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[0.6,0.6]}""";
        double[] off = [.. new[] { 50, 100, 200, 400 }.Select(steps =>
        {
            TraceCase trace = TraceCase.Run(Target, new CosineSchedule(), steps, Learner.Ddim);
            return Math.Abs(trace.Sums.Approximation / trace.Sums.T2 - 1);
        })];
        Assert.InRange(off[^1], 0, 0.02);
        for (int i = 1; i < off.Length; i++)
            Assert.InRange(off[i - 1] / off[i], 1.5, 3);
    }

    /// <summary>The exponent of log T/T is near ½ where ρ = L_f √r is large and near 1 where it is small (section 7).</summary>
    [Theory]
    [InlineData(3, 0.1, 100, 400, 0.48, 0.58)]
    [InlineData(0.8, 0.8, 100, 400, 0.93, 1.03)]
    public void Steep_maps_fall_with_half_the_exponent(double mean, double deviation, int few, int many, double low, double high)
    {
        var structure = new LineStructure(new UnivariateMixture([0.5, 0.5], [-mean, mean], [deviation, deviation]));
        double Error(int steps) => new LineSolver()
            .Solve(structure, new TwoPhaseSchedule().Create(steps), Learner.Exact, null, TestContext.Current.CancellationToken).Measure().ConsistencyError.Value;
        double Rate(int steps) => Math.Log(steps) / steps;
        Assert.InRange(Math.Log(Error(few) / Error(many)) / Math.Log(Rate(few) / Rate(many)), low, high);
    }

    /// <summary>
    /// Errors add and are never multiplied: what an injected error is worth at T is at most what it was where it was made, however steep the map is
    /// (L_f exceeds 100 here); several are worth at most their sum.
    /// </summary>
    [Fact]
    public void Injected_errors_add_and_are_not_multiplied()
    {
        var structure = new LineStructure(new UnivariateMixture([0.4, 0.6], [-1, 1], [0.25, 0.22]));
        Schedule schedule = new TwoPhaseSchedule().Create(24);
        var flow = new QuantileFlow(structure, schedule);
        Assert.True(flow.Lipschitz().LogWholeWay > Math.Log(100));
        var errors = new[] { new InjectedError(4, 0.004), new InjectedError(12, 0.002), new InjectedError(18, 0.003) };
        double[] alone = [.. errors.Select(e => Effect(new Learner(LearnerKind.Exact, [e])))];
        double together = Effect(new Learner(LearnerKind.Exact, [.. errors]));
        for (int i = 0; i < errors.Length; i++)
            Assert.InRange(alone[i], 0.1 * errors[i].Size, errors[i].Size * (1 + 1e-9));
        Assert.InRange(together, 0.1 * errors.Sum(e => e.Size), alone.Sum() * (1 + 1e-9));

        // The trace shows them where they were made, as what they are.
        TraceCase trace = TraceCase.Run(structure, schedule, new Learner(LearnerKind.Exact, [.. errors]));
        Assert.Equal(errors.Select(e => e.Step), trace.Rows.Where(r => r.Estimation.Mean > 0).Select(r => r.Time));
        Assert.All(errors, e => Assert.InRange(trace[e.Step].Estimation.Mean, 0.7 * e.Size, e.Size));
        ErrorSums sums = trace.Sums;
        Assert.InRange(sums.Last!.Xi.Mean, 0, sums.T1 + sums.T2 + sums.Estimation);

        double Effect(Learner learner)
        {
            ConsistencyRecursion wrong = new LineSolver().Start(structure, schedule, learner, 4096), right = new LineSolver().Start(structure, schedule, Learner.Exact, 4096);
            while (wrong.Advance() && right.Advance())
            {
            }

            UnivariateMixture law = flow.Law(schedule.Steps);
            return LineDistance.MeanAbsolute(
                (x, y) => Pointwise.Fill(x, y, p => law.Pdf(p) * (((LineFunction)wrong.Current).Interpolant.Evaluate(p) - ((LineFunction)right.Current).Interpolant.Evaluate(p))), law).Value;
        }
    }

    /// <summary>Smooth enough that 80 nodes a component are exact.</summary>
    private static Arbitrary<LineCase> MildMixtures() => Arb.From(
        from count in Gen.Choose(1, 3)
        from weights in Sizes.Uniform(0.1, 1).ArrayOf(count)
        from means in Gen.Frequency((4, Sizes.Uniform(-1.2, 1.2)), (1, Gen.Constant(0.5))).ArrayOf(count)
        from deviations in Sizes.LogUniform(0.5, 2).ArrayOf(count)
        select new LineCase(weights, means, deviations));

    /// <summary>One step t − 1 → t of the pair, point by point.</summary>
    private sealed class Brute
    {
        private readonly QuadratureRule _rule;
        private readonly UnivariateMixture _data, _before, _here, _first;
        private readonly NoiseLevel _level;
        private readonly double _a, _b;

        public Brute(LineStructure structure, Schedule schedule, int t, int nodes = 80)
        {
            _rule = GaussHermite.Rule(nodes);
            var flow = new QuantileFlow(structure, schedule);
            (_data, _before, _here, _first) = (structure.Law, flow.Law(t - 1), flow.Law(t), flow.Law(1));
            (_level, _a, _b) = (schedule[t], schedule.PairSlope(t), schedule.PairGain(t));
        }

        public (double T1, double T2, double Gap) Terms(double x)
        {
            double origin = _before.PointAt(_here.RankOf(x)), v = _first.PointAt(_here.RankOf(x)), total = 0, mean = 0, image = 0;
            for (int k = 0; k < _data.Count; k++)
            {
                double s = _data.StandardDeviations[k], variance = _level.MarginalVariance(s * s), z = x - _level.Signal * _data.Means[k];
                double share = _data.Weights[k] / Math.Sqrt(variance) * Math.Exp(-0.5 * z * z / variance);
                double centre = _a * x + _b * (_data.Means[k] + _level.Signal * s * s / variance * z), spread = _b * s * _level.Noise / Math.Sqrt(variance);
                for (int q = 0; q < _rule.Count; q++)
                {
                    double weight = share * _rule.Weights[q], point = centre + spread * _rule.Nodes[q];
                    total += weight;
                    mean += weight * (point - origin);
                    if (weight > 1e-17 * share) image += weight * (_first.PointAt(_before.RankOf(point)) - v);
                }
            }

            double gap = mean / total, t1 = Math.Exp(_before.LogPdf(origin) - _first.LogPdf(v)) * gap;
            return (t1, image / total - t1, gap);
        }

        /// <summary>E|h(X_t)|.</summary>
        public double Mean(Func<double, double> h)
            => AdaptiveQuadrature.IntegrateAbsolute((x, y) => Pointwise.Fill(x, y, p => h(p) * _here.Pdf(p)), LineDistance.Breakpoints(_here), 1e-12, 1e-7).Value;
    }
}
