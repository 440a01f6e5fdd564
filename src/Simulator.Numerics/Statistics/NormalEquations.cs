using System.Numerics.Tensors;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// Least squares with a penalty, from rows that stream by: keeps the Gram matrix of [Ψ | Y] and nothing else, so memory does not depend on how many rows there are. Several right sides
/// share one factorisation.
/// </summary>
/// <remarks>The penalty is relative: the system is <c>(G + diag(λ_j G_jj)) B = ΨᵀY</c>, so that it does not depend on the units of features or on the number of rows.</remarks>
public sealed class NormalEquations
{
    /// <summary>Systems with larger condition numbers are solved by eigenvalues, and directions beyond it left out: they would hold fewer than four digits.</summary>
    private const double LargestCondition = 1e12;

    /// <summary>A penalty that keeps Cholesky's factor and changes no fit by more than rounding.</summary>
    private const double SmallestPenalty = 1e-11;

    /// <summary>Power iterations for the condition number, which is an estimate.</summary>
    private const int Iterations = 12;

    private readonly LinearAlgebraBackend _backend;
    private readonly double[] _gram;

    /// <summary>No rows yet.</summary>
    /// <param name="features">p, at least 1.</param>
    /// <param name="outputs">q, at least 1.</param>
    /// <param name="backend">Does the products.</param>
    public NormalEquations(int features, int outputs, LinearAlgebraBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        (Features, Outputs, _backend) = (features, outputs, backend);
        _gram = new double[(long)Width * Width];
    }

    /// <summary>p.</summary>
    public int Features { get; }

    /// <summary>q.</summary>
    public int Outputs { get; }

    /// <summary>p + q.</summary>
    public int Width => Features + Outputs;

