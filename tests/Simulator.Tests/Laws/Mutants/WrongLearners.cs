using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Tests.Laws.Mutants;

/// <summary>Every step adds a constant.</summary>
internal sealed class BiasedStep : AlteredLearner
{
    public override string Name => "biased step";

    protected override void Alter(Target target, Schedule schedule, int t, PointBatch points, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] += 0.1 * (t - 1);
    }
}

/// <summary>Spreads its values around their mean, as a fit does that extrapolates.</summary>
internal sealed class OvershootingStep : AlteredLearner
{
    public override string Name => "overshooting step";

    protected override void Alter(Target target, Schedule schedule, int t, PointBatch points, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] *= 2;
    }
}

/// <summary>Oscillates around the right function, as a fit with too few features does.</summary>
internal sealed class RingingFit : AlteredLearner
{
    public override string Name => "ringing fit";

    protected override void Alter(Target target, Schedule schedule, int t, PointBatch points, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] += 0.5 * Math.Sin(8 * points.Data[i]);
    }
}

/// <summary>Draws random numbers that no seed determines.</summary>
internal sealed class UnseededLearner : AlteredLearner
{
    public override string Name => "unseeded";

    protected override void Alter(Target target, Schedule schedule, int t, PointBatch points, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] += 1e-11 * Random.Shared.NextDouble();
    }
}

/// <summary>Starts samples at the law of X_T, which it knows and a user does not, and not at N(0, I).</summary>
internal sealed class SamplesFromLastMarginal : AlteredLearner
{
    public override string Name => "samples started from q_T";

    public override bool CanLearn(Target target) => target is GaussianTarget { Dimension: 1 };

    public override void Sample(ConsistencyFunction function, PointBatch noise, Span<double> samples)
    {
        var altered = (AlteredFunction)function;
        var target = (GaussianTarget)altered.Target;
        double deviation = Math.Sqrt(altered.Last.MarginalVariance(target.Covariance.Trace)), mean = altered.Last.Signal * target.Mean[0];
        function.Evaluate(new PointBatch(noise.Data.ToArray().Select(z => mean + deviation * z).ToArray(), 1), samples);
    }
}

/// <summary>Starts samples at σ_T z, the noise of y-coordinates.</summary>
internal sealed class SamplesInWrongCoordinates : AlteredLearner
{
    public override string Name => "samples started from σ_T z";

    public override void Sample(ConsistencyFunction function, PointBatch noise, Span<double> samples)
    {
        double sigma = ((AlteredFunction)function).Last.Sigma;
        function.Evaluate(new PointBatch(noise.Data.ToArray().Select(z => sigma * z).ToArray(), noise.Dimension), samples);
    }
}

/// <summary>Treats the coordinates of a Gaussian as if they were independent.</summary>
internal sealed class CoordinatewiseLearner : AlteredLearner
{
    public override string Name => "coordinate by coordinate";

    public override bool CanLearn(Target target) => target is GaussianTarget;

    public override ConsistencyRecursion Start(Target target, Schedule schedule, long seed) => base.Start(Independent((GaussianTarget)target), schedule, seed);

    /// <summary>The Gaussian with the same mean and variances, and no covariances.</summary>
    public static GaussianTarget Independent(GaussianTarget target)
    {
        int d = target.Dimension;
        var entries = new double[d * d];
        for (int j = 0; j < d; j++)
        {
            double[] axis = new double[d], eigen = new double[d];
            axis[j] = 1;
            target.Covariance.ToEigenbasis(axis, eigen);
            entries[j * d + j] = eigen.Zip(target.Covariance.Eigenvalues, (e, v) => e * e * v).Sum();
        }

        return target with { Covariance = new FullCovariance(new RealMatrix(d, new RealVector(ImmutableArray.Create(entries)))) };
    }
}
