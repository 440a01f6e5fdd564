using Simulator.Consistency;
using Simulator.ErrorRecursion;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Tests.Flow;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>DDIM steps for laws without special structure, against solvers that integrate where a law has a structure that the sampled one does not know of.</summary>
public class SampledSolverTests
{
    private static readonly Schedule Schedule = new TwoPhaseSchedule().Create(60);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Rotated_products_agree_with_their_blocks(int d)
    {
        var rotated = new RotatedTarget(new ProductTarget([(ProductsInDisguise.Block, d)]), 2);
        ExactSolution exact = Solve(rotated, new Sampling()), sampled = new SampledSolver().Solve(
            ProductsInDisguise.Mixture(d, 2).Structure, Schedule, Learner.Ddim, null, TestContext.Current.CancellationToken);
        double[] x = Normals(20 * d), a = new double[x.Length], b = new double[x.Length];
        exact.Function.Evaluate(new PointBatch(x, d), a);
        sampled.Function.Evaluate(new PointBatch(x, d), b);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(a[i], b[i], 1e-7);

        SamplingErrors known = exact.Measure(), measured = sampled.Measure();
        Assert.Equal(Status.Ok, measured.Status);
        Contains(measured.CouplingError, known.CouplingError);
        Contains(measured.Initialisation, known.Initialisation);
        Contains(measured.ConsistencyError, known.ConsistencyError);
        Assert.InRange(known.W1.Upper, measured.W1.Lower, double.PositiveInfinity);
        Assert.InRange(measured.W1.Upper, known.W1.Lower, double.PositiveInfinity);
        Assert.InRange(measured.W2.Upper, known.W2.Lower, double.PositiveInfinity);

        // The interval is worth having: its ends are not far apart.
        Assert.InRange(measured.W1.Lower, 0.7 * measured.W1.Upper, measured.W1.Upper);

        static void Contains(Measured interval, Measured value) => Assert.InRange(value.Value, interval.Low - value.Error, interval.High + value.Error);
    }

    /// <summary>For a Gaussian everything contracts towards the mean, and the cone there is the optimal potential: the interval closes up to the sample.</summary>
    [Fact]
    public void The_interval_of_a_Gaussian_holds_its_W1()
    {
        var mean = new RealVector([0.5, -1, 2, 0, 0, 0]);
        var covariance = new IsotropicCovariance(6, 1.7);
        SamplingErrors known = Solve(new GaussianTarget(mean, covariance), new Sampling()).Measure();
        SamplingErrors measured = Solve(new MixtureTarget(new RealVector([0.5, 0.5]), [mean, mean], [covariance, covariance]), new Sampling(8192)).Measure();
        Assert.InRange(known.W1.Middle, measured.W1.Lower, measured.W1.Upper);
        Assert.InRange(measured.W1.Upper - measured.W1.Lower, 0, 0.08 * known.W1.Middle);
        Assert.InRange(known.W2.Middle, measured.W2.Lower, measured.W2.Upper);
    }

    /// <summary>One point, far away: the learner is exact, and everything is an affine map of the noise. What is not 0 is the flow's error, which intervals must own.</summary>
    [Fact]
    public void A_single_point_far_away_has_no_coupling_error()
    {
        double[] point = [1e6, 2e6, -3e6];
        var structure = new CloudStructure(PointCloud.Of(new PointBatch(point, 3)));
        SamplingErrors errors = new SampledSolver().Solve(structure, Schedule, Learner.Ddim with { Sampling = new Sampling(200) }, null, TestContext.Current.CancellationToken).Measure();
        Assert.Equal(Status.Ok, errors.Status);
        Assert.InRange(0, errors.CouplingError.Low, errors.CouplingError.High);
        Assert.InRange(errors.CouplingError.High, 0, 1e-6);

        // Φ_{T→1}(Z) − Φ_∞(Z) = −(√(1−ᾱ_1)/√(1−ᾱ_T)) √ᾱ_T x + (1/√(1−ᾱ_T) − 1) √(1−ᾱ_1) Z: nearly a translation.
        NoiseLevel first = Schedule[1], last = Schedule[60];
        double length = first.Noise / last.Noise * last.Signal * Math.Sqrt(point.Sum(v => v * v));
        Assert.InRange(length, errors.W1.Lower - 1e-3 * length, errors.W1.Upper + 1e-3 * length);
        Assert.InRange(errors.W1.Upper, errors.W1.Lower, errors.W2.Upper + 1e-9 * length);
    }

    [Fact]
    public void Seeds_decide_and_threads_do_not()
    {
        MixtureTarget target = ProductsInDisguise.Mixture(3, 2);
        SamplingErrors one = Solve(target, new Sampling(500, 7, 1)).Measure(), two = Solve(target, new Sampling(500, 7, 2)).Measure(), other = Solve(target, new Sampling(500, 8, 1)).Measure();
        Assert.Equal(one, two);
        Assert.NotEqual(one.CouplingError, other.CouplingError);
    }

