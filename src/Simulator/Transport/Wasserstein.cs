using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.OptimalTransport;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Simulator.Targets;

namespace Simulator.Transport;

/// <summary>
/// Wasserstein distances between two laws, enclosed: every bound that applies is computed, and the tightest on each side make the interval (section 5).
/// Laws on the line, rotation invariant laws and Gaussians (W2) have exact values, which are both a lower and an upper bound.
/// </summary>
public static class Wasserstein
{
    /// <summary>Closed forms are rounded by less than this part of themselves, and differences by less than that part of what they are made of.</summary>
    private const double Rounding = 1e-12, Cancellation = 1e-14;

    /// <summary>Quantiles of radii are found by iteration, and their differences have no more digits than this where laws are close.</summary>
    private const double QuantileTolerance = 1e-6;

    /// <summary>Directions that are tried at random, and pairs of components, matrices and blocks beyond which bounds are left out.</summary>
    private const int RandomDirections = 4, MostPairs = 1_000_000, LargestMatrix = 256;

    /// <summary>W1 between two laws.</summary>
    /// <param name="first">One law.</param>
    /// <param name="second">The other, of the same dimension.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static DistanceBounds W1(Law first, Law second)
    {
        RequireSameDimension(first, second);
        if (CommonCentre(first, second) is { } centred) return Exact(Radii(centred.First, centred.Second, 1), "radii");
        List<DistanceBound> lower = [Low(MeanDistance(first, second) - Cancellation * Size(first, second), "distance of the means")], upper = [];
        switch (first, second)
        {
            case (MixtureLaw { Dimension: 1 } a, MixtureLaw b):
                return Exact(LineDistance.W1(a.Along([1]), b.Along([1])), "distribution functions");
            case (MixtureLaw a, MixtureLaw b):
                lower.AddRange(Projections(a, b));
                upper.AddRange(ByComponents(a, b, 1));
                break;
            case (ProductLaw a, ProductLaw b) when SameLayout(a, b):
                DistanceBounds[] blocks = [.. a.Blocks.Zip(b.Blocks, (x, y) => W1(x.Block, y.Block))];
                lower.Add(new(Combine(a, i => blocks[i].Interval.Lower, 2), "norm of the blocks' W1"));
                upper.Add(new(Combine(a, i => blocks[i].Interval.Upper, 1), "sum of the blocks' W1"));
                break;
            case (CloudLaw a, CloudLaw b):
                return Samples(a, b, GroundCost.Distance);
            default:
                break;
        }

        upper.AddRange(W2(first, second).Upper.Select(u => u with { By = "W2: " + u.By }));
        return DistanceBounds.Of(lower, upper);
    }

    /// <summary>W2 between two laws.</summary>
    /// <param name="first">One law.</param>
    /// <param name="second">The other, of the same dimension.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static DistanceBounds W2(Law first, Law second)
    {
        RequireSameDimension(first, second);
        if (first is MixtureLaw { Components: [var one] } && second is MixtureLaw { Components: [var other] } && first.Dimension <= LargestMatrix)
            return Exact(BuresOf(one, other), "Bures");
        if (CommonCentre(first, second) is { } centred) return Exact(Radii(centred.First, centred.Second, 2), "radii");
        double means = MeanDistance(first, second), a2 = Math.Max(0, first.TotalVariance), b2 = Math.Max(0, second.TotalVariance), roots = Math.Sqrt(a2) - Math.Sqrt(b2);
        List<DistanceBound> lower = [Low(Math.Sqrt(means * means + roots * roots) - Cancellation * Size(first, second), "means and total variances")];
        List<DistanceBound> upper = [High(Math.Sqrt(means * means + a2 + b2), "independent coupling")];
        switch (first, second)
        {
            case (MixtureLaw { Dimension: 1 } a, MixtureLaw b):
                UnivariateMixture f = a.Along([1]), g = b.Along([1]);
                return Exact(LineDistance.RootMeanSquare((v, y) => Pointwise.Fill(v, y, p => Math.Pow(g.PointAt(f.RankOf(p)) - p, 2) * f.Pdf(p)), f), "quantile integral");
            case (MixtureLaw a, MixtureLaw b):
                upper.AddRange(ByComponents(a, b, 2));
                if (a.Dimension <= LargestMatrix) lower.Add(Gelbrich(a, b));
                break;
            case (ProductLaw a, ProductLaw b) when SameLayout(a, b):
                DistanceBounds[] blocks = [.. a.Blocks.Zip(b.Blocks, (x, y) => W2(x.Block, y.Block))];
                lower.Add(new(Combine(a, i => blocks[i].Interval.Lower, 2), "norm of the blocks' W2"));
                upper.Add(new(Combine(a, i => blocks[i].Interval.Upper, 2), "norm of the blocks' W2"));
                break;
            case (CloudLaw a, CloudLaw b):
                return Samples(a, b, GroundCost.SquaredDistance);
            default:
                break;
        }

        return DistanceBounds.Of(lower, upper);
    }

