using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>Vectors, deviations and covariances as they stand in specifications.</summary>
internal static class TargetFields
{
    /// <summary>Eigenvalues below this fraction of the largest are rounding errors: the matrix is singular.</summary>
    private const double SingularBelow = 1e-14;

    /// <summary>Standard deviations and means beyond these sizes have squares that no double holds.</summary>
    private const double Smallest = 1e-150, Largest = 1e150, SmallestVariance = 1e-300, LargestVariance = 1e300;

    /// <summary>A vector; a plain number is a vector of length 1.</summary>
    public static RealVector Vector(SpecificationNode node, string meaning)
        => node.Kind == NodeKind.Number ? new RealVector([node.AsNumber()]) : new RealVector(node.AsNumbers($"numbers, {meaning}"));

    /// <summary>A mean whose square does not overflow.</summary>
    public static RealVector Mean(SpecificationNode node)
    {
        RealVector mean = Vector(node, "a mean");
        foreach (double entry in mean.Span)
        {
            if (!(Math.Abs(entry) <= Largest)) throw node.Error($"found the entry {entry}, expected numbers of size at most 1e150");
        }

        return mean;
    }

    /// <summary>A standard deviation whose square neither overflows nor underflows.</summary>
    public static double StandardDeviation(SpecificationNode node)
        => node.AsNumber(IsLength, "a standard deviation from 1e-150 to 1e150");

    /// <summary>Whether a number can be a length: positive, and its square neither underflows nor overflows.</summary>
    public static bool IsLength(double value) => value is >= Smallest and <= Largest;

    /// <summary>A symmetric positive definite matrix, d × d if d is known; a plain number is a 1 × 1 matrix.</summary>
    public static Covariance Covariance(SpecificationNode node, int? dimension)
    {
        ImmutableArray<SpecificationNode> rows = node.Kind == NodeKind.Number ? [node] : node.AsItems("rows of a covariance matrix");
        int d = rows.Length;
        if (dimension is { } expected && d != expected)
            throw node.Error($"found {node.Describe()}, expected {expected} rows, as many as the mean has entries");
        var entries = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            RealVector row = Vector(rows[i], "a row of a covariance matrix");
            if (row.Length != d) throw rows[i].Error($"found {rows[i].Describe()}, expected a row of {d}: a covariance matrix is square");
            row.Span.CopyTo(entries.AsSpan(i * d));
        }

        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double a = entries[i * d + j], b = entries[j * d + i];
                if (Math.Abs(a - b) > 1e-12 * (Math.Abs(a) + Math.Abs(b)))
                    throw node.Error($"found {a:R} in row {i + 1}, column {j + 1} but {b:R} in row {j + 1}, column {i + 1}, expected a symmetric matrix");
            }
        }

        if (entries.Any(e => Math.Abs(e) > LargestVariance))
            throw node.Error($"found the entry {entries.MaxBy(Math.Abs)}, expected numbers of size at most 1e300");
        var covariance = new FullCovariance(new RealMatrix(d, new RealVector([.. entries])));
        double least = covariance.LeastEigenvalue, greatest = covariance.Eigenvalues.Max();

        // The eigenvalues of a diagonal matrix are its entries; others are known to rounding errors of the largest.
        double needed = Math.Max(SmallestVariance, covariance.Eigenvectors.IsEmpty ? 0 : SingularBelow * greatest);
        return least >= needed
            ? covariance
            : throw node.Error(d == 1
                ? $"found the variance {least}, expected a number from 1e-300 to 1e300"
                : $"found a matrix with eigenvalues from {least:G3} to {greatest:G3}, expected a positive definite covariance"
                    + (least > 0 ? $" (the smallest at least {needed:G3})" : ""));
    }

    /// <summary>A covariance as a matrix.</summary>
    public static FullCovariance Full(Covariance covariance)
    {
        if (covariance is FullCovariance full) return full;
        int d = covariance.Dimension;
        ImmutableArray<double> variances = covariance.Eigenvalues;
        var entries = new double[d * d];
        for (int i = 0; i < d; i++)
            entries[i * (d + 1)] = variances[i];
        return new FullCovariance(new RealMatrix(d, new RealVector([.. entries])));
    }

    /// <summary>The JSON form of a covariance: its rows.</summary>
    public static JsonArray Matrix(Covariance covariance) => Full(covariance).Matrix.ToJson();
}
