using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Flow;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

public class LineSolverTests
{
    [Theory]
    [InlineData(LearnerKind.Exact)]
    [InlineData(LearnerKind.Ddim)]
    public void Grid_converges_with_order_eight(LearnerKind learner)
    {
        var law = new UnivariateMixture([0.3, 0.7], [-1, 1], [0.6, 0.5]);
        Schedule schedule = new TwoPhaseSchedule().Create(60);
        UniformInterpolant best = Run(law, schedule, 4097, learner);
        double[] errors = [.. (learner == LearnerKind.Exact ? new[] { 129, 257, 513 } : [513, 1025, 2049]).Select(n => MeanDifference(Run(law, schedule, n, learner), best))];
        for (int i = 1; i < errors.Length; i++)
            Assert.True(Math.Log2(errors[i - 1] / errors[i]) > 6.5, $"order {Math.Log2(errors[i - 1] / errors[i])}");
    }

    // Laws about estimates are statistical: their seeds are fixed, those of exact laws are not.

    /// <summary>True error ≤ 3 × estimate at every resolution, also before the asymptotic regime, over a family of cases.</summary>
    [Property(MaxTest = 40, Replay = "20261124,7")]
    public Property Error_estimate_is_honest() => Prop.ForAll(LineCases.Solvable(), ScheduleCases.Short(), Gen.Elements(LearnerKind.Exact, LearnerKind.Ddim).ToArbitrary(), (c, sc, learner) =>
    {
        Schedule schedule = sc.Create();
        UniformInterpolant best = Run(c.Law, schedule, 4097, learner);
        LineFunction coarse = Function(c.Law, schedule, 129, learner);
        double? last = null;
        for (int intervals = 256; intervals <= 1024; intervals *= 2)
        {
            LineFunction fine = Function(c.Law, schedule, intervals + 1, learner);
            GridRefinement refinement = GridRefinement.Of(fine, coarse, last);
            double error = MeanDifference(fine.Interpolant, best);
            Assert.True(error <= 3 * refinement.MeanError + 1e-13, $"{intervals + 1} points: error {error:E2}, estimate {refinement.MeanError:E2}");
            (coarse, last) = (fine, refinement.Difference);
        }
    });

    /// <summary>
    /// DDIM maps of separated components nearly jump; composed step by step at single points they are known to rounding. The estimate must see a jump
    /// wherever it falls between grid points.
    /// </summary>
    [Property(MaxTest = 8, Replay = "20261124,7")]
    public Property Error_estimate_sees_the_jumps_of_ddim_maps() => Prop.ForAll(LineCases.Separated(), Gen.Choose(3, 26).ToArbitrary(), (c, steps) =>
    {
        Schedule schedule = new CosineSchedule().Create(steps);
        const double H = 0.002;
        double[] z = [.. Enumerable.Range(0, 6001).Select(i => -6 + H * i)], truth = [.. z.Select(x => Ddim(c.Law, schedule, x))];
        LineFunction coarse = Function(c.Law, schedule, 129, LearnerKind.Ddim);
        double? last = null;
        for (int intervals = 256; intervals <= 1024; intervals *= 2)
        {
            LineFunction fine = Function(c.Law, schedule, intervals + 1, LearnerKind.Ddim);
            GridRefinement refinement = GridRefinement.Of(fine, coarse, last);
            double error = z.Zip(truth, (x, y) => H * Normal.Pdf(x) * Math.Abs(fine.Interpolant.Evaluate(x) - y)).Sum();
            Assert.True(error <= 3 * refinement.MeanError + 1e-9, $"{intervals + 1} points: error {error:E2}, estimate {refinement.MeanError:E2}");
            (coarse, last) = (fine, refinement.Difference);
        }
    });

    /// <summary>The same of the solver's own choice of a grid, finer than any scan of fixed points.</summary>
    [Theory]
    [InlineData(0.409, -3.866, 0.4049, 3.866, 0.5264, 26)]
    [InlineData(0.37, -1, 0.05, 1, 0.075, 40)]
    [InlineData(0.2, -0.5, 0.02, 2, 0.03, 12)]
    public void A_jump_that_no_grid_resolves_is_in_the_estimate(double weight, double m1, double s1, double m2, double s2, int steps)
    {
        var law = new UnivariateMixture([weight, 1 - weight], [m1, m2], [s1, s2]);
        Schedule schedule = new CosineSchedule().Create(steps);
        ExactSolution solution = new LineSolver().Solve(new LineStructure(law), schedule, LearnerKind.Ddim, null, TestContext.Current.CancellationToken);
        UniformInterpolant f = ((LineFunction)solution.Function).Interpolant;
        const double H = 0.0002;
        double error = Enumerable.Range(0, 60_001).AsParallel().AsOrdered()
            .Select(i => -6 + H * i).Select(z => H * Normal.Pdf(z) * Math.Abs(f.Evaluate(z) - Ddim(law, schedule, z))).Sum();
        Assert.True(error <= 3 * solution.NumericalError.Value, $"error {error:E2}, estimate {solution.NumericalError.Value:E2}");
    }

