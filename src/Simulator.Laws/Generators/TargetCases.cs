using FsCheck;
using FsCheck.Fluent;
using Simulator.Targets;

namespace Simulator.Laws.Generators;

/// <summary>
/// Targets of every kind, with the corners where learners break: nearly equal means, small and very different deviations, weights near 0.
/// </summary>
public static class TargetCases
{
    /// <summary>Targets of some kinds, each kind equally often.</summary>
    /// <param name="kinds">The kinds, at least one.</param>
    /// <exception cref="ArgumentException">No kind is given.</exception>
    public static Arbitrary<Target> Of(TargetKinds kinds)
    {
        Gen<Target>[] generators = [.. Single(kinds).Select(Generator)];
        if (generators.Length == 0) throw new ArgumentException("At least one kind of target is needed.", nameof(kinds));
        return Arb.From(Gen.OneOf(generators), Shrink);
    }

    /// <summary>Simpler targets: what is inside, fewer components, rounder numbers, fewer dimensions.</summary>
    /// <param name="value">The target to simplify.</param>
    public static IEnumerable<Target> Shrink(Target value) => value switch
    {
        RotatedTarget r => ShrinkRotated(r),
        ProductTarget p => [.. p.Blocks.Select(b => b.Target), .. ShrinkBlocks(p)],
        GaussianTarget g => ShrinkGaussian(g),
        SphereTarget s => ShrinkSphere(s),
        MixtureTarget { Dimension: 1 } m => LineCases.Shrink(AsLine(m)).Select(c => (Target)c.Target),
        MixtureTarget m => m.Means.Select((mean, k) => (Target)new GaussianTarget(mean, m.Covariances[k])),
        _ => [],
    };

    /// <summary>A Gaussian N(m, QΛQᵀ), Q drawn by a seed.</summary>
    /// <param name="mean">m.</param>
    /// <param name="deviations">The roots of the eigenvalues.</param>
    /// <param name="seed">Seed of Q; 0 for Q = I.</param>
    public static GaussianTarget Gaussian(IReadOnlyList<double> mean, IReadOnlyList<double> deviations, long seed)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(deviations);
        int d = mean.Count;
        var rows = new double[d * d];
        for (int i = 0; i < d; i++)
            rows[i * d + i] = deviations[i];

