using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>Vectors, deviations and covariances as they stand in specifications.</summary>
internal static class TargetFields
{
    /// <summary>Eigenvalues below this fraction of the largest are rounding errors: the matrix is singular.</summary>
    private const double SingularBelow = 1e-14;

    /// <summary>A vector; a plain number is a vector of length 1.</summary>
    public static RealVector Vector(SpecificationNode node, string meaning)
        => node.Kind == NodeKind.Number ? new RealVector([node.AsNumber()]) : new RealVector(node.AsNumbers($"numbers, {meaning}"));

    /// <summary>A standard deviation whose square does not underflow.</summary>
    public static double StandardDeviation(SpecificationNode node)
        => node.AsNumber(IsLength, "a positive standard deviation");

    /// <summary>Whether a number can be a length: positive, and its square neither underflows nor overflows.</summary>
    public static bool IsLength(double value) => value is >= 1e-150 and <= 1e150;

    /// <summary>A symmetric positive definite matrix, d × d if d is known; a plain number is a 1 × 1 matrix.</summary>
    public static Covariance Covariance(SpecificationNode node, int? dimension)
    {
        ImmutableArray<SpecificationNode> rows = node.Kind == NodeKind.Number ? [node] : node.AsItems("rows of a covariance matrix");
        int d = rows.Length;
        if (dimension is { } expected && d != expected)
            throw node.Error($"found {d} rows, expected {expected}, the length of the mean");
        var entries = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            RealVector row = Vector(rows[i], "a row of a covariance matrix");
            if (row.Length != d) throw rows[i].Error($"found {row.Length} entries, expected {d}: a covariance matrix is square");
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

        var covariance = new FullCovariance(new RealMatrix(d, new RealVector([.. entries])));
        double least = covariance.LeastEigenvalue, greatest = covariance.Eigenvalues.Max();
        if (!(least > SingularBelow * greatest))
            throw node.Error($"found a matrix with smallest eigenvalue {least:G3}, expected a positive definite covariance");
        return covariance;
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