    private static void RequireSameDimension(Law first, Law second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Dimension != second.Dimension)
            throw new ArgumentException($"Both laws must have the same dimension; found {first.Dimension} and {second.Dimension}.", nameof(second));
    }

    private static DistanceBound Low(double value, string by) => new(value * (1 - Rounding), by);

    private static DistanceBound High(double value, string by) => new(value * (1 + Rounding), by);

    /// <summary>A value with its error is a bound on both sides; where its tolerance was not reached the error says by how much, and nothing else is claimed.</summary>
    private static DistanceBounds Exact(Outcome<double> value, string by)
    {
        double error = value.Diagnostics.ErrorEstimate + Rounding * value.Value;
        string reason = value.Status == Status.Ok ? by : by + " (tolerance not reached)";
        return DistanceBounds.Of([new(value.Value - error, reason)], [new(value.Value + error, reason)]);
    }

    /// <summary>The size of what distances are differences of.</summary>
    private static double Size(Law first, Law second)
        => TensorPrimitives.Norm(first.Mean.Span) + TensorPrimitives.Norm(second.Mean.Span) + Math.Sqrt(first.TotalVariance) + Math.Sqrt(second.TotalVariance);

    private static double MeanDistance(Law first, Law second) => TensorPrimitives.Distance(first.Mean.Span, second.Mean.Span);

    /// <summary>Two rotation invariant laws about the same centre, as laws of the distance from it.</summary>
    private static (RadialMixture First, RadialMixture Second)? CommonCentre(Law first, Law second)
    {
        if (first.Dimension < 2) return null;
        RealVector centre = first switch
        {
            MixtureLaw mixture => mixture.Components[0].Mean,
            _ => RealVector.Zero(first.Dimension),
        };
        return About(first, centre) is { } a && About(second, centre) is { } b ? (a, b) : null;

        static RadialMixture? About(Law law, RealVector centre) => law switch
        {
            RadialLaw radial when centre == RealVector.Zero(law.Dimension) => radial.Radii,
            MixtureLaw mixture when mixture.Components.All(c => c.Mean == centre && c.Covariance is IsotropicCovariance) => new RadialMixture(
                law.Dimension, [.. mixture.Components.Select(c => new RadialComponent(c.Weight, 0, ((IsotropicCovariance)c.Covariance).StandardDeviation)).OrderBy(c => c.Deviation)]),
            _ => null,
        };
    }

    private static Outcome<double> Radii(RadialMixture first, RadialMixture second, int power) => power == 1
        ? RadialDistance.W1(first, second)
        : RadialDistance.RootMeanSquare((r, y) => Pointwise.Fill(r, y, p => Math.Pow(second.PointAt(first.RankOf(p)) - p, 2) * first.Pdf(p)), first, QuantileTolerance);

    /// <summary>Exact W1 of projections onto lines, which shorten every distance.</summary>
    private static IEnumerable<DistanceBound> Projections(MixtureLaw first, MixtureLaw second)
    {
        int d = first.Dimension;
        var directions = new List<double[]>();
        double[] shift = new double[d];
        TensorPrimitives.Subtract(first.Mean.Span, second.Mean.Span, shift);
        if (TensorPrimitives.Norm<double>(shift) > 0) directions.Add(shift);
        if (d <= LargestMatrix)
        {
            double[] matrix = first.Covariance(), values = new double[d];
            TensorPrimitives.Subtract(matrix, second.Covariance(), matrix);
            new SimdBackend(1).SymmetricEigen(new MatrixView(matrix, d, d), values);
            foreach (int k in (int[])[0, d - 1])
                directions.Add([.. Enumerable.Range(0, d).Select(i => matrix[i * d + k])]);
        }

        RandomStream random = RandomStream.Named(1, "wasserstein", "projections", $"{d}");
        for (int i = 0; i < RandomDirections; i++)
        {
            double[] direction = new double[d];
            random.FillNormal(direction);
            directions.Add(direction);
        }

        foreach (double[] direction in directions)
        {
            TensorPrimitives.Divide(direction, TensorPrimitives.Norm<double>(direction), direction);
            Outcome<double> w1 = LineDistance.W1(first.Along(direction), second.Along(direction));
            yield return Low(w1.Value - w1.Diagnostics.ErrorEstimate, "projection onto a line");
        }
    }

    /// <summary>Components are carried to components, each pair by its own optimal map: the cheapest plan between their weights.</summary>
    private static IEnumerable<DistanceBound> ByComponents(MixtureLaw first, MixtureLaw second, int power)
    {
        int rows = first.Components.Length, columns = second.Components.Length;
        if ((long)rows * columns > MostPairs || first.Dimension > LargestMatrix) yield break;
        double[] costs = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Outcome<double> w2 = BuresOf(first.Components[i], second.Components[j]);
                costs[i * columns + j] = Math.Pow(w2.Value + w2.Diagnostics.ErrorEstimate, power);
            }
        }

        double[] supplies = [.. first.Components.Select(c => c.Weight)], demands = [.. second.Components.Select(c => c.Weight)];
        double total = TensorPrimitives.Sum<double>(supplies) / TensorPrimitives.Sum<double>(demands);
        TensorPrimitives.Multiply(demands, total, demands);
        double cost = NetworkSimplex.Solve(new ReadOnlyMatrixView(costs, rows, columns), supplies, demands, threads: 1).Value.Bounds.Upper;
        yield return High(Math.Pow(Math.Max(0, cost), 1.0 / power), "transport of components");
    }

    private static Outcome<double> BuresOf(GaussianComponent first, GaussianComponent second)
    {
        if (first.Covariance is IsotropicCovariance a && second.Covariance is IsotropicCovariance b)
        {
            double means = TensorPrimitives.Distance(first.Mean.Span, second.Mean.Span), spread = a.StandardDeviation - b.StandardDeviation;
            return new(Math.Sqrt(means * means + first.Mean.Length * spread * spread), Status.Ok, new Diagnostics(0, 1));
        }

        return Bures.W2(first.Mean.Span, View(first.Covariance), second.Mean.Span, View(second.Covariance));
    }

    private static ReadOnlyMatrixView View(Covariance covariance)
        => new(TargetFields.Full(covariance).Matrix.Entries.Span, covariance.Dimension, covariance.Dimension);

    /// <summary>W2 is at least that of Gaussians with the same means and covariances (Gelbrich 1990).</summary>
    private static DistanceBound Gelbrich(MixtureLaw first, MixtureLaw second)
    {
        int d = first.Dimension;
        Outcome<double> bound = Bures.GelbrichLowerBound(
            first.Mean.Span, new ReadOnlyMatrixView(first.Covariance(), d, d), second.Mean.Span, new ReadOnlyMatrixView(second.Covariance(), d, d));
        return Low(bound.Value - bound.Diagnostics.ErrorEstimate, "means and covariances (Gelbrich)");
    }

    private static bool SameLayout(ProductLaw first, ProductLaw second)
        => first.Blocks.Length == second.Blocks.Length && first.Blocks.Zip(second.Blocks).All(p => p.First.Repeat == p.Second.Repeat && p.First.Block.Dimension == p.Second.Block.Dimension);

    /// <summary>(Σ_b n_b h_bᵖ)^{1/p}.</summary>
    private static double Combine(ProductLaw law, Func<int, double> value, int power)
        => Math.Pow(Enumerable.Range(0, law.Blocks.Length).Sum(i => law.Blocks[i].Repeat * Math.Pow(value(i), power)), 1.0 / power);

    private static DistanceBounds Samples(CloudLaw first, CloudLaw second, GroundCost cost)
    {
        EmpiricalInterval interval = EmpiricalDistance.Between(
            first.Cloud.Batch, Weights(first.Cloud), second.Cloud.Batch, Weights(second.Cloud), cost).Value;
        string by = $"{interval.Method} between the points";
        return DistanceBounds.Of([new(interval.Lower, by)], [new(interval.Upper, by)]);

        static double[] Weights(PointCloud cloud)
        {
            double[] weights = [.. cloud.Weights.Span];
            return weights.All(w => w == weights[0]) ? [] : weights;
        }
    }
}
