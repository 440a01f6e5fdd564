using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;

namespace Simulator.Numerics.Benchmarks;

/// <summary>One kernel that every backend has, with its data.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Operations">Floating-point operations that the mathematics needs; 0 where they are not the measure.</param>
/// <param name="Run">Does it with a backend.</param>
public sealed record KernelBenchmark(string Name, double Operations, Action<LinearAlgebraBackend> Run)
{
    /// <summary>C = A B for square matrices; small ones many times a call.</summary>
    /// <param name="m">Size.</param>
    public static KernelBenchmark Product(int m)
    {
        double[] a = Numbers(m * m), b = Numbers(m * m), c = new double[m * m];
        int repeats = Math.Max(1, (int)(2e7 / Math.Pow(m, 3)));
        return new KernelBenchmark($"product {m}", 2.0 * repeats * m * m * m, backend =>
        {
            for (int i = 0; i < repeats; i++)
                backend.Multiply(1, new ReadOnlyMatrixView(a, m, m), new ReadOnlyMatrixView(b, m, m), 0, new MatrixView(c, m, m));
        });
    }

    /// <summary>XᵀX of tall data.</summary>
    /// <param name="n">Rows of X.</param>
    /// <param name="m">Columns of X.</param>
    public static KernelBenchmark Gram(int n, int m)
    {
        double[] x = Numbers(n * m), c = new double[m * m];
        return new KernelBenchmark(
            $"Gram {n} x {m}", (double)n * m * (m + 1), backend => backend.Gram(1, new ReadOnlyMatrixView(x, n, m).Transposed, 0, new MatrixView(c, m, m)));
    }

    /// <summary>The Cholesky factor, of a fresh copy each time.</summary>
    /// <param name="n">Size.</param>
    public static KernelBenchmark Cholesky(int n)
    {
        double[] a = Definite(n), work = new double[n * n];
        return new KernelBenchmark($"Cholesky {n}", (double)n * n * n / 3, backend =>
        {
            for (int i = 0; i < n; i++)
                a.AsSpan(i * n, i + 1).CopyTo(work.AsSpan(i * n)); // of the rest nothing is read
            backend.Cholesky(new MatrixView(work, n, n));
        });
    }

    /// <summary>Triangular systems with n right sides.</summary>
    /// <param name="n">Size.</param>
    public static KernelBenchmark Triangular(int n)
    {
        double[] t = Definite(n), b = Numbers(n * n), work = new double[n * n];
        return new KernelBenchmark($"triangular {n}", (double)n * n * n, backend =>
        {
            b.CopyTo(work, 0);
            backend.SolveTriangular(Triangle.Lower, new ReadOnlyMatrixView(t, n, n), new MatrixView(work, n, n));
        });
    }

    /// <summary>Eigenvalues and eigenvectors, of a fresh copy each time.</summary>
    /// <param name="n">Size.</param>
    public static KernelBenchmark Eigen(int n)
    {
        double[] a = Definite(n), work = new double[n * n], values = new double[n];
        return new KernelBenchmark($"eigen {n}", 0, backend =>
        {
            a.CopyTo(work, 0);
            backend.SymmetricEigen(new MatrixView(work, n, n), values);
        });
    }

    private static double[] Numbers(int count)
    {
        var values = new double[count];
        RandomStream.Named(1, "benchmark", "kernel", "data").FillNormal(values);
        return values;
    }

    /// <summary>Symmetric and positive definite by its diagonal.</summary>
    private static double[] Definite(int n)
    {
        double[] values = Numbers(n * n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                values[i * n + j] = values[j * n + i];
            values[i * n + i] = 4 * Math.Sqrt(n) + values[i * n + i]; // the spectrum of the rest lies within 2 sqrt n
        }

        return values;
    }
}