    /// <summary>How many rows were added.</summary>
    public long Count { get; private set; }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        Array.Clear(_gram);
        Count = 0;
    }

    /// <summary>Adds rows.</summary>
    /// <param name="rows">[Ψ | Y], n × (p + q).</param>
    /// <exception cref="ArgumentException">The width is another.</exception>
    public void Add(ReadOnlyMatrixView rows)
    {
        if (rows.Columns != Width) throw new ArgumentException($"Rows of {Features} features and {Outputs} outputs are needed, not of {rows.Columns} numbers.", nameof(rows));
        _backend.Gram(1, rows.Transposed, 1, new MatrixView(_gram, Width, Width));
        Count += rows.Rows;
    }

    /// <summary>Solves for the coefficients of all outputs.</summary>
    /// <param name="penalties">λ_j, p numbers, not negative.</param>
    /// <exception cref="InvalidOperationException">No rows were added.</exception>
    public RidgeSolution Solve(ReadOnlySpan<double> penalties)
    {
        if (Count == 0) throw new InvalidOperationException("There are no rows to fit.");
        foreach (double penalty in penalties)
        {
            if (!(penalty >= 0)) throw new ArgumentOutOfRangeException(nameof(penalties), penalty, "Penalties must not be negative.");
        }

        if (penalties.Length != Features) throw new ArgumentException($"{Features} features need as many penalties, not {penalties.Length}.", nameof(penalties));
        int p = Features, q = Outputs;

        // In units in which the penalised diagonal is 1. A feature that vanishes on all rows gets the coefficient 0.
        double[] unit = new double[p], matrix = new double[(long)p * p], right = new double[p * q];
        for (int i = 0; i < p; i++)
            unit[i] = _gram[(long)i * Width + i] > 0 ? 1 / Math.Sqrt(_gram[(long)i * Width + i] * (1 + penalties[i])) : 0;
        for (int i = 0; i < p; i++)
        {
            ReadOnlySpan<double> row = _gram.AsSpan(i * Width, Width);
            Span<double> scaled = matrix.AsSpan(i * p, p);
            TensorPrimitives.Multiply(row[..p], unit, scaled);
            TensorPrimitives.Multiply(scaled, unit[i], scaled);
            scaled[i] = 1;
            TensorPrimitives.Multiply(row[p..], unit[i], right.AsSpan(i * q, q));
        }

        (double[] solution, double condition, int rank) = Factor(matrix, right);
        double residual = Residual(matrix, right, solution);
        double[] squares = MeanSquares(unit, right, solution, penalties);
        for (int i = 0; i < p; i++)
            TensorPrimitives.Multiply(solution.AsSpan(i * q, q), unit[i], solution.AsSpan(i * q, q));
        return new RidgeSolution(solution, p, q, condition, rank, residual, squares);
    }

    /// <summary>
    /// The mean squares that the best coefficients leave of every output, without a penalty: an average of them is below what the best function leaves on all points there are. Directions beyond the condition number
    /// 10¹¹ are held back by as little.
    /// </summary>
    public double[] LeastMeanSquares()
    {
        var penalties = new double[Features];
        Array.Fill(penalties, SmallestPenalty);
        return Solve(penalties).MeanSquares;
    }

    /// <summary>By Cholesky's factor where it is good enough, else by eigenvalues without those that are rounding.</summary>
    private (double[] Solution, double Condition, int Rank) Factor(double[] matrix, double[] right)
    {
        int p = Features, q = Outputs;
        double[] factor = [.. matrix], solution = [.. right];
        var lower = new MatrixView(factor, p, p);
        try
        {
            _backend.Cholesky(lower);
            double condition = Greatest(v => Multiply(matrix, v)) * Greatest(v => Back(factor, v));
            if (condition <= LargestCondition)
            {
                var b = new MatrixView(solution, p, q);
                _backend.SolveTriangular(Triangle.Lower, lower, b);
                _backend.SolveTriangular(Triangle.Upper, lower.Transposed, b);
                return (solution, condition, p);
            }
        }
        catch (NotPositiveDefiniteException)
        {
        }

        double[] vectors = [.. matrix], values = new double[p], projected = new double[p * q];
        var v = new MatrixView(vectors, p, p);
        _backend.SymmetricEigen(v, values);
        double least = values[^1] / LargestCondition;
        _backend.Multiply(1, v.Transposed, new MatrixView(right, p, q), 0, new MatrixView(projected, p, q));
        int dropped = 0;
        for (int i = 0; i < p; i++)
        {
            bool kept = values[i] > least;
            if (!kept) dropped++;
            TensorPrimitives.Multiply(projected.AsSpan(i * q, q), kept ? 1 / values[i] : 0, projected.AsSpan(i * q, q));
        }

        _backend.Multiply(1, v, new MatrixView(projected, p, q), 0, new MatrixView(solution, p, q));
        return (solution, values[^1] / Math.Max(values[0], double.Epsilon), p - dropped);
    }

    private double[] Multiply(double[] matrix, double[] v)
    {
        var image = new double[v.Length];
        _backend.Multiply(1, new ReadOnlyMatrixView(matrix, v.Length, v.Length), new ReadOnlyMatrixView(v, v.Length, 1), 0, new MatrixView(image, v.Length, 1));
        return image;
    }

    private double[] Back(double[] factor, double[] v)
    {
        double[] image = [.. v];
        var lower = new ReadOnlyMatrixView(factor, v.Length, v.Length);
        _backend.SolveTriangular(Triangle.Lower, lower, new MatrixView(image, v.Length, 1));
        _backend.SolveTriangular(Triangle.Upper, lower.Transposed, new MatrixView(image, v.Length, 1));
        return image;
    }

    /// <summary>The largest eigenvalue of a positive operator by power iteration: from below, within a few per cent.</summary>
    private double Greatest(Func<double[], double[]> apply)
    {
        // No symmetry of features is orthogonal to this start.
        double[] v = [.. Enumerable.Range(0, Features).Select(i => 1 + 0.5 * Math.Sin(i + 1.0))];
        double size = 1;
        for (int i = 0; i < Iterations; i++)
        {
            TensorPrimitives.Divide(v, TensorPrimitives.Norm<double>(v), v);
            v = apply(v);
            size = TensorPrimitives.Norm<double>(v);
        }

        return size;
    }

    /// <summary>‖A B − R‖ relative to ‖R‖, largest column.</summary>
    private double Residual(double[] matrix, double[] right, double[] solution)
    {
        int p = Features, q = Outputs;
        double[] rest = [.. right], sizes = new double[q], rests = new double[q];
        _backend.Multiply(-1, new ReadOnlyMatrixView(matrix, p, p), new ReadOnlyMatrixView(solution, p, q), 1, new MatrixView(rest, p, q));
        for (int i = 0; i < p * q; i++)
        {
            sizes[i % q] += right[i] * right[i];
            rests[i % q] += rest[i] * rest[i];
        }

        return Enumerable.Range(0, q).Max(j => sizes[j] == 0 ? 0 : Math.Sqrt(rests[j] / sizes[j]));
    }

    /// <summary>Mean squares of what is left of every output: (YᵀY − 2BᵀR + BᵀGB)/n, with GB = R − ΛB where B solves the system.</summary>
    private double[] MeanSquares(double[] unit, double[] right, double[] solution, ReadOnlySpan<double> penalties)
    {
        int p = Features, q = Outputs;
        var squares = new double[q];
        for (int j = 0; j < q; j++)
        {
            double sum = _gram[(long)(p + j) * Width + p + j];
            for (int i = 0; i < p; i++)
                sum -= solution[i * q + j] * (right[i * q + j] + (unit[i] > 0 ? penalties[i] / (1 + penalties[i]) : 0) * solution[i * q + j]);
            squares[j] = Math.Max(0, sum / Count);
        }

        return squares;
    }
}

/// <summary>Coefficients of a linear fit, and how well they are known.</summary>
/// <param name="Coefficients">B, p × q row-major.</param>
/// <param name="Features">p.</param>
/// <param name="Outputs">q.</param>
/// <param name="Condition">Condition number of the penalised Gram matrix in units in which its diagonal is 1, estimated.</param>
/// <param name="Rank">How many directions of features were used: fewer than p where the rest was rounding, and eigenvalues took the place of Cholesky's factor.</param>
/// <param name="Residual">‖(G + Λ)B − ΨᵀY‖ relative to ‖ΨᵀY‖, in the same units, worst output.</param>
/// <param name="MeanSquares">Mean square of Y − ΨB on the rows that were fitted, for every output.</param>
public sealed record RidgeSolution(double[] Coefficients, int Features, int Outputs, double Condition, int Rank, double Residual, double[] MeanSquares);
