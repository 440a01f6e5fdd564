using System.Collections.Immutable;

namespace Simulator.Numerics.Statistics;

/// <summary>Mixtures of 1, 2, …, K components fitted to the same sample.</summary>
/// <param name="Fits">The fits; number i has i + 1 components.</param>
public sealed record MixtureSelection(ImmutableArray<GaussianMixtureFit> Fits)
{
    /// <summary>The criterion of each fit, in the same order.</summary>
    public ImmutableArray<double> Bics => [.. Fits.Select(fit => fit.Bic)];

    /// <summary>The fit of least criterion, the smaller one where two are equal.</summary>
    public GaussianMixtureFit Best => Fits.MinBy(fit => fit.Bic)!;
}
