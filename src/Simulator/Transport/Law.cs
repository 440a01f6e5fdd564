using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Transport;

/// <summary>A probability law on ℝᵈ, as far as distances need it.</summary>
/// <param name="Dimension">d.</param>
public abstract record Law(int Dimension)
{
    /// <summary>The mean, length d.</summary>
    public abstract RealVector Mean { get; }

    /// <summary>The trace of the covariance.</summary>
    public abstract double TotalVariance { get; }

    /// <summary>The law of <c>√ᾱ X_0 + √(1−ᾱ) Z</c> for data of a structure; for a cloud as many components as points.</summary>
    /// <param name="structure">The structure of X_0; rotations are left out, which distances do not see.</param>
    /// <param name="level">The noise level, not zero for spheres and clouds.</param>
    /// <exception cref="ArgumentException">The law of this structure is not known.</exception>
    public static Law Of(Structure structure, NoiseLevel level) => structure switch
    {
        LinearStructure linear => new MixtureLaw([Noised(new GaussianComponent(1, linear.Mean, linear.Covariance), level)]),
        LineStructure line => MixtureLaw.OnLine(line.Law.Smoothed(level.Signal, level.OneMinusAlphaBar)),
        RadialStructure radial => new RadialLaw(radial.Smoothed(level)),
        BlocksStructure product => new ProductLaw([.. product.Blocks.Select(b => (Of(b.Block, level), b.Repeat))]),
        RotatedStructure rotated => Of(rotated.Inner, level),
        IGaussianMixture mixture => new MixtureLaw([.. mixture.Components.Select(c => Noised(c, level))]),
        CloudStructure { Cloud: var cloud } => new MixtureLaw(
        [
            .. Enumerable.Range(0, cloud.Count).Select(i => new GaussianComponent(
                cloud.Weights[i], Scaled(new RealVector([.. cloud[i]]), level.Signal), new IsotropicCovariance(cloud.Dimension, level.Noise))),
        ]),
        _ => throw new ArgumentException("The law of this structure is not known.", nameof(structure)),
    };

    private static GaussianComponent Noised(GaussianComponent component, NoiseLevel level)
    {
        int d = component.Mean.Length;
        RealVector mean = Scaled(component.Mean, level.Signal);
        if (component.Covariance is IsotropicCovariance isotropic)
            return new GaussianComponent(component.Weight, mean, new IsotropicCovariance(d, Math.Sqrt(level.MarginalVariance(isotropic.StandardDeviation * isotropic.StandardDeviation))));
        double[] entries = new double[d * d];
        TensorPrimitives.Multiply(TargetFields.Full(component.Covariance).Matrix.Entries.Span, level.AlphaBar, entries);
        for (int i = 0; i < d; i++)
            entries[i * (d + 1)] += level.OneMinusAlphaBar;
        return new GaussianComponent(component.Weight, mean, new FullCovariance(new RealMatrix(d, new RealVector([.. entries]))));
    }

    private static RealVector Scaled(RealVector vector, double factor) => new([.. vector.Span.ToArray().Select(v => factor * v)]);
}

/// <summary>A mixture of Gaussians; of one component a Gaussian law.</summary>
public sealed record MixtureLaw : Law
{
    /// <summary>Creates a mixture.</summary>
    /// <param name="components">Components of one dimension, at least one; their weights sum to 1.</param>
    /// <exception cref="ArgumentException">There is no component, or their dimensions differ.</exception>
    public MixtureLaw(ImmutableArray<GaussianComponent> components)
        : base(components.IsDefaultOrEmpty ? 0 : components[0].Mean.Length)
    {
        if (components.IsDefaultOrEmpty || components.Any(c => c.Mean.Length != components[0].Mean.Length || c.Covariance.Dimension != c.Mean.Length))
            throw new ArgumentException("A mixture needs at least one component, all of one dimension.", nameof(components));
        Components = components;
        double[] mean = new double[Dimension];
        foreach (GaussianComponent c in components)
            TensorPrimitives.MultiplyAdd(c.Mean.Span, c.Weight, mean, mean);
        Mean = new RealVector([.. mean]);
    }

    /// <summary>The components.</summary>
    public ImmutableArray<GaussianComponent> Components { get; }

    /// <inheritdoc/>
    public override RealVector Mean { get; }

