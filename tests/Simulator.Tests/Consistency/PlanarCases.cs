using FsCheck;
using FsCheck.Fluent;
using Simulator.Consistency;
using Simulator.Laws.Generators;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Tests.Consistency;

/// <summary>Mixtures in the plane.</summary>
internal static class PlanarCases
{
    /// <summary>Angle of <see cref="RotatedProduct"/>.</summary>
    public const double Angle = 0.7;

    /// <summary>Three correlated Gaussians.</summary>
    public static MixtureTarget Three { get; } = new(
        new RealVector([0.3, 0.45, 0.25]),
        [new RealVector([-1.5, -0.5]), new RealVector([1.2, 0.8]), new RealVector([0.2, -1.4])],
        [Full(0.5, 0.25, 0.4), Full(0.6, -0.3, 0.45), Full(0.35, 0.1, 0.5)]);

    /// <summary>Two correlated Gaussians close to each other, between which no map is steep.</summary>
    public static MixtureTarget Mild { get; } = new(
        new RealVector([0.4, 0.6]), [new RealVector([-0.5, -0.3]), new RealVector([0.4, 0.5])], [Full(0.5, 0.2, 0.6), Full(0.7, -0.2, 0.5)]);

    public static UnivariateMixture First { get; } = new([0.3, 0.7], [-0.7, 0.6], [0.6, 0.8]);

    public static UnivariateMixture Second { get; } = new([0.5, 0.5], [-0.2, 0.7], [0.5, 0.6]);

    /// <summary>The independent product of <see cref="First"/> and <see cref="Second"/>, as a target of its own.</summary>
    public static ProductTarget Product { get; } = new([(OnLine(First), 1), (OnLine(Second), 1)]);

    /// <summary>The same product, rotated, written out as a mixture of four Gaussians.</summary>
    public static MixtureTarget RotatedProduct { get; } = Rotated(First, Second, Angle);

    public static MixtureStructure Plane(this MixtureTarget target) => (MixtureStructure)target.Structure;

    public static FullCovariance Full(double xx, double xy, double yy) => new(new RealMatrix(2, new RealVector([xx, xy, xy, yy])));

    /// <summary>A Gaussian, written as a mixture of two equal ones.</summary>
    public static MixtureTarget Twice(RealVector mean, FullCovariance covariance) => new(new RealVector([0.4, 0.6]), [mean, mean], [covariance, covariance]);

    public static PlanarFunction Solve(MixtureStructure law, Schedule schedule, int intervals, Learner? learner = null)
    {
        var recursion = new PlanarRecursion(law, schedule, intervals, learner, measuresApproximation: false);
        while (recursion.Advance())
        {
        }

        return (PlanarFunction)recursion.Current;
    }

    /// <summary>Two to four components, conditions up to 100, means that may nearly agree, weights that may nearly vanish.</summary>
    public static Arbitrary<MixtureTarget> Any() => Arb.From(
        from count in Gen.Choose(2, 4)
        from weights in Gen.ArrayOf(Gen.Frequency((4, Sizes.Uniform(0.2, 1)), (1, Sizes.LogUniform(1e-9, 1e-3))), count)
        from spread in Gen.Frequency((3, Sizes.Uniform(0.3, 2)), (1, Sizes.LogUniform(1e-6, 1e-2)))
        from means in Gen.ArrayOf(Sizes.Uniform(-1, 1), 2 * count)
        from sizes in Gen.ArrayOf(Sizes.Uniform(0.4, 1.2), count)
        from ratios in Gen.ArrayOf(Sizes.LogUniform(0.1, 1), count)
        from angles in Gen.ArrayOf(Sizes.Uniform(0, Math.PI), count)
        select Of(weights, [.. means.Select(m => spread * m)], sizes, ratios, angles));

    private static MixtureTarget Of(double[] weights, double[] means, double[] sizes, double[] ratios, double[] angles) => new(
        new RealVector([.. weights.Select(w => w / weights.Sum())]),
        [.. weights.Select((_, k) => new RealVector([means[2 * k], means[2 * k + 1]]))],
        [.. weights.Select((_, k) => (Covariance)Turned(sizes[k] * sizes[k], Math.Pow(sizes[k] * ratios[k], 2), angles[k]))]);

    private static FullCovariance Turned(double a, double b, double angle)
    {
        (double s, double c) = Math.SinCos(angle);
        return Full(a * c * c + b * s * s, (a - b) * c * s, a * s * s + b * c * c);
    }

    private static MixtureTarget OnLine(UnivariateMixture law) => MixtureTarget.OnLine(law.Weights.AsSpan(), law.Means.AsSpan(), law.StandardDeviations.AsSpan());

    private static MixtureTarget Rotated(UnivariateMixture first, UnivariateMixture second, double angle)
    {
        (double s, double c) = Math.SinCos(angle);
        var weights = new List<double>();
        var means = new List<RealVector>();
        var covariances = new List<Covariance>();
        for (int i = 0; i < first.Count; i++)
        {
            for (int j = 0; j < second.Count; j++)
            {
                double a = first.StandardDeviations[i], b = second.StandardDeviations[j];
                weights.Add(first.Weights[i] * second.Weights[j]);
                means.Add(new RealVector([c * first.Means[i] - s * second.Means[j], s * first.Means[i] + c * second.Means[j]]));
                covariances.Add(Turned(a * a, b * b, angle));
            }
        }

        return new MixtureTarget(new RealVector([.. weights]), [.. means], [.. covariances]);
    }
}