    /// <summary>
    /// Samples that start where q_T has almost no mass: in a gap 26 deviations wide, or beyond 40 deviations of all of q_T. Values of mpmath: masses
    /// with 30 digits, midpoint rule with 600 nodes, which the jump of Φ limits to the tolerance.
    /// </summary>
    [Fact]
    public void Initialisation_where_q_T_is_empty()
    {
        ExactSolution gap = Solve([0.5, 0.5], [-100, 100], [0.01, 0.01], new CosineSchedule().Create(5));
        Close.Absolute(6.7265221, gap.Measure().Initialisation.Value, 1e-3);
        ExactSolution outside = Solve([0.3, 0.7], [-0.01, 0.02], [0.01, 0.01], new TwoPhaseSchedule(10, 10.1).Create(60));
        Close.Absolute(0.51973494, outside.Measure().Initialisation.Value, 1e-4);
        foreach (SamplingErrors e in (SamplingErrors[])[gap.Measure(), outside.Measure()])
        {
            Assert.Equal(Status.Ok, e.Status);
            Assert.True(e.W1.Lower <= e.CouplingError.Value + e.Initialisation.Value + e.CouplingError.Error + e.Initialisation.Error);
        }

        static ExactSolution Solve(double[] weights, double[] means, double[] deviations, Schedule schedule) => new LineSolver().Solve(
            new LineStructure(new UnivariateMixture(weights, means, deviations)), schedule, LearnerKind.Exact, null, TestContext.Current.CancellationToken);
    }

    [Property(MaxTest = 40, Replay = "20261124,7")]
    public Property Reported_interval_contains_the_distance_from_a_finer_grid() => Prop.ForAll(LineCases.Solvable(), ScheduleCases.Short(), (c, sc) =>
    {
        Schedule schedule = sc.Create();
        var flow = new QuantileFlow(c.Structure, schedule);
        SamplingErrors errors = new LineSolver().Solve(c.Structure, schedule, LearnerKind.Exact, null, TestContext.Current.CancellationToken).Measure();
        if (errors.Status != Status.Ok) return;
        var finer = new LineSolution(flow, GridRefinement.Of(Function(c.Law, schedule, 4097), Function(c.Law, schedule, 2049), null), StepErrors.None).Measure();
        Assert.True(errors.W1.Lower <= finer.W1.Upper && finer.W1.Lower <= errors.W1.Upper, $"{errors.W1} {finer.W1}");
        Assert.True(errors.W2.Lower <= finer.W2.Upper && finer.W2.Lower <= errors.W2.Upper, $"{errors.W2} {finer.W2}");
    });

    [Property(MaxTest = 60)]
    public Property Bounds_stand_in_their_order() => Prop.ForAll(LineCases.Solvable(), ScheduleCases.Short(), Gen.Elements(LearnerKind.Exact, LearnerKind.Ddim).ToArbitrary(), (c, sc, learner) =>
    {
        SamplingErrors e = new LineSolver().Solve(c.Structure, sc.Create(), learner, null, TestContext.Current.CancellationToken).Measure();
        if (e.Status != Status.Ok) return;
        double slack = 1e-9 * (1 + e.W1.Upper);
        Assert.True(0 <= e.W1.Lower && e.W1.Lower <= e.W1.Upper);
        Assert.True(e.W1.Lower <= e.W2.Upper + slack, "W1 ≤ W2");
        Assert.True(e.W1.Lower <= e.CouplingError.Value + e.Initialisation.Value + slack, "coupling + initialisation");
        Assert.True(e.W1.Lower <= e.ProofForm.Value + slack, "proof form");
        Close.Absolute(e.W1.Middle, e.OptimalCoupling.Value, slack, "on the line the monotone coupling is optimal");
    });