    /// <inheritdoc/>
    public override double TotalVariance => Components.Sum(c =>
    {
        double distance = TensorPrimitives.Distance(c.Mean.Span, Mean.Span);
        return c.Weight * (c.Covariance.Trace + distance * distance);
    });

    /// <summary>A mixture on the line as a law.</summary>
    /// <param name="law">The mixture.</param>
    public static MixtureLaw OnLine(UnivariateMixture law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return new([.. Enumerable.Range(0, law.Count).Select(k => new GaussianComponent(law.Weights[k], new RealVector([law.Means[k]]), new IsotropicCovariance(1, law.StandardDeviations[k])))]);
    }

    /// <summary>The law of θ·X.</summary>
    /// <param name="direction">θ, length d.</param>
    public UnivariateMixture Along(ReadOnlySpan<double> direction)
    {
        double[] means = new double[Components.Length], deviations = new double[means.Length], axes = new double[Dimension];
        for (int k = 0; k < means.Length; k++)
        {
            GaussianComponent c = Components[k];
            means[k] = TensorPrimitives.Dot(direction, c.Mean.Span);
            if (c.Covariance is IsotropicCovariance isotropic) deviations[k] = isotropic.StandardDeviation * TensorPrimitives.Norm(direction);
            else
            {
                c.Covariance.ToEigenbasis(direction, axes);
                deviations[k] = Math.Sqrt(axes.Zip(c.Covariance.Eigenvalues, (a, l) => a * a * l).Sum());
            }
        }

        return new UnivariateMixture([.. Components.Select(c => c.Weight)], means, deviations);
    }

    /// <summary>The covariance, d × d row-major.</summary>
    public double[] Covariance()
    {
        int d = Dimension;
        double[] matrix = new double[d * d], offset = new double[d];
        foreach (GaussianComponent c in Components)
        {
            TensorPrimitives.MultiplyAdd(TargetFields.Full(c.Covariance).Matrix.Entries.Span, c.Weight, matrix, matrix);
            TensorPrimitives.Subtract(c.Mean.Span, Mean.Span, offset);
            for (int i = 0; i < d; i++)
                TensorPrimitives.MultiplyAdd(offset, c.Weight * offset[i], matrix.AsSpan(i * d, d), matrix.AsSpan(i * d, d));
        }

        return matrix;
    }

    /// <summary>Equality of the components.</summary>
    /// <param name="other">Another law.</param>
    public bool Equals(MixtureLaw? other) => other is not null && Components.AsSpan().SequenceEqual(other.Components.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dimension, Components.Length, Components[0]);
}

/// <summary>A law that depends on ‖x‖ only, d ≥ 2.</summary>
/// <param name="Radii">The law of ‖X‖.</param>
public sealed record RadialLaw(RadialMixture Radii) : Law(Radii.Dimension)
{
    /// <inheritdoc/>
    public override RealVector Mean => RealVector.Zero(Dimension);

    /// <inheritdoc/>
    public override double TotalVariance => Radii.SecondMoment;
}

/// <summary>Independent blocks side by side.</summary>
/// <param name="Blocks">The blocks with their numbers of copies, in the order of their coordinates.</param>
public sealed record ProductLaw(ImmutableArray<(Law Block, int Repeat)> Blocks) : Law(Blocks.Sum(b => b.Block.Dimension * b.Repeat))
{
    /// <inheritdoc/>
    public override RealVector Mean => new([.. Blocks.SelectMany(b => Enumerable.Repeat(b.Block.Mean.Span.ToArray(), b.Repeat).SelectMany(m => m))]);

    /// <inheritdoc/>
    public override double TotalVariance => Blocks.Sum(b => b.Repeat * b.Block.TotalVariance);

    /// <summary>Equality of the blocks.</summary>
    /// <param name="other">Another law.</param>
    public bool Equals(ProductLaw? other) => other is not null && Blocks.AsSpan().SequenceEqual(other.Blocks.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dimension, Blocks.Length, Blocks[0]);
}

/// <summary>Weighted points: an empirical law.</summary>
/// <param name="Cloud">The points.</param>
public sealed record CloudLaw(PointCloud Cloud) : Law(Cloud.Dimension)
{
    /// <inheritdoc/>
    public override RealVector Mean => Cloud.Mean;

    /// <inheritdoc/>
    public override double TotalVariance => Cloud.TotalVariance;
}
