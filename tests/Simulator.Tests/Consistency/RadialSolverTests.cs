using Simulator.Consistency;
using Simulator.Experiments;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;
using Simulator.Tests.Reference;
using Xunit;

namespace Simulator.Tests.Consistency;

public class RadialSolverTests
{
    [Fact]
    public void Sphere_equals_reference()
    {
        const string Name = "sphere_d8_T100";
        int d = (int)ReferenceValues.Number(Name, "d");
        var solution = Solve(new SphereTarget(d, ReferenceValues.Number(Name, "R")), 100);
        SamplingErrors errors = solution.Measure();
        Assert.Equal(Status.Ok, errors.Status);
        Close.Relative(ReferenceValues.Number(Name, "W1"), errors.W1.Middle, 3e-7, "W1");
        Assert.True(errors.W1.Radius < 1e-7 * errors.W1.Middle);
        RadialInterpolant g = ((RadialFunction)solution.Function).Profile;
        Close.Relative(ReferenceValues.Number(Name, "meanRadius"), RadialRefinement.MeanUnderNormal(d, g.Evaluate), 3e-7, "mean radius");
    }

    /// <summary>A scale mixture of equal components is a Gaussian, whose recursion has a closed form.</summary>
    [Theory]
    [InlineData(2, 0.4, LearnerKind.Exact)]
    [InlineData(3, 2.0, LearnerKind.Ddim)]
    [InlineData(64, 1.0, LearnerKind.Exact)]
    [InlineData(1024, 0.7, LearnerKind.Exact)]
    public void Scale_mixture_of_equal_components_equals_the_closed_form(int dimension, double deviation, LearnerKind learner)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(80);
        var structure = new RadialStructure(dimension, [new RadialComponent(0.4, 0, deviation), new RadialComponent(0.6, 0, deviation)]);
        ExactSolution radial = new RadialSolver().Solve(structure, schedule, learner, null, TestContext.Current.CancellationToken);
        ExactSolution linear = Solve(new GaussianTarget(dimension, deviation), 80);
        Assert.Equal(Status.Ok, radial.NumericalError.Status);
        double[] x = new double[3 * dimension], a = new double[x.Length], b = new double[x.Length], error = new double[3];
        for (int i = 0; i < x.Length; i++)
            x[i] = (i / dimension - 0.6) * Math.Sin(1 + i);
        radial.Function.Evaluate(new PointBatch(x, dimension), a);
        linear.Function.Evaluate(new PointBatch(x, dimension), b);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(b[i], a[i], 1e-10);
        radial.ErrorAt(new PointBatch(x, dimension), error);
        Assert.All(error, e => Assert.InRange(e, 0, 1e-8));
        SamplingErrors p = radial.Measure(), q = linear.Measure();
        Close.Relative(q.W1.Middle, p.W1.Middle, 1e-7, "W1");
        Close.Relative(q.W2.Middle, p.W2.Middle, 1e-7, "W2");
        Close.Relative(q.CouplingError.Value, p.CouplingError.Value, 1e-7, "coupling error");
        Close.Absolute(q.Initialisation.Value, p.Initialisation.Value, 1e-9, "initialisation");
        Close.Absolute(radial.Approximation.Upper, 0, 1e-7);
        Close.Absolute(linear.Flow.Lipschitz().LogWholeWay, radial.Flow.Lipschitz().LogWholeWay, 1e-8);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1024)]
    public void Spheres_converge_in_every_dimension_and_bounds_stand_in_their_order(int dimension)
    {
        SamplingErrors errors = Solve(new SphereTarget(dimension, Math.Sqrt(dimension)), 100).Measure();
        Assert.Equal(Status.Ok, errors.Status);
        Assert.True(0 < errors.W1.Lower && errors.W1.Lower <= errors.W2.Upper);
        Assert.True(errors.W1.Lower <= errors.CouplingError.Value + errors.Initialisation.Value + errors.CouplingError.Error);
        Assert.True(errors.W1.Lower <= errors.ProofForm.Value + errors.ProofForm.Error);
    }

    [Theory]
    [InlineData(8, LearnerKind.Exact)]
    [InlineData(1024, LearnerKind.Exact)]
    public void Grid_converges_and_the_reported_error_is_honest(int dimension, LearnerKind learner)
    {
        var structure = (RadialStructure)new SphereTarget(dimension, Math.Sqrt(dimension)).Structure;
        Schedule schedule = new TwoPhaseSchedule().Create(60);
        RadialFunction best = Run(structure, schedule, 768, 48, learner), coarse = Run(structure, schedule, 64, 28, learner);
        double? last = null;
        double firstError = double.NaN, error = double.NaN;
        for (int intervals = 128; intervals <= 256; intervals *= 2)
        {
            RadialFunction fine = Run(structure, schedule, intervals, 28 + intervals / 32, learner);
            var refinement = RadialRefinement.Of(fine, coarse, last);
            error = RadialRefinement.Of(fine, best, null).Difference;
            if (double.IsNaN(firstError)) firstError = error;
            Assert.True(error <= 3 * refinement.MeanError + 1e-11, $"{intervals}: error {error:E2}, estimate {refinement.MeanError:E2}");
            (coarse, last) = (fine, refinement.Difference);
        }

        Assert.True(error < 1e-9 * Math.Sqrt(dimension) && error < firstError, $"{firstError:E2} {error:E2}");
    }

    /// <summary>Section 8 along the recursion: what the second moment loses is what is averaged away, computed as such and not as a difference.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Second_moment_falls_by_what_is_averaged_away(int dimension)
    {
        double radius = Math.Sqrt(dimension);
        var structure = (RadialStructure)new SphereTarget(dimension, radius).Structure;
        Schedule schedule = new TwoPhaseSchedule().Create(40);
        var flow = new RadialFlow(structure, schedule);
        var recursion = new RadialRecursion(structure, schedule, 256, 40);
        RadialInterpolant before = ((RadialFunction)recursion.Current).Profile;
        double averaged = 0, power = flow.Law(1).SecondMoment, firstPower = power;
        double[] cosines = new double[60], weights = new double[60];
        while (recursion.Advance())
        {
            int t = recursion.Time;
            RadialInterpolant after = ((RadialFunction)recursion.Current).Profile;
            double a = schedule.PairSlope(t), b = schedule.PairGain(t) * radius, kappa = schedule[t].Signal * radius / schedule[t].OneMinusAlphaBar;
            averaged += Mean(flow.Law(t), r =>
            {
                VonMisesFisher.Fill(dimension, kappa * r, GaussLegendre.Rule(60), cosines, weights);
                double sum = 0;
                for (int i = 0; i < cosines.Length; i++)
                {
                    double along = a * r + b * cosines[i], across = b * Math.Sqrt(Math.Max(0, 1 - cosines[i] * cosines[i]));
                    double ratio = before.Ratio(Math.Sqrt(along * along + across * across));
                    sum += weights[i] * (Math.Pow(ratio * along - after.Evaluate(r), 2) + ratio * ratio * across * across);
                }

                return sum;
            });
            double next = Mean(flow.Law(t), r => Math.Pow(after.Evaluate(r), 2));
            Assert.True(next <= power + 1e-9, "convex order");
            (before, power) = (after, next);
        }

        Close.Absolute(firstPower - power, averaged, 1e-8 * firstPower, "variance identity");
    }

    [Fact]
    public void Ddim_differs_from_the_exact_learner_and_says_by_how_much()
    {
        ExactSolution solution = Solve(new SphereTarget(8, 2), 50, LearnerKind.Ddim);
        Assert.Equal(Status.Ok, solution.NumericalError.Status);
        Assert.InRange(solution.Approximation.Lower, 1e-4, 1);
        SamplingErrors errors = solution.Measure();
        Assert.True(errors.W1.Upper < 0.2 * Solve(new SphereTarget(8, 2), 50).Measure().W1.Lower);
    }

    [Fact]
    public void Two_scales_converge_and_keep_their_order_of_bounds()
    {
        SamplingErrors errors = Solve(new RadialMixtureTarget(4, new RealVector([0.3, 0.7]), new RealVector([0.4, 1.5])), 50).Measure();
        Assert.Equal(Status.Ok, errors.Status);
        Assert.True(errors.W1.Upper <= errors.ProofForm.Value + errors.ProofForm.Error && errors.W1.Upper < errors.W2.Upper);
    }

    [Fact]
    public void Solver_stops_when_asked_and_refuses_what_it_cannot_solve()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Structure sphere = new SphereTarget(3, 1).Structure;
        Assert.Throws<OperationCanceledException>(() => new RadialSolver().Solve(sphere, new CosineSchedule().Create(64), LearnerKind.Exact, null, source.Token));
        Assert.Throws<ArgumentException>(() => new RadialSolver().Solve(new UnknownStructure(), new CosineSchedule().Create(4), LearnerKind.Exact, null, TestContext.Current.CancellationToken));
        Assert.Equal("radial", ExactSolvers.For(sphere, LearnerKind.Exact)!.Name);
    }

    private static ExactSolution Solve(Target target, int steps, LearnerKind learner = LearnerKind.Exact)
        => ReferenceTests.Solve(target, new TwoPhaseSchedule(2, 4), steps, learner);

    private static RadialFunction Run(RadialStructure structure, Schedule schedule, int intervals, int nodes, LearnerKind learner)
    {
        var recursion = new RadialRecursion(structure, schedule, intervals, nodes, learner);
        while (recursion.Advance())
        {
        }

        return (RadialFunction)recursion.Current;
    }

    private static double Mean(RadialMixture law, Func<double, double> h)
    {
        double[] cuts = law.Breakpoints();
        QuadratureRule panel = GaussLegendre.Rule(20);
        double sum = 0;
        for (int i = 1; i < cuts.Length; i++)
        {
            double half = 0.5 * (cuts[i] - cuts[i - 1]), centre = 0.5 * (cuts[i] + cuts[i - 1]);
            sum += half * panel.Apply(u => law.Pdf(centre + half * u) * h(centre + half * u));
        }

        return sum;
    }

    /// <summary>
    /// A chain that ends too early in a high dimension: noise and q_T lie on shells tens of deviations apart, and the ends of the flow lines of noise where q_1 has no mass. Means over noise were 0 there once, and W1 seemed to exceed them.
    /// </summary>
    [Theory]
    [InlineData(45)]
    [InlineData(60)]
    public void Noise_far_from_the_last_law_is_not_missed(int steps)
    {
        VerifyResult result = VerifyRunner.Run(
            ExperimentReader.Read(
                SpecificationReader.Parse($$"""{ "target": { "kind": "sphere", "dimension": 1000000, "radius": 1 }, "schedule": { "kind": "two-phase", "c0": 6, "c1": 8 }, "steps": {{steps}} }""", "s"), "", "s"),
            cancellation: TestContext.Current.CancellationToken);
        VerifyRow row = result.Rows[0];
        Assert.Equal(Status.Ok, row.Outcome);
        Assert.InRange(row.CouplingError, row.W1.Lower - row.Initialisation, row.OptimalCoupling + row.Initialisation + 1e-8);
        Assert.InRange(row.Initialisation, 1e-5, row.ProofForm!.Value);
    }
}
