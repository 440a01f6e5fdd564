using System.Collections.Immutable;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// A mixture of normal laws with full covariances, fitted to a sample by maximum likelihood: EM from several k-means++ starts.
/// </summary>
/// <remarks>
/// Columns are standardised before and the result is scaled back, so the fit does not depend on units; rows are sorted, so it
/// does not depend on their order; every start draws from its own named stream, so it does not depend on the number of threads.
/// Components are sorted by mean. The covariances obey the lower bounds in <see cref="Floors"/>. Give measurements in the units
/// in which they were rounded, and standardise the fit rather than the data: standardised columns hide their
/// <see cref="RoundingLattice"/>, and components then settle on tied values.
/// </remarks>
public sealed record GaussianMixtureFit
{
    /// <summary>A component that holds less than this share of one point has, for all the data say, no members.</summary>
    private const double EmptyBelow = 0.01;

    /// <summary>The fitted mixture, components sorted by first mean coordinate (ties by the next ones).</summary>
    public required MixtureModel Model { get; init; }

    /// <summary>Number of points n of the sample.</summary>
    public required int SampleSize { get; init; }

    /// <summary>The log-likelihood before the first and after each iteration of the best run; it never falls.</summary>
    public required ImmutableArray<double> Trace { get; init; }

    /// <summary>Whether the best run met <see cref="MixtureFitOptions.Tolerance"/> within its iterations.</summary>
    public required bool Converged { get; init; }

    /// <summary>The log-likelihood that each run reached, in their order; a single run for K = 1, where all are alike.</summary>
    public required ImmutableArray<double> RestartLogLikelihoods { get; init; }

    /// <summary>The lower bounds of the standard deviations, one for each of the d columns.</summary>
    public required ImmutableArray<CovarianceFloor> Floors { get; init; }

    /// <summary>The components (from 0, ascending) whose covariance had to be raised to the floor in some direction.</summary>
    public required ImmutableArray<int> FlooredComponents { get; init; }

    /// <summary>The options of the fit.</summary>
    public required MixtureFitOptions Options { get; init; }

    /// <summary>log Σ over the sample of the fitted density, in the units of the data (density per unit volume).</summary>
    public double LogLikelihood => Trace[^1];

    /// <summary>Iterations of the best run.</summary>
    public int Iterations => Trace.Length - 1;

    /// <summary>The Bayesian information criterion −2 log L + p log n, p free parameters (Schwarz 1978); small is good.</summary>
    public double Bic => -2 * LogLikelihood + Model.FreeParameters * Math.Log(SampleSize);

    /// <summary>
    /// The components (from 0, ascending) that hold less than a hundredth of one point. A fit that has any is a fit of fewer
    /// components, and its <see cref="Bic"/> counts parameters that the data do not see.
    /// </summary>
    public ImmutableArray<int> EmptyComponents
        => [.. Enumerable.Range(0, Model.Components).Where(k => Model.Weights[k] * SampleSize < EmptyBelow)];

    /// <summary>Fits a mixture of K components.</summary>
    /// <param name="data">Row-major <c>n × d</c>, finite.</param>
    /// <param name="dimension">Number of columns d.</param>
    /// <param name="components">Number of components K, from 1 to the number of different points.</param>
    /// <param name="options">How to fit, or null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The data are not <c>n × d</c> finite numbers, a column is constant, there are more components than different points, or
    /// an option is out of its range.
    /// </exception>
    public static GaussianMixtureFit Fit(
        ReadOnlySpan<double> data, int dimension, int components, MixtureFitOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(components);
        FitSample sample = FitSample.Of(data, dimension, options ?? MixtureFitOptions.Default);
        return components <= sample.DistinctCount
            ? sample.Fit(components, "data")
            : throw new ArgumentException(
                $"{components} components need at least as many different points, but the {sample.Count} rows of the data "
                + $"hold only {sample.DistinctCount}.",
                nameof(components));
    }

    /// <summary>Fits mixtures of 1, 2, …, K components and chooses the one of least <see cref="Bic"/>.</summary>
    /// <param name="data">Row-major <c>n × d</c>, finite.</param>
    /// <param name="dimension">Number of columns d.</param>
    /// <param name="maxComponents">The largest K to try; cut to the number of different points.</param>
    /// <param name="options">How to fit, or null for the defaults.</param>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>.</exception>
    public static MixtureSelection ByBic(
        ReadOnlySpan<double> data, int dimension, int maxComponents = 8, MixtureFitOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxComponents);
        FitSample sample = FitSample.Of(data, dimension, options ?? MixtureFitOptions.Default);
        int largest = Math.Min(maxComponents, sample.DistinctCount);
        return new MixtureSelection([.. Enumerable.Range(1, largest).Select(components => sample.Fit(components, "data"))]);
    }

    /// <summary>The fit that EM reaches from a given start, without random numbers.</summary>
    /// <param name="data">Row-major <c>n × d</c>, finite.</param>
    /// <param name="start">The start; covariances below the floor are raised to it.</param>
    /// <param name="options">How to fit, or null for the defaults.</param>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>, but any number of components may be started.</exception>
    public static GaussianMixtureFit From(ReadOnlySpan<double> data, MixtureModel start, MixtureFitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        return FitSample.Of(data, start.Dimension, options ?? MixtureFitOptions.Default).Refine(start);
    }
}
