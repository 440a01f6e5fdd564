using System.Collections.Immutable;

namespace Simulator.Targets;

/// <summary>A component w N(m, S) of a Gaussian mixture.</summary>
/// <param name="Weight">w, not negative.</param>
/// <param name="Mean">m, length d.</param>
/// <param name="Covariance">S, d × d.</param>
public sealed record GaussianComponent(double Weight, RealVector Mean, Covariance Covariance);

/// <summary>A target that is a finite mixture of Gaussians, so that posteriors and scores have closed forms.</summary>
public interface IGaussianMixture
{
    /// <summary>The components of positive weight; their weights sum to 1.</summary>
    ImmutableArray<GaussianComponent> Components { get; }
}