    /// <summary>A product with a block that only a sample can measure, and injected errors, which add.</summary>
    [Fact]
    public void Products_and_injected_errors()
    {
        var product = new ProductTarget([(ProductsInDisguise.Mixture(3, 2), 1), (new SphereTarget(2, 1.5), 1), (new GaussianTarget(1, 2), 2)]);
        Assert.Equal("sampled", ExactSolvers.For(product.Structure, LearnerKind.Ddim)!.Name);
        Assert.Null(ExactSolvers.For(product.Structure, LearnerKind.Exact));
        ExactSolution solution = Solve(product, new Sampling(300));
        Assert.Equal(Status.Ok, solution.Measure().Status);
        double[] x = Normals(7), y = new double[7], block = new double[2];
        solution.Function.Evaluate(new PointBatch(x, 7), y);
        ConsistencyRecursion gaussian = new LinearSolver().Start(new GaussianTarget(1, 2).Structure, Schedule, Learner.Ddim, 16);
        while (gaussian.Advance())
        {
        }

        gaussian.Current.Evaluate(new PointBatch(x.AsSpan(5, 2), 1), block);
        Close.Absolute(block[0], y[5], 1e-12);
        Close.Absolute(block[1], y[6], 1e-12);

        // Against the closed form of a Gaussian with the same errors.
        var errors = new Learner(LearnerKind.Ddim, [new InjectedError(10, 0.1), new InjectedError(60, 0.2)]);
        var law = new GaussianTarget(new RealVector([1, 2, -1]), new IsotropicCovariance(3, 0.7));
        var disguised = new MixtureTarget(new RealVector([0.5, 0.5]), [law.Mean, law.Mean], [law.Covariance, law.Covariance]);
        double[] a = new double[3], b = new double[3], z = Normals(3);
        new LinearSolver().Solve(law.Structure, Schedule, errors, null, TestContext.Current.CancellationToken).Function.Evaluate(new PointBatch(z, 3), a);
        new SampledSolver().Solve(disguised.Structure, Schedule, errors, null, TestContext.Current.CancellationToken).Function.Evaluate(new PointBatch(z, 3), b);
        for (int i = 0; i < 3; i++)
            Close.Absolute(a[i], b[i], 1e-11);
    }

    /// <summary>What the trace gives on flow lines, against the integrals of a product's blocks.</summary>
    [Fact]
    public void Trace_agrees_with_that_of_the_blocks()
    {
        var rotated = new RotatedTarget(new ProductTarget([(ProductsInDisguise.Block, 3)]), 2);
        var learner = Learner.Ddim with { Sampling = new Sampling(2000, 3) };
        ErrorTrace exact = ErrorTrace.For(rotated.Structure, Schedule, learner, TestContext.Current.CancellationToken)!;
        ErrorTrace sampled = ErrorTrace.For(ProductsInDisguise.Mixture(3, 2).Structure, Schedule, learner, TestContext.Current.CancellationToken)!;
        Assert.Null(exact.Missing);
        Assert.NotNull(sampled.Missing);
        while (exact.Advance() is { } known)
        {
            ErrorTerms terms = sampled.Advance()!;
            foreach ((Term value, Term interval) in (ReadOnlySpan<(Term, Term)>)[(known.Xi, terms.Xi), (known.T1, terms.T1), (known.Gap, terms.Gap)])
                Assert.InRange(value.Mean, interval.Mean - 1.3 * interval.Error - value.Error - 1e-9, interval.Mean + 1.3 * interval.Error + value.Error + 1e-9);
            Close.Relative(known.Spread, terms.Spread, 0.15);
            Assert.False(terms.T2.IsKnown);
        }

        Assert.Null(sampled.Advance());
        Assert.Equal(Status.Ok, sampled.Solved);
    }

    [Fact]
    public void What_it_cannot_do_is_refused()
    {
        Assert.False(new SampledSolver().CanSolve(ProductsInDisguise.Mixture(3, 2).Structure, LearnerKind.Exact));
        Assert.False(new SampledSolver().CanSolve(new UnknownStructure(), LearnerKind.Ddim));
        Assert.Throws<ArgumentException>(() => new SampledSolver().Start(new UnknownStructure(), Schedule, Learner.Ddim, 16));
        using var source = new CancellationTokenSource();
        source.Cancel();
        ExactSolution solution = new SampledSolver().Solve(ProductsInDisguise.Mixture(3, 2).Structure, Schedule, Learner.Ddim, null, source.Token);
        Assert.Throws<OperationCanceledException>(() => solution.Measure());
        Assert.Throws<NotSupportedException>(() => solution.Errors());
    }

    private static ExactSolution Solve(Target target, Sampling sampling)
        => ExactSolvers.For(target.Structure, LearnerKind.Ddim)!.Solve(target.Structure, Schedule, Learner.Ddim with { Sampling = sampling }, null, TestContext.Current.CancellationToken);

    private static double[] Normals(int count)
    {
        var values = new double[count];
        RandomStream.Named(9, "tests", "sampled", $"{count}").FillNormal(values);
        return values;
    }
}
