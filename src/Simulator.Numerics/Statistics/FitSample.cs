using System.Collections.Immutable;
using Simulator.Numerics.Random;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// A sample made ready for mixture fitting: rows sorted, columns standardised, floors known. It turns EM runs in standard
/// coordinates into fits in the units of the data.
/// </summary>
internal sealed class FitSample
{
    private readonly double[][] _columns;
    private readonly Standardisation _units;
    private readonly ImmutableArray<CovarianceFloor> _floors;
    private readonly MixtureFitOptions _options;

    private FitSample(double[] sorted, Standardisation units, ImmutableArray<CovarianceFloor> floors, MixtureFitOptions options)
    {
        (_units, _floors, _options) = (units, floors, options);
        double[] standard = units.Transform(sorted);
        _columns = [.. Enumerable.Range(0, units.Dimension).Select(j => Samples.Column(standard, units.Dimension, j))];
        DistinctCount = Samples.CountDistinct(sorted, units.Dimension);
    }

    /// <summary>Number of points n.</summary>
    public int Count => _columns[0].Length;

    /// <summary>Number of different points.</summary>
    public int DistinctCount { get; }

    /// <summary>Checks and prepares data.</summary>
    /// <param name="data">Row-major <c>n × d</c>.</param>
    /// <param name="dimension">Number of columns d.</param>
    /// <param name="options">How to fit.</param>
    /// <exception cref="ArgumentException">The data or an option are not as <c>GaussianMixtureFit.Fit</c> asks.</exception>
    public static FitSample Of(ReadOnlySpan<double> data, int dimension, MixtureFitOptions options)
    {
        Samples.RequireRows(data, dimension);
        options.Check(dimension);
        double[] sorted = Samples.Sorted(data, dimension);
        Standardisation units = Standardisation.Of(sorted, dimension, options.ColumnNames);
        var floors = Enumerable.Range(0, dimension).Select(j => CovarianceFloor.Of(
            Samples.Column(sorted, dimension, j), units.StandardDeviations[j], options.RelativeFloor));
        return new FitSample(sorted, units, [.. floors], options);
    }

    /// <summary>Another sample under the same standardisation, floors and options, for the bootstrap.</summary>
    /// <param name="data">Row-major <c>n × d</c>.</param>
    public FitSample With(ReadOnlySpan<double> data) => new(Samples.Sorted(data, _units.Dimension), _units, _floors, _options);

    /// <summary>The best of several EM runs.</summary>
    /// <param name="components">Number of components K.</param>
    /// <param name="cell">Names the random numbers of the starts.</param>
    public GaussianMixtureFit Fit(int components, string cell)
    {
        // With one component every start leads to the sample's own moments.
        var runs = new ExpectationMaximisation.Path[components == 1 ? 1 : _options.Restarts];
        Parallel.For(0, runs.Length, r =>
        {
            RandomStream stream = RandomStream.Named(_options.Seed, "fit", $"{cell}, {components} components", $"start {r}");
            runs[r] = RunFromSeeds(components, stream);
        });
        return Describe(runs.MaxBy(run => run.Trace[^1])!, [.. runs.Select(run => InUnits(run.Trace[^1]))]);
    }

    /// <summary>The fit that EM reaches from a start.</summary>
    /// <param name="start">The start, in the units of the data.</param>
    public GaussianMixtureFit Refine(MixtureModel start)
    {
        MixtureModel standard = _units.Transform(start);
        ExpectationMaximisation.Path run = Run([.. standard.Weights], [.. standard.Means], [.. standard.Covariances]);
        return Describe(run, [InUnits(run.Trace[^1])]);
    }

    /// <summary>
    /// Starts with equal weights at the seeds, and with one covariance for all: the scatter of the points about their nearest
    /// seed. A covariance of its own would let a seed with few points begin, and end, as a spike.
    /// </summary>
    private ExpectationMaximisation.Path RunFromSeeds(int components, RandomStream stream)
    {
        int d = _columns.Length;
        (int[] seeds, int[] nearest) = KMeansPlusPlus.Seed(_columns, components, stream);
        var scatter = new double[d * d];
        for (int entry = 0; entry < scatter.Length; entry++)
        {
            (double[] a, double[] b) = (_columns[entry / d], _columns[entry % d]);
            for (int i = 0; i < Count; i++)
                scatter[entry] += (a[i] - a[nearest[i]]) * (b[i] - b[nearest[i]]) / Count;
        }

        double[] weights = [.. Enumerable.Repeat(1.0 / components, components)];
        double[] means = [.. seeds.SelectMany(seed => _columns.Select(column => column[seed]))];
        return Run(weights, means, [.. Enumerable.Repeat(scatter, components).SelectMany(entries => entries)]);
    }

    private ExpectationMaximisation.Path Run(double[] weights, double[] means, double[] covariances)
    {
        double[] floors = [.. _floors.Select((floor, j) => floor.StandardDeviation / Deviation(j))];
        var em = new ExpectationMaximisation(_columns, floors, weights, means, covariances);
        return em.Run(_options.Tolerance, _options.MaxIterations);
    }

    private GaussianMixtureFit Describe(ExpectationMaximisation.Path run, ImmutableArray<double> restarts)
    {
        int d = _columns.Length;
        int[] order = [.. Enumerable.Range(0, run.Weights.Length)];
        Array.Sort(order, (a, b) => run.Means.AsSpan(a * d, d).SequenceCompareTo(run.Means.AsSpan(b * d, d)));
        double total = run.Weights.Sum();
        double Mean(int k, int j) => _units.Means[j] + Deviation(j) * run.Means[k * d + j];
        return new GaussianMixtureFit
        {
            Model = new MixtureModel(
                [.. order.Select(k => run.Weights[k] / total)],
                [.. order.SelectMany(k => Enumerable.Range(0, d).Select(j => Mean(k, j)))],
                [.. order.SelectMany(k => run.Shapes[k].Covariance.Select((c, i) => c * (Deviation(i / d) * Deviation(i % d))))]),
            SampleSize = Count,
            Trace = [.. run.Trace.Select(InUnits)],
            Converged = run.Converged,
            RestartLogLikelihoods = restarts,
            Floors = _floors,
            FlooredComponents = [.. order.Index().Where(k => run.Shapes[k.Item].Floored).Select(k => k.Index)],
            Options = _options,
        };
    }

    private double Deviation(int column) => _units.StandardDeviations[column];

    /// <summary>A log-likelihood in the units of the data: a density loses the product of the deviations.</summary>
    private double InUnits(double logLikelihood) => logLikelihood - Count * _units.StandardDeviations.Sum(Math.Log);
}