        // Row i becomes Q e_i σ_i; the covariance is the sum of their outer products.
        if (seed != 0) new Rotation(d, seed).Forth(rows);
        return new GaussianTarget(new RealVector([.. mean]), new FullCovariance(SumOfOuterProducts(rows, d)));
    }

    /// <summary>Σ_l v_l v_lᵀ over the rows of a matrix.</summary>
    /// <param name="rows">d × d.</param>
    /// <param name="d">d.</param>
    internal static RealMatrix SumOfOuterProducts(double[] rows, int d)
    {
        var entries = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                entries[i * d + j] = Enumerable.Range(0, d).Sum(l => rows[l * d + i] * rows[l * d + j]);
        }

        return new RealMatrix(d, new RealVector([.. entries]));
    }

    /// <summary>Plain targets of a kind: what can be learned of it is asked with these.</summary>
    /// <param name="kind">One kind.</param>
    internal static IReadOnlyList<Target> Examples(TargetKinds kind)
    {
        Target bimodal = MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.5, 0.5]), normal = new GaussianTarget(1, 1), oblong = Gaussian([1, 0], [2, 0.5], 1);
        Target product = new ProductTarget([(bimodal, 1), (normal, 1)]), circle = new SphereTarget(2, 1);
        var round = new IsotropicCovariance(2, 0.5);
        return kind switch
        {
            TargetKinds.Line => [bimodal],
            TargetKinds.Gaussian => [normal, oblong, new GaussianTarget(3, 1)],
            TargetKinds.Planar => [new MixtureTarget(new RealVector([0.5, 0.5]), [new RealVector([-1, 0]), new RealVector([1, 0])], [round, round])],
            TargetKinds.Circle => [circle],
            TargetKinds.Sphere => [new SphereTarget(3, 1), new SphereTarget(4, 1)],
            TargetKinds.Product => [product, new ProductTarget([(normal, 2)])],
            TargetKinds.Rotated => [new RotatedTarget(oblong, 1), new RotatedTarget(product, 1), new RotatedTarget(circle, 1)],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "One kind of target is needed."),
        };
    }

    /// <summary>The kinds in a set of kinds, one by one.</summary>
    /// <param name="kinds">The set.</param>
    internal static IEnumerable<TargetKinds> Single(TargetKinds kinds)
        => Enum.GetValues<TargetKinds>().Where(k => int.IsPow2((int)k) && kinds.HasFlag(k));

    private static Gen<Target> Generator(TargetKinds kind) => kind switch
    {
        TargetKinds.Line => Line(),
        TargetKinds.Gaussian => Gaussians(1, 3),
        TargetKinds.Planar => Planar(),
        TargetKinds.Circle => Radius().Select(r => (Target)new SphereTarget(2, r)),
        TargetKinds.Sphere => from d in Gen.Choose(3, 4) from r in Radius() select (Target)new SphereTarget(d, r),
        TargetKinds.Product => Products(),
        TargetKinds.Rotated =>
            from inner in Gen.OneOf(Gaussians(2, 3), Products(), Radius().Select(r => (Target)new SphereTarget(2, r)))
            from seed in Gen.Choose(1, 1000)
            select (Target)new RotatedTarget(inner, seed),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "One kind of target is needed."),
    };

    private static Gen<double> Radius() => Gen.Frequency((1, Gen.Constant(1.0)), (2, Sizes.LogUniform(0.3, 3)));

    /// <summary>Mixtures of up to three components whose details a function on a grid of a few thousand points can show.</summary>
    private static Gen<Target> Line() =>
        from count in Gen.Choose(1, 3)
        from weights in Gen.Frequency((5, Sizes.Uniform(0.1, 1)), (1, Gen.Constant(1e-12))).ArrayOf(count)
        from means in Gen.Frequency((5, Sizes.Uniform(-2, 2)), (1, Gen.Constant(1.0)), (1, Gen.Constant(1.0 + 1e-13))).ArrayOf(count)
        from deviations in Gen.Frequency((4, Sizes.LogUniform(0.3, 2)), (1, Sizes.LogUniform(0.1, 0.3))).ArrayOf(count)
        select (Target)new LineCase(weights, means, deviations).Target;

    private static Gen<Target> Gaussians(int least, int most) =>
        from d in Gen.Choose(least, most)
        from mean in Gen.Frequency((1, Gen.Constant(0.0)), (3, Sizes.Uniform(-2, 2))).ArrayOf(d)
        from deviations in Gen.Frequency((1, Gen.Constant(1.0)), (3, Sizes.LogUniform(0.1, 3)), (1, Sizes.LogUniform(1e-4, 0.1))).ArrayOf(d)
        from seed in Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Choose(1, 1000)))
        select (Target)Gaussian(mean, deviations, d > 1 ? seed : 0);

    private static Gen<Target> Planar() =>
        from weight in Sizes.Uniform(0.1, 0.9)
        from means in Sizes.Uniform(-1.5, 1.5).ArrayOf(4)
        from deviations in Sizes.LogUniform(0.5, 1.5).ArrayOf(4)
        from seed in Gen.Choose(0, 1000)
        select (Target)new MixtureTarget(
            new RealVector([weight, 1 - weight]),
            [new RealVector([means[0], means[1]]), new RealVector([means[2], means[3]])],
            [Gaussian([0, 0], [deviations[0], deviations[1]], seed).Covariance, Gaussian([0, 0], [deviations[2], deviations[3]], 0).Covariance]);

    private static Gen<Target> Products() =>
        from first in Gen.OneOf(Line(), Gaussians(1, 2))
        from second in Gen.OneOf(Line(), Gaussians(1, 1))
        from repeat in Gen.Choose(1, 2)
        select (Target)new ProductTarget([(first, 1), (second, repeat)]);

    private static IEnumerable<Target> ShrinkRotated(RotatedTarget rotated)
    {
        yield return rotated.Inner;
        foreach (Target simpler in Shrink(rotated.Inner))
            yield return new RotatedTarget(simpler, rotated.Seed);
        if (rotated.Seed > 1) yield return new RotatedTarget(rotated.Inner, 1);
    }

    private static IEnumerable<Target> ShrinkSphere(SphereTarget sphere)
    {
        if (sphere.Dimension > 2) yield return new SphereTarget(sphere.Dimension - 1, sphere.Radius);
        if (sphere.Radius != 1) yield return new SphereTarget(sphere.Dimension, 1);
    }

    private static IEnumerable<Target> ShrinkBlocks(ProductTarget product)
    {
        for (int b = 0; b < product.Blocks.Length; b++)
        {
            (Target block, int repeat) = product.Blocks[b];
            if (repeat > 1) yield return new ProductTarget(product.Blocks.SetItem(b, (block, 1)));
            foreach (Target simpler in Shrink(block))
                yield return new ProductTarget(product.Blocks.SetItem(b, (simpler, repeat)));
        }
    }

    private static IEnumerable<Target> ShrinkGaussian(GaussianTarget value)
    {
        int d = value.Dimension;
        if (value == new GaussianTarget(d, 1)) yield break;
        if (d > 1)
        {
            // The law of the first d − 1 coordinates.
            double[] kept = [.. Enumerable.Range(0, (d - 1) * (d - 1)).Select(i => Entry(value.Covariance, i / (d - 1), i % (d - 1)))];
            yield return new GaussianTarget(
                new RealVector([.. value.Mean.Span[..^1]]), new FullCovariance(new RealMatrix(d - 1, new RealVector([.. kept]))));
        }

        yield return new GaussianTarget(d, 1);
        if (value.Mean != RealVector.Zero(d)) yield return value with { Mean = RealVector.Zero(d) };
        double[] mean = value.Mean.Span.ToArray(), diagonal = [.. Enumerable.Range(0, d).Select(i => Math.Sqrt(Entry(value.Covariance, i, i)))];
        GaussianTarget straight = Gaussian(mean, diagonal, 0), plain = value with { Covariance = Correlated(d) };
        if (straight != value)
        {
            yield return straight;
            if (plain != value) yield return plain;
            yield break;
        }

        foreach (int digits in (int[])[0, 1])
        {
            GaussianTarget round = Gaussian(mean, [.. diagonal.Select(s => Math.Max(Math.Round(s, digits), 0.1))], 0);
            if (round != value) yield return round;
        }
    }

    /// <summary>Variances 1 and correlations ½.</summary>
    private static FullCovariance Correlated(int d)
        => new(new RealMatrix(d, new RealVector([.. Enumerable.Range(0, d * d).Select(i => i / d == i % d ? 1 : 0.5)])));

    private static double Entry(Covariance covariance, int i, int j) => covariance switch
    {
        FullCovariance full => full.Matrix[i, j],
        _ => i == j ? covariance.Eigenvalues[i] : 0,
    };

    private static LineCase AsLine(MixtureTarget m)
        => new([.. m.Weights.Span], [.. m.Means.Select(v => v[0])], [.. m.Covariances.Select(c => c is IsotropicCovariance i ? i.StandardDeviation : Math.Sqrt(c.Eigenvalues[0]))]);
}
