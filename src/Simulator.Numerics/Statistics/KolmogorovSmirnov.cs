using Simulator.Numerics.Random;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// How far a fitted mixture is from its sample, and how often a sample that the mixture itself made would be as far.
/// </summary>
/// <param name="Statistic">The Kolmogorov–Smirnov statistic of the sample.</param>
/// <param name="PValue">(1 + number of replicates whose statistic is at least as large)/(1 + replicates).</param>
/// <param name="Replicates">Number of bootstrap replicates.</param>
/// <param name="LatticeStep">The step to which the data, and so the replicates, are rounded, or null if they are not.</param>
public sealed record GoodnessOfFit(double Statistic, double PValue, int Replicates, double? LatticeStep);

/// <summary>The Kolmogorov–Smirnov statistic, and the goodness-of-fit test of a fitted mixture that is built on it.</summary>
public static class KolmogorovSmirnov
{
    /// <summary>sup_x |F_n(x) − F(x)| between the empirical distribution function of a sample and a continuous one.</summary>
    /// <param name="sample">The n points, finite, in any order; ties are allowed.</param>
    /// <param name="cdf">The continuous distribution function F.</param>
    /// <exception cref="ArgumentException">The sample is empty or not finite.</exception>
    public static double Statistic(ReadOnlySpan<double> sample, Func<double, double> cdf)
    {
        ArgumentNullException.ThrowIfNull(cdf);
        int n = Samples.RequireRows(sample, 1);
        double largest = 0;
        foreach ((int i, double x) in Samples.Sorted(sample, 1).Index())
        {
            // Within a run of ties F stands still, so the first and the last of the run give the two sides of the jump.
            double f = cdf(x);
            largest = Math.Max(largest, Math.Max((i + 1.0) / n - f, f - (double)i / n));
        }

        return largest;
    }

    /// <summary>
    /// Tests a fitted mixture by the parametric bootstrap (Stute, González Manteiga and Presedo Quindimil 1993): samples of the
    /// same size are drawn from it, rounded to the lattice of the data if they sit on one, fitted in the same way and held
    /// against their own fit.
    /// </summary>
    /// <remarks>
    /// Fitting makes a sample look better than it should, and rounding makes it look worse; both happen to the replicates
    /// alike, so neither spoils the p-value. It is conditional on the number of components. Replicates keep the floors of the
    /// fit. Each draws from its own stream, so the result does not depend on the number of threads.
    /// </remarks>
    /// <param name="sample">The n points to which the mixture was fitted.</param>
    /// <param name="fit">The fit, on the line.</param>
    /// <param name="replicates">Number of replicates; the p-value resolves 1/(1 + replicates).</param>
    /// <exception cref="ArgumentException">The fit is not one-dimensional, or not one of this sample.</exception>
    public static GoodnessOfFit Test(ReadOnlySpan<double> sample, GaussianMixtureFit fit, int replicates = 200)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicates);
        if (fit.Model.Dimension != 1 || fit.SampleSize != sample.Length)
            throw new ArgumentException(
                $"The fit is of {fit.SampleSize} points in dimension {fit.Model.Dimension}; the test needs one of these "
                + $"{sample.Length} points on the line.",
                nameof(fit));

        FitSample original = FitSample.Of(sample, 1, fit.Options);
        double? step = fit.Floors[0].Step;
        double statistic = Statistic(sample, fit.Model.Cdf);
        var atLeast = new bool[replicates];
        Parallel.For(0, replicates, b =>
        {
            RandomStream stream = RandomStream.Named(fit.Options.Seed, "kolmogorov-smirnov", $"replicate {b}", "sample");
            double[] points = fit.Model.Sample(stream, fit.SampleSize);
            if (step is { } grid)
                points = [.. points.Select(x => RoundingLattice.Round(x, grid))];
            GaussianMixtureFit refit = original.With(points).Fit(fit.Model.Components, $"replicate {b}");
            atLeast[b] = Statistic(points, refit.Model.Cdf) >= statistic;
        });
        return new GoodnessOfFit(statistic, (1.0 + atLeast.Count(larger => larger)) / (1 + replicates), replicates, step);
    }
}
