using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics;
using Simulator.Consistency;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Tests.Reference;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>Products and rotations against single blocks, closed forms and the reference values.</summary>
public class ProductTests
{
    private static readonly MixtureTarget Bimodal = MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.6, 0.6]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1024)]
    public void Copies_of_a_block_equal_reference(int copies)
    {
        ExactSolution solution = ReferenceTests.Solve(new ProductTarget([(Bimodal, copies)]), new TwoPhaseSchedule(), 100);
        SamplingErrors errors = solution.Measure();
        Close.Relative(ReferenceValues.Number("normOverBlocks", copies.ToString()), errors.OptimalCoupling.Value, 3e-7);
        Assert.Equal(1, solution.DistinctBlocks);
        Assert.Equal(Status.Ok, errors.Status);
    }

    /// <summary>Products of Gaussians are Gaussians: two routes through the program.</summary>
    [Property(MaxTest = 30)]
    public Property Product_of_Gaussians_is_the_Gaussian_of_the_blocks() => Prop.ForAll(ScheduleCases.Short(), Gen.Choose(1, 40).ToArbitrary(), (sc, copies) =>
    {
        var product = new ProductTarget([(new GaussianTarget(2, 0.5), copies), (new GaussianTarget(new RealVector([0.7]), new IsotropicCovariance(1, 2)), 1)]);
        double[] variances = [.. Enumerable.Repeat(0.25, 2 * copies), 4], mean = [.. new double[2 * copies], 0.7];
        int d = variances.Length;
        double[] matrix = new double[d * d];
        for (int i = 0; i < d; i++)
            matrix[i * d + i] = variances[i];
        var gaussian = new GaussianTarget(new RealVector([.. mean]), new FullCovariance(new RealMatrix(d, new RealVector([.. matrix]))));
        ExactSolution a = ReferenceTests.Solve(product, sc.Family, sc.Steps), b = ReferenceTests.Solve(gaussian, sc.Family, sc.Steps);
        SamplingErrors x = a.Measure(), y = b.Measure();
        Close.Relative(y.OptimalCoupling.Value, x.OptimalCoupling.Value, 1e-9);
        Close.Relative(y.CouplingError.Value, x.CouplingError.Value, 1e-9);
        Close.Relative(y.Initialisation.Value, x.Initialisation.Value, 1e-9);
        Close.Relative(y.W2.Middle, x.W2.Middle, 1e-9);
        Assert.True(x.W1.Lower <= y.W1.Upper * (1 + 1e-9) && y.W1.Lower <= x.W1.Upper * (1 + 1e-9));
        Assert.True(x.W1.Lower <= x.W1.Upper && x.W1.Upper <= x.W2.Upper);
        Close.Absolute(b.Flow.Lipschitz().LogGlobal!.Value, a.Flow.Lipschitz().LogGlobal!.Value, 1e-12);
        double[] point = [.. Enumerable.Range(0, d).Select(i => Math.Sin(i + 1.0))], f = new double[d], g = new double[d];
        a.Function.Evaluate(new PointBatch(point, d), f);
        b.Function.Evaluate(new PointBatch(point, d), g);
        for (int i = 0; i < d; i++)
            Close.Absolute(g[i], f[i], 1e-12 * (1 + Math.Abs(g[i])));
    });

    /// <summary>Radial blocks: a product of radial mixtures with one component is a Gaussian; a sphere's laws of differences have its means.</summary>
    [Fact]
    public void Radial_blocks_combine_like_any_other()
    {
        var schedule = new TwoPhaseSchedule();
        var radial = new RadialMixtureTarget(3, new RealVector([1.0]), new RealVector([2.0]));
        SamplingErrors a = ReferenceTests.Solve(new ProductTarget([(radial, 5)]), schedule, 60).Measure();
        SamplingErrors b = ReferenceTests.Solve(new GaussianTarget(15, 2), schedule, 60).Measure();
        Close.Relative(b.OptimalCoupling.Value, a.OptimalCoupling.Value, 1e-7);
        Close.Relative(b.CouplingError.Value, a.CouplingError.Value, 1e-7);
        Close.Absolute(b.Initialisation.Value, a.Initialisation.Value, 1e-10);

        ExactSolution sphere = ReferenceTests.Solve(new SphereTarget(8, Math.Sqrt(8)), schedule, 100);
        SamplingErrors direct = sphere.Measure();
        BlockErrors laws = sphere.Errors();
        Close.Relative(direct.OptimalCoupling.Value, Simulator.Transport.BlockNorm.Expectation(laws.Optimal), 1e-8);
        Close.Relative(direct.CouplingError.Value, Simulator.Transport.BlockNorm.Expectation(laws.Coupled), 1e-8);
        Close.Absolute(direct.Initialisation.Value, Simulator.Transport.BlockNorm.Expectation(laws.Initial), 1e-10);
    }

    /// <summary>
    /// The lower end is the norm of the distances, and the optimal coupling of identical blocks grows like √d: exponent ½ up to a million dimensions.
    /// </summary>
    [Fact]
    public void Distance_grows_like_the_root_of_the_dimension()
    {
        double one = ReferenceTests.Solve(Bimodal, new TwoPhaseSchedule(), 60).Measure().W1.Middle;
        double previous = 0;
        foreach (int d in (int[])[10_000, 1_000_000])
        {
            SamplingErrors errors = ReferenceTests.Solve(new ProductTarget([(Bimodal, d)]), new TwoPhaseSchedule(), 60).Measure();
            Close.Relative(one * Math.Sqrt(d), errors.W1.Lower, 1e-6);
            if (previous > 0) Close.Absolute(0.5, Math.Log(errors.W1.Upper / previous) / Math.Log(100), 1e-4);
            previous = errors.W1.Upper;
        }
    }

    [Fact]
    public void Mixed_blocks_are_solved_once_each_and_stand_in_their_order()
    {
        var product = new ProductTarget([(Bimodal, 2), (new GaussianTarget(1, 2), 1), (MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.6, 0.6]), 1)]);
        ExactSolution solution = ReferenceTests.Solve(product, new TwoPhaseSchedule(), 60);
        Assert.Equal(2, solution.DistinctBlocks);
        ExactSolution mixture = ReferenceTests.Solve(Bimodal, new TwoPhaseSchedule(), 60), gaussian = ReferenceTests.Solve(new GaussianTarget(1, 2), new TwoPhaseSchedule(), 60);
        double[] x = [0.3, -1, 0.8, 2, -0.1, 0.5, 1, -2], f = new double[8], flow = new double[8];
        solution.Function.Evaluate(new PointBatch(x, 4), f);
        solution.Flow.Map(60, 1, new PointBatch(x, 4), flow);
        for (int i = 0; i < 8; i++)
        {
            ExactSolution block = i % 4 == 2 ? gaussian : mixture;
            double[] one = new double[1];
            block.Function.Evaluate(new PointBatch([x[i]], 1), one);
            Assert.Equal(one[0], f[i]);
            block.Flow.Map(60, 1, new PointBatch([x[i]], 1), one);
            Assert.Equal(one[0], flow[i]);
        }

        double[] errors = new double[2];
        solution.ErrorAt(new PointBatch(x, 4), errors);
        Assert.All(errors, e => Assert.InRange(e, 1e-18, 1e-6));
    }

    [Property(MaxTest = 20)]
    public Property Rotation_moves_points_and_leaves_distances(int seed) => Prop.ForAll(Gen.Choose(1, 6).ToArbitrary(), copies =>
    {
        var product = new ProductTarget([(Bimodal, copies), (new GaussianTarget(1, 2), 1)]);
        var rotated = new RotatedTarget(product, Math.Abs((long)seed));
        int d = product.Dimension;
        ExactSolution a = ReferenceTests.Solve(product, new CosineSchedule(), 12), b = ReferenceTests.Solve(rotated, new CosineSchedule(), 12);
        Assert.Equal(a.Measure(), b.Measure());

        // f(Qx) = Q f(x), with Q read off the rotation itself.
        var rotation = new Rotation(d, Math.Abs((long)seed));
        double[] x = [.. Enumerable.Range(0, d).Select(i => Math.Cos(3.0 * i))], qx = [.. x], f = new double[d], g = new double[d];
        rotation.Forth(qx);
        Close.Relative(x.Sum(v => v * v), qx.Sum(v => v * v), 1e-13, "length");
        a.Function.Evaluate(new PointBatch(x, d), f);
        b.Function.Evaluate(new PointBatch(qx, d), g);
        rotation.Forth(f);
        for (int i = 0; i < d; i++)
            Close.Absolute(f[i], g[i], 1e-12);
        double[] back = rotation.Back(new PointBatch(qx, d));
        for (int i = 0; i < d; i++)
            Close.Absolute(x[i], back[i], 1e-13);
    });

    [Fact]
    public void Impossible_products_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ProductTarget([]));
        Assert.Throws<ArgumentException>(() => new ProductTarget([(Bimodal, 0)]));
        Assert.Throws<ArgumentException>(() => new ProductTarget([(new RotatedTarget(Bimodal, 1), 2)]));
        Assert.Throws<ArgumentException>(() => new ProductTarget([(Bimodal, int.MaxValue), (Bimodal, 2)]));
        Assert.Throws<ArgumentException>(() => new RotatedTarget(new RotatedTarget(Bimodal, 1), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RotatedTarget(Bimodal, -1));
        var inSpace = new MixtureTarget(new RealVector([0.5, 0.5]), [RealVector.Zero(3), new RealVector([1.0, 1, 0])], [new IsotropicCovariance(3, 1), new IsotropicCovariance(3, 1)]);
        Assert.Null(ExactSolvers.For(new ProductTarget([(inSpace, 2)]).Structure, LearnerKind.Exact));
    }

    /// <summary>Products are values, and the mass outside a ball is bounded by the mass that is there.</summary>
    [Fact]
    public void Products_are_values_with_a_tail_bound()
    {
        Assert.Equal(new ProductTarget([(Bimodal, 3)]), new ProductTarget([(Bimodal, 3)]));
        Assert.NotEqual(new ProductTarget([(Bimodal, 3)]), new ProductTarget([(Bimodal, 2)]));
        Close.Relative(4 * Bimodal.SecondMoment, new ProductTarget([(Bimodal, 4)]).SecondMoment, 1e-14);
        TailMass bound = new ProductTarget([(new GaussianTarget(1, 1), 6)]).MassBeyond(7);
        double exact = SpecialFunctions.GammaUpperRegularized(3, 0.5 * 49);
        Assert.InRange(bound.Log, Math.Log(exact), Math.Log(exact) + 4);
    }
}
