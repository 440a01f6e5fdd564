using System.Collections.Immutable;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;

namespace Simulator.Targets;

/// <summary>
/// What is special about a target, as far as solvers can use it. A target declares its structure; solvers are chosen by it and by nothing
/// else.
/// </summary>
/// <param name="Dimension">d.</param>
public abstract record Structure(int Dimension)
{
    /// <summary>Tr Cov X_0; null where it is not known.</summary>
    public abstract double? TotalVariance { get; }
}

/// <summary>A Gaussian law: every map of the theory is affine in the eigenbasis of the covariance.</summary>
/// <param name="Mean">The mean, length d.</param>
/// <param name="Covariance">The covariance, d × d.</param>
public sealed record LinearStructure(RealVector Mean, Covariance Covariance) : Structure(Mean.Length)
{
    /// <summary>
    /// The eigenvalues without repetition, each with how many axes have it and the length of the mean's part in their span: all that
    /// distances depend on.
    /// </summary>
    public ImmutableArray<EigenGroup> Groups => [.. GroupsByEigenvalue()];

    /// <inheritdoc/>
    public override double? TotalVariance => Covariance.Eigenvalues.Sum();

    private IEnumerable<EigenGroup> GroupsByEigenvalue()
    {
        ImmutableArray<double> values = Covariance.Eigenvalues;
        var mean = new double[Dimension];
        Covariance.ToEigenbasis(Mean.Span, mean);
        return Enumerable.Range(0, Dimension)
            .GroupBy(i => values[i])
            .OrderBy(g => g.Key)
            .Select(g => new EigenGroup(g.Key, g.Count(), Math.Sqrt(g.Sum(i => mean[i] * mean[i]))));
    }
}

/// <summary>Axes of the eigenbasis that share an eigenvalue.</summary>
/// <param name="Variance">The eigenvalue λ.</param>
/// <param name="Count">How many axes.</param>
/// <param name="MeanNorm">Euclidean length of the mean's part in the span of these axes.</param>
public sealed record EigenGroup(double Variance, int Count, double MeanNorm);

/// <summary>A mixture of Gaussians on the line.</summary>
/// <param name="Law">The law of X_0.</param>
public sealed record LineStructure(UnivariateMixture Law) : Structure(1)
{
    /// <inheritdoc/>
    public override double? TotalVariance => Law.Variance;
}

/// <summary>A law that depends on ‖x‖ only: every map of the theory is g(‖x‖) x/‖x‖.</summary>
public sealed record RadialStructure : Structure
{
    /// <summary>Creates a structure.</summary>
    /// <param name="dimension">d, at least 2.</param>
    /// <param name="components">Spheres (R &gt; 0, s = 0) and centred isotropic Gaussians (R = 0, s &gt; 0), at least one.</param>
    /// <exception cref="ArgumentException">The dimension is below 2, or a component is neither.</exception>
    public RadialStructure(int dimension, ImmutableArray<RadialComponent> components)
        : base(dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        if (components.IsDefaultOrEmpty || components.Any(c => !(c.Weight > 0) || !(c.Radius > 0 ? c.Deviation == 0 : c.Radius == 0 && c.Deviation > 0)))
            throw new ArgumentException("Spheres and centred isotropic Gaussians of positive weight are needed.", nameof(components));
        Components = [.. components.OrderBy(c => c.SecondMoment(dimension)).ThenBy(c => c.Deviation)];
    }

    /// <summary>The components of the law of X_0, ascending in radius, an order that noise does not change.</summary>
    public ImmutableArray<RadialComponent> Components { get; }

    /// <inheritdoc/>
    public override double? TotalVariance
    {
        get
        {
            double weight = Components.Sum(c => c.Weight);
            return Components.Sum(c => c.Weight / weight * c.SecondMoment(Dimension));
        }
    }

    /// <summary>The law of ‖X‖ at a noise level.</summary>
    /// <param name="level">The noise level, not zero.</param>
    public RadialMixture Smoothed(NoiseLevel level)
        => new(Dimension, [.. Components.Select(c => c.Smoothed(level.Signal, level.OneMinusAlphaBar))]);
}

/// <summary>Independent blocks: everything in the theory acts on each by itself.</summary>
/// <param name="Blocks">The blocks, each with its number of copies, in the order of their coordinates.</param>
public sealed record BlocksStructure(ImmutableArray<RepeatedStructure> Blocks)
    : Structure(checked((int)Blocks.Sum(b => b.Repeat * (long)b.Block.Dimension)))
{
    /// <summary>What is made of the blocks: once of each different one, however often it occurs.</summary>
    /// <typeparam name="T">What is made.</typeparam>
    /// <param name="make">Makes it of one copy of a block.</param>
    /// <returns>In the order of the blocks, with their numbers of copies.</returns>
    public ImmutableArray<(T Made, int Repeat)> MakeOnce<T>(Func<RepeatedStructure, T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        var made = new Dictionary<Target, T>();
        foreach (RepeatedStructure block in Blocks)
        {
            if (!made.ContainsKey(block.Key)) made.Add(block.Key, make(block));
        }

        return [.. Blocks.Select(b => (made[b.Key], b.Repeat))];
    }

    /// <inheritdoc/>
    public override double? TotalVariance => Blocks.All(b => b.Block.TotalVariance is not null) ? Blocks.Sum(b => b.Repeat * b.Block.TotalVariance!.Value) : null;
}

/// <summary>Independent copies of a block.</summary>
/// <param name="Block">The structure of one copy.</param>
/// <param name="Key">The target of one copy: blocks with equal keys are solved once.</param>
/// <param name="Repeat">Number of copies, at least 1.</param>
public sealed record RepeatedStructure(Structure Block, Target Key, int Repeat);

/// <summary>A rotation of a law: distances do not see it, only points do.</summary>
/// <param name="Inner">The structure before the rotation.</param>
/// <param name="Seed">Seed of the rotation.</param>
public sealed record RotatedStructure(Structure Inner, long Seed) : Structure(Inner.Dimension)
{
    /// <inheritdoc/>
    public override double? TotalVariance => Inner.TotalVariance;
}

/// <summary>A mixture of at least two Gaussians in d ≥ 2 dimensions.</summary>
/// <param name="Components">The components; their weights sum to 1.</param>
public sealed record MixtureStructure(ImmutableArray<GaussianComponent> Components) : Structure(Components[0].Mean.Length), IGaussianMixture
{
    /// <summary>E X_0.</summary>
    public RealVector Mean => new([.. Enumerable.Range(0, Dimension).Select(j => Components.Sum(c => c.Weight * c.Mean[j]))]);

    /// <inheritdoc/>
    public override double? TotalVariance
    {
        get
        {
            double variance = Components.Sum(c => c.Weight * c.Covariance.Trace);
            RealVector mean = Mean;
            for (int j = 0; j < Dimension; j++)
                variance += Components.Sum(c => c.Weight * (c.Mean[j] - mean[j]) * (c.Mean[j] - mean[j]));
            return variance;
        }
    }

    /// <inheritdoc/>
    public bool Equals(MixtureStructure? other) => other is not null && Components.AsSpan().SequenceEqual(other.Components.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dimension, Components.Length, Components[0]);
}

/// <summary>Finitely many points.</summary>
/// <param name="Cloud">The points.</param>
public sealed record CloudStructure(PointCloud Cloud) : Structure(Cloud.Dimension)
{
    /// <inheritdoc/>
    public override double? TotalVariance => Cloud.TotalVariance;
}
