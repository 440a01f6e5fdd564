using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.OptimalTransport;
using Simulator.Numerics.Random;

namespace Simulator.Transport;

/// <summary>1-Lipschitz functions that may tell two coupled laws apart, made from pairs of points.</summary>
internal static class DualPotentials
{
    /// <summary>Directions by each rule, and centres.</summary>
    private const int Directions = 4, RandomDirections = 8, Centres = 8;

    /// <summary>Beyond so many dimensions matrices d × d are left alone.</summary>
    private const int LargestDimension = 512;

    /// <summary>Candidates from pairs (x_i, y_i).</summary>
    /// <param name="x">n × d.</param>
    /// <param name="y">n × d.</param>
    /// <param name="weights">Weights of the pairs, n.</param>
    public static IReadOnlyList<IPotential> Of(PointBatch x, PointBatch y, double[] weights)
    {
        int n = x.Count, d = x.Dimension;
        var moved = new double[n * d];
        TensorPrimitives.Subtract(x.Data, y.Data, moved);
        double[] shift = Mean(moved, d, weights), centre = Mean(y.Data, d, weights);
        var directions = new List<double[]>();
        double norm = TensorPrimitives.Norm<double>(shift);
        if (norm > 0) directions.Add([.. shift.Select(s => s / norm)]);
        double[] map = [];
        if (d <= LargestDimension)
        {
            (double[] values, double[] vectors) = Moments(moved, d, weights, new double[d]);
            directions.AddRange(Leading(vectors, d));
            if (d > 1 && values[^1] > 0) map = RootMap(values, vectors);
            directions.AddRange(Leading(Moments(y.Data, d, weights, centre).Vectors, d));
        }

        RandomStream random = RandomStream.Named(1, "potentials", "directions", $"{d}");
        for (int i = 0; i < RandomDirections && d > 1; i++)
        {
            var direction = new double[d];
            random.FillNormal(direction);
            directions.Add(Unit(direction));
        }

        var potentials = new List<IPotential>();
        foreach (double[] direction in directions)
            potentials.Add(RidgePotential.Of(direction, x, y, weights));
        PointBatch mean = new(centre, d), spread = new(Spread(y), d);
        foreach (int sign in (int[])[-1, 1])
        {
            potentials.Add(new ConePotential("distance from the mean", mean, [], sign));
            potentials.Add(new ConePotential("distance from the nearest of several centres", spread, [], sign));
            if (map.Length == 0) continue;
            potentials.Add(new ConePotential("weighted distance from the mean", mean, map, sign));
            potentials.Add(new ConePotential("weighted distance from the nearest of several centres", spread, map, sign));
        }

        if (d > 1 && weights.All(w => w == weights[0])) potentials.Add(OfAssignment(x, y));
        return potentials;
    }

    /// <summary>The optimal potential of some of the pairs, by their exact assignment, carried to all of space.</summary>
    private static AssignmentPotential OfAssignment(PointBatch x, PointBatch y)
    {
        const int MostPoints = 512;
        int n = Math.Min(MostPoints, x.Count), d = x.Dimension;
        var places = new PointBatch(y.Data[..(n * d)], d);
        AssignmentPlan plan = Assignment.Solve(new PointBatch(x.Data[..(n * d)], d), places, threads: 1).Value;
        return new AssignmentPotential(LipschitzPotential.Of(places, plan.ColumnPotentials.AsSpan()));
    }

    private sealed class AssignmentPotential(LipschitzPotential potential) : IPotential
    {
        public string Name => "optimal potential of an assignment of some of the pairs";

        public void Evaluate(PointBatch points, Span<double> result) => potential.Evaluate(points, result, 1);
    }

    /// <summary>Points far from each other: each is the farthest from those before, among a part of the points.</summary>
    private static double[] Spread(PointBatch y)
    {
        const int Considered = 1024;
        int d = y.Dimension, stride = Math.Max(1, y.Count / Considered);
        var chosen = new List<int> { 0 };
        double[] nearest = new double[(y.Count + stride - 1) / stride];
        Array.Fill(nearest, double.PositiveInfinity);
        while (chosen.Count < Math.Min(Centres, nearest.Length))
        {
            for (int i = 0; i < nearest.Length; i++)
                nearest[i] = Math.Min(nearest[i], TensorPrimitives.Distance(y[i * stride], y[chosen[^1]]));
            chosen.Add(stride * Array.IndexOf(nearest, nearest.Max()));
        }

        var centres = new double[chosen.Count * d];
        for (int k = 0; k < chosen.Count; k++)
            y[chosen[k]].CopyTo(centres.AsSpan(k * d));
        return centres;
    }

    private static double[] Mean(ReadOnlySpan<double> points, int d, double[] weights)
    {
        var mean = new double[d];
        for (int i = 0; i < weights.Length; i++)
            TensorPrimitives.MultiplyAdd(points.Slice(i * d, d), weights[i], mean, mean);
        return mean;
    }

    /// <summary>Eigenvalues, ascending, and eigenvectors, in columns, of Σ w (p − c)(p − c)ᵀ.</summary>
    private static (double[] Values, double[] Vectors) Moments(ReadOnlySpan<double> points, int d, double[] weights, double[] centre)
    {
        int n = weights.Length;
        var scaled = new double[n * d];
        for (int i = 0; i < n; i++)
        {
            Span<double> row = scaled.AsSpan(i * d, d);
            TensorPrimitives.Subtract(points.Slice(i * d, d), centre, row);
            TensorPrimitives.Multiply(row, Math.Sqrt(weights[i]), row);
        }

        double[] matrix = new double[d * d], values = new double[d];
        var backend = new SimdBackend(1);
        backend.Gram(1, new ReadOnlyMatrixView(scaled, n, d).Transposed, 0, new MatrixView(matrix, d, d));
        backend.SymmetricEigen(new MatrixView(matrix, d, d), values);
        return (values, matrix);
    }

    /// <summary>The directions of the largest eigenvalues.</summary>
    private static IEnumerable<double[]> Leading(double[] vectors, int d)
        => Enumerable.Range(0, Math.Min(Directions, d)).Select(k => Unit([.. Enumerable.Range(0, d).Select(i => vectors[i * d + d - 1 - k])]));

    /// <summary>√M/‖√M‖: distances count where the points are moved.</summary>
    private static double[] RootMap(double[] values, double[] vectors)
    {
        int d = values.Length;
        var map = new double[d * d];
        for (int k = 0; k < d; k++)
        {
            double root = Math.Sqrt(Math.Max(0, values[k]) / values[^1]);
            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < d; j++)
                    map[i * d + j] += vectors[i * d + k] * root * vectors[j * d + k];
            }
        }

        // A rounding error above 1 would be no certificate.
        TensorPrimitives.Multiply(map, 1 - 1e-12, map);
        return map;
    }

    private static double[] Unit(double[] vector)
    {
        double norm = TensorPrimitives.Norm<double>(vector);
        return [.. vector.Select(v => v / norm)];
    }
}
