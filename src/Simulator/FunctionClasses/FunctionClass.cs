using System.Collections.Immutable;

namespace Simulator.FunctionClasses;

/// <summary>What stands beside the affine part of a function class.</summary>
public enum FeatureKind
{
    /// <summary>Nothing.</summary>
    Affine,

    /// <summary>Random Fourier features.</summary>
    Fourier,

    /// <summary>Affine experts behind the gates of the target's own mixture, or of clusters of a cloud.</summary>
    Gated,

    /// <summary>Monomials.</summary>
    Polynomial,

    /// <summary>Radial basis functions around points of q_t.</summary>
    RadialBasis,

    /// <summary>Features that a caller brings along.</summary>
    Own,
}

/// <summary>A class of functions F, the same at every noise level up to centre and scale: affine functions and the span of features.</summary>
/// <param name="Kind">Which features.</param>
/// <param name="Count">How many random Fourier features, radial basis functions or clusters of a cloud; other kinds know by themselves.</param>
/// <param name="Bandwidths">Bandwidths in units of the root-mean-square distance of two points of q_t, each for its share of the features.</param>
/// <param name="Orthogonal">Whether directions of Fourier features come in orthogonal sets (Yu et al. 2016), which lowers the variance of the kernel they approach.</param>
/// <param name="Degree">Highest degree of monomials.</param>
public sealed record FunctionClass(FeatureKind Kind, int Count, ImmutableArray<double> Bandwidths, bool Orthogonal = false, int Degree = 2)
{
    /// <summary>Bandwidths that suit most targets: the widest sees the law as a whole, the narrowest turns where modes part.</summary>
    public static ImmutableArray<double> StandardBandwidths { get; } = [0.25, 0.5, 1, 2];

    /// <summary>Affine functions alone.</summary>
    public static FunctionClass Affine { get; } = new(FeatureKind.Affine, 0, []);

    /// <summary>The features of <see cref="FeatureKind.Own"/>; else null.</summary>
    public IFeatureSource? Own { get; init; }

    /// <summary>The class of affine functions and of features that a caller brings along.</summary>
    /// <param name="own">The features.</param>
    public static FunctionClass Of(IFeatureSource own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return new FunctionClass(FeatureKind.Own, 0, []) { Own = own };
    }

    /// <inheritdoc/>
    public bool Equals(FunctionClass? other)
        => other is not null && (Kind, Count, Orthogonal, Degree) == (other.Kind, other.Count, other.Orthogonal, other.Degree) && Equals(Own, other.Own)
            && Bandwidths.AsSpan().SequenceEqual(other.Bandwidths.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Count, Orthogonal, Degree);
}
