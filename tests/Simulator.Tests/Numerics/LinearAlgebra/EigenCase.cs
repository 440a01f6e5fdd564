using FsCheck;
using FsCheck.Fluent;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Numerics.Simd;

namespace Simulator.Tests.Numerics.LinearAlgebra;

public enum EigenKind
{
    Dense,
    Zero,
    Multiple,
    RankOne,
    Projector,
    Clusters,
    Integers,
    GradedRotated,
    GradedRows,
    Diagonal,
    Tridiagonal,
    GradedTridiagonal,
    Toeplitz,
    Wilkinson,
    GluedWilkinson,
    TinyBlock,
}

/// <summary>A symmetric matrix, where it lies and how it is decomposed.</summary>
public sealed record EigenCase(EigenKind Kind, int Size, int Seed, int Exponent, bool Transposed, int Padding, VectorPath Path)
{
    /// <summary>The matrix row by row, times 2 to the exponent.</summary>
    public double[] Matrix
    {
        get
        {
            double[] matrix = Unscaled();
            for (int i = 0; i < matrix.Length; i++)
                matrix[i] = Math.ScaleB(matrix[i], Exponent);
            return matrix;
        }
    }

    /// <summary>Q diag(λ) Qᵀ with a product Q of three random reflections.</summary>
    public static double[] WithSpectrum(double[] values, int seed)
    {
        int n = values.Length;
        RandomStream stream = RandomStream.Named(seed, "test", "eigen", "rotation");
        double[] matrix = Fill(n, (i, j) => i == j ? values[i] : 0);
        for (int k = 0; k < 3; k++)
        {
            double[] v = [.. Enumerable.Range(0, n).Select(_ => stream.NextNormal())];
            double factor = 2 / v.Sum(x => x * x);
            double[] w = [.. Enumerable.Range(0, n).Select(i => factor * Enumerable.Range(0, n).Sum(j => matrix[i * n + j] * v[j]))];
            double half = 0.5 * factor * Enumerable.Range(0, n).Sum(i => v[i] * w[i]);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    matrix[i * n + j] -= v[i] * (w[j] - half * v[j]) + (w[i] - half * v[i]) * v[j];
            }
        }

        return matrix;
    }

    /// <summary>λ and V, row by row. Whatever must not be read is NaN, and what must not be written is checked.</summary>
    public (double[] Values, double[] Vectors) Decompose(int threads = 1) => Decompose(Matrix, threads);

    public (double[] Values, double[] Vectors) Decompose(double[] matrix, int threads = 1)
    {
        int n = Size, stride = n + Padding;
        var data = new double[n * stride];
        Array.Fill(data, double.NaN);
        var rows = new MatrixView(data, n, n, stride);
        MatrixView a = Transposed ? rows.Transposed : rows;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                a[i, j] = matrix[i * n + j];
        }

        var values = new double[n];
        new SimdBackend(threads, Path).SymmetricEigen(a, values);
        if (data.Where((_, i) => i % stride >= n).Any(x => !double.IsNaN(x))) throw new InvalidOperationException("Something lies between the rows.");
        return (values, a.AsReadOnly().ToArray());
    }

    private static double[] Fill(int n, Func<int, int, double> entry)
        => [.. from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) select entry(Math.Max(i, j), Math.Min(i, j))];

    private double[] Unscaled()
    {
        int n = Size;
        RandomStream stream = RandomStream.Named(Seed, "test", "eigen", "matrix");
        double[] normal = [.. Enumerable.Range(0, n * n).Select(_ => stream.NextNormal())];
        double[] signs = [.. normal.Take(n).Select(x => x > 0 ? 1.0 : 0.0)];
        double Grade(int i) => Math.Pow(10, -0.7 * i);
        double Beside(int i, int j, double entry) => i == j + 1 ? entry : 0;
        return Kind switch
        {
            EigenKind.Zero => new double[n * n],
            EigenKind.Multiple => Fill(n, (i, j) => i == j ? -0.7 : 0),
            EigenKind.RankOne => Fill(n, (i, j) => normal[i] * normal[j]),
            EigenKind.Projector => WithSpectrum(signs, Seed),
            EigenKind.Clusters => WithSpectrum([.. normal.Take(n).Select(x => Math.Round(x) * (1 + 1e-14 * x))], Seed),
            EigenKind.Integers => Fill(n, (i, j) => Math.Round(normal[i * n + j])),
            EigenKind.GradedRotated => WithSpectrum([.. Enumerable.Range(0, n).Select(Grade)], Seed),
            EigenKind.GradedRows => Fill(n, (i, j) => Grade(i) * Grade(j) * normal[i * n + j]),
            EigenKind.Diagonal => Fill(n, (i, j) => i == j ? normal[i] : 0),
            EigenKind.Tridiagonal => Fill(n, (i, j) => i == j ? normal[i] : Beside(i, j, normal[i * n])),
            EigenKind.GradedTridiagonal => Fill(n, (i, j) => i == j ? Grade(i) * normal[i] : Beside(i, j, Grade(i))),
            EigenKind.Toeplitz => Fill(n, (i, j) => i == j ? -2 : Beside(i, j, 1)),
            EigenKind.Wilkinson => Fill(n, (i, j) => i == j ? Math.Abs(i - 0.5 * (n - 1)) : Beside(i, j, 1)),
            EigenKind.GluedWilkinson => Fill(n, (i, j) => i == j ? Math.Abs(i % 21 - 10) : Beside(i, j, i % 21 == 0 ? 1e-8 : 1)),
            EigenKind.TinyBlock => Fill(n, (i, j) => (2 * i < n) == (2 * j < n) ? (2 * i < n ? 1 : 1e-200) * normal[i * n + j] : 0),
            _ => Fill(n, (i, j) => normal[i * n + j]),
        };
    }
}

/// <summary>The generator of <see cref="EigenCase"/>.</summary>
public static class EigenCases
{
    public static Arbitrary<EigenCase> Case()
        => (from kind in Gen.Elements(Enum.GetValues<EigenKind>())
            from path in Gen.Elements(Enum.GetValues<VectorPath>())
            from size in Gen.OneOf(Gen.Choose(1, 12), Gen.Choose(13, 70), Gen.Elements(31, 32, 33, 48, 49, 64, 65, 80, 81, 100))
            from seed in Gen.Choose(0, int.MaxValue)
            from exponent in Gen.Elements(0, 0, 0, 30, -49, -50, 51, 500, -500)
            from transposed in Gen.Elements(true, false)
            from padding in Gen.Choose(0, 3)
            select new EigenCase(kind, size, seed, exponent, transposed, padding, path)).ToArbitrary();
}