    /// <summary>The distribution form ∫|F_{f(Z)} − F_1| as a second route to W1: it needs no inverse transport.</summary>
    [Property(MaxTest = 30, Replay = "20261124,7")]
    public Property W1_equals_its_distribution_form() => Prop.ForAll(LineCases.Solvable(), ScheduleCases.Short(), (c, sc) =>
    {
        Schedule schedule = sc.Create();
        var solution = new LineSolver().Solve(c.Structure, schedule, LearnerKind.Exact, null, TestContext.Current.CancellationToken);
        if (solution.NumericalError.Status != Status.Ok) return;
        UniformInterpolant f = ((LineFunction)solution.Function).Interpolant;
        UnivariateMixture first = new QuantileFlow(c.Structure, schedule).Law(1);
        const int N = 400_001;
        double sum = 0, h = 16.4 / (N - 1);
        for (int i = 0; i < N; i++)
        {
            double x = -8.2 + i * h, y = f.Evaluate(x);
            double difference = x < 0 ? Normal.Cdf(x) - first.Cdf(y) : first.UpperTail(y) - Normal.UpperTail(x);
            sum += Math.Abs(difference) * f.Derivative(x) * (i is 0 or N - 1 ? 0.5 : 1);
        }

        // The mass of X_1 beyond the range of f_T counts too; the trapezoidal rule across kinks has an error of O(h²).
        (double low, double high) = first.Extent(10);
        double least = f.Evaluate(-8.2), greatest = f.Evaluate(8.2);
        double total = sum * h + Outside(first.Cdf, Math.Min(low, least), least) + Outside(first.UpperTail, greatest, Math.Max(high, greatest));
        Close.Absolute(total, solution.Measure().W1.Middle, 1e-7 * (1 + total));
    });

    [Fact]
    public void A_target_that_no_grid_resolves_is_reported_and_not_hidden()
    {
        // Two atoms a million apart with deviations of a thousandth: the grid cannot follow both.
        var structure = new LineStructure(new UnivariateMixture([0.5, 0.5], [-5e5, 5e5], [1e-3, 1e-3]));
        ExactSolution solution = new LineSolver().Solve(structure, new CosineSchedule().Create(4), LearnerKind.Exact, null, TestContext.Current.CancellationToken);
        Assert.Equal(Status.NotConverged, solution.NumericalError.Status);
        Assert.Equal(Status.NotConverged, solution.Measure().Status);
    }

    [Fact]
    public void Work_stops_when_asked()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var structure = new LineStructure(new UnivariateMixture([0.5, 0.5], [-1, 1], [1, 1]));
        Assert.Throws<OperationCanceledException>(
            () => new LineSolver().Solve(structure, new TwoPhaseSchedule().Create(500), LearnerKind.Exact, null, source.Token));
    }

    [Fact]
    public void Solvers_refuse_what_they_cannot_solve()
    {
        Assert.Throws<ArgumentException>(() => new LineSolver().Solve(new UnknownStructure(), new CosineSchedule().Create(4), LearnerKind.Exact, null, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => new LinearSolver().Solve(new UnknownStructure(), new CosineSchedule().Create(4), LearnerKind.Exact, null, TestContext.Current.CancellationToken));
        Assert.Null(ExactSolvers.For(new UnknownStructure(), LearnerKind.Exact));
    }

    private static double Outside(Func<double, double> tail, double low, double high)
        => AdaptiveQuadrature.Integrate(
            (x, y) =>
            {
                for (int i = 0; i < x.Length; i++)
                    y[i] = tail(x[i]);
            },
            [.. Enumerable.Range(0, 101).Select(i => low + (high - low) * i / 100)],
            1e-11,
            0).Value;

    private static LineFunction Function(UnivariateMixture law, Schedule schedule, int n, LearnerKind learner = LearnerKind.Exact)
    {
        var recursion = new LineRecursion(law, schedule, n, learner);
        while (recursion.Advance())
        {
        }

        return (LineFunction)recursion.Current;
    }

    private static UniformInterpolant Run(UnivariateMixture law, Schedule schedule, int n, LearnerKind learner)
        => Function(law, schedule, n, learner).Interpolant;

    /// <summary>f_T of the DDIM learner at a point, by its T − 1 steps.</summary>
    private static double Ddim(UnivariateMixture law, Schedule schedule, double x)
    {
        for (int t = schedule.Steps; t >= 2; t--)
        {
            NoiseLevel level = schedule[t];
            UnivariateMixture marginal = law.Smoothed(level.Signal, level.OneMinusAlphaBar);
            double mean = 0, log = marginal.LogPdf(x);
            for (int k = 0; k < law.Count; k++)
            {
                double m = marginal.Means[k], s = marginal.StandardDeviations[k], gain = level.Signal * Math.Pow(law.StandardDeviations[k] / s, 2);
                double responsibility = marginal.Weights[k] * Math.Exp(Normal.LogPdf((x - m) / s) - Math.Log(s) - log);
                mean += responsibility * (law.Means[k] + gain * (x - m));
            }

            x = schedule.PairSlope(t) * x + schedule.PairGain(t) * mean;
        }

        return x;
    }

    /// <summary>E|f(Z) − g(Z)|, Z ~ N(0, 1).</summary>
    private static double MeanDifference(UniformInterpolant f, UniformInterpolant g)
        => Enumerable.Range(-450, 901).Sum(i => 0.02 * Normal.Pdf(0.02 * i) * Math.Abs(f.Evaluate(0.02 * i) - g.Evaluate(0.02 * i)));
}
