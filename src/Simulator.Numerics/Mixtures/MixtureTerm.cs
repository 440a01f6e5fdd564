using System.Collections.Immutable;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// One term of <see cref="MixtureKernel"/>: a Gaussian factor, log-weight <c>a − ½ (x−μ)ᵀ V⁻¹ (x−μ)</c> with <c>V = Q diag(v) Qᵀ</c>, and the affine map
/// <c>o + Q diag(g) Qᵀ (x−μ)</c> that is averaged.
/// </summary>
/// <param name="LogNorm">a.</param>
/// <param name="Mean">μ, length d.</param>
/// <param name="Variances">v, length d, positive.</param>
/// <param name="Gains">g, length d.</param>
/// <param name="Offset">o, length d, or empty for 0.</param>
/// <param name="Eigenvectors">Q, d × d row-major with the eigenvectors in its columns, or empty for the coordinate axes.</param>
public sealed record MixtureTerm(
    double LogNorm,
    ImmutableArray<double> Mean,
    ImmutableArray<double> Variances,
    ImmutableArray<double> Gains,
    ImmutableArray<double> Offset,
    ImmutableArray<double> Eigenvectors);
