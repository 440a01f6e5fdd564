using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Xunit;
using Complex = System.Numerics.Complex;

namespace Simulator.Tests.Numerics.LinearAlgebra;

/// <summary>Math.NET's matrices on our kernels: what a user sees who installs the provider.</summary>
[Collection(nameof(GlobalStateTests))]
public sealed class SimdLinearAlgebraProviderTests : IDisposable
{
    private readonly ILinearAlgebraProvider _before = LinearAlgebraControl.Provider;
    private readonly RecordingBackend _recorder = new(new SimdBackend(), new SimdBackend());

    public SimdLinearAlgebraProviderTests() => LinearAlgebraControl.Provider = new SimdLinearAlgebraProvider(_recorder);

    public void Dispose() => LinearAlgebraControl.Provider = _before;

    [Fact]
    public void The_default_is_simd_and_says_so()
    {
        var provider = new SimdLinearAlgebraProvider();
        Assert.IsType<SimdBackend>(provider.Backend);
        Assert.True(provider.IsAvailable());
        Assert.Contains("simd", provider.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Products_of_matrices_are_those_of_MathNet_in_all_transpositions()
    {
        Matrix<double> a = Random(13, 7, "a"), b = Random(7, 9, "b"), square = Random(8, 8, "c");
        AssertSame(() => a * b);
        AssertSame(() => a.TransposeThisAndMultiply(Random(13, 5, "d")));
        AssertSame(() => a.TransposeAndMultiply(Random(4, 7, "e")));
        AssertSame(() => square * square);
        AssertSame(() =>
        {
            Matrix<double> inPlace = square.Clone();
            inPlace.Multiply(inPlace, inPlace);
            return inPlace;
        });
        AssertSame(() =>
        {
            double[] c = Random(7, 9, "f").ToColumnMajorArray();
            LinearAlgebraControl.Provider.MatrixMultiplyWithUpdate(
                Transpose.Transpose, Transpose.Transpose, -0.5, Random(4, 7, "g").ToColumnMajorArray(), 4, 7, Random(9, 4, "h").ToColumnMajorArray(), 9, 4, 2, c);
            return Matrix<double>.Build.Dense(7, 9, c);
        });
        Assert.True(_recorder.Products >= 6, $"{_recorder.Products} products came through the backend.");
    }

    [Fact]
    public void Cholesky_factors_and_solutions_are_those_of_MathNet()
    {
        Matrix<double> root = Random(12, 12, "a"), a = root.TransposeAndMultiply(root) + 0.5 * Matrix<double>.Build.DenseIdentity(12), b = Random(12, 3, "b");
        AssertSame(() => a.Cholesky().Factor);
        AssertSame(() => a.Cholesky().Solve(b));
        AssertSame(() =>
        {
            double[] solution = b.ToColumnMajorArray();
            LinearAlgebraControl.Provider.CholeskySolve(a.ToColumnMajorArray(), 12, solution, 3);
            return Matrix<double>.Build.Dense(12, 3, solution);
        });
        Assert.True(_recorder.Factors >= 3 && _recorder.Systems >= 4, $"{_recorder.Factors} factors and {_recorder.Systems} systems came through the backend.");
        a[5, 5] = -1;
        Assert.Equal(6, Assert.Throws<NotPositiveDefiniteException>(() => a.Cholesky()).Pivot);
    }

    [Fact]
    public void Eigenvalues_of_symmetric_matrices_are_those_of_MathNet()
    {
        Matrix<double> root = Random(11, 11, "a"), a = root + root.Transpose();
        AssertSame(() => a.Evd(Symmetricity.Symmetric).D);
        AssertSame(() =>
        {
            var evd = a.Evd(Symmetricity.Symmetric);
            return evd.EigenVectors * evd.D * evd.EigenVectors.Transpose();
        });
        AssertSame(() => Matrix<double>.Build.DenseOfRowMajor(1, 11, a.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real)));
        Assert.True(_recorder.Eigenproblems >= 3, $"{_recorder.Eigenproblems} eigenvalue problems came through the backend.");
    }

    [Fact]
    public void All_else_is_forwarded()
    {
        Matrix<double> a = Random(6, 6, "a"), b = Random(6, 2, "b");
        AssertSame(() => a.LU().Solve(b));
        AssertSame(() => a.QR().Solve(b));
        AssertSame(() => a.Svd().W);
        AssertSame(() => a.Inverse());
        AssertSame(() => a.Evd(Symmetricity.Asymmetric).D);
        Matrix<Complex> complex = Matrix<Complex>.Build.Dense(4, 4, (i, j) => new Complex(a[i, j], a[j, i]));
        Assert.True((complex * complex.Inverse() - Matrix<Complex>.Build.DenseIdentity(4)).L2Norm() < 1e-12);
        Matrix<float> single = Matrix<float>.Build.Dense(4, 4, (i, j) => (float)a[i, j]);
        Assert.True((single * single.Inverse() - Matrix<float>.Build.DenseIdentity(4)).L2Norm() < 1e-3);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused()
    {
        var provider = new SimdLinearAlgebraProvider();
        Assert.Contains("2 × 3", Assert.Throws<ArgumentException>(() => provider.MatrixMultiply(new double[5], 2, 3, new double[6], 3, 2, new double[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => provider.MatrixMultiply(new double[6], 2, 3, new double[6], 2, 3, new double[4]));
        Assert.Throws<ArgumentNullException>(() => provider.CholeskyFactor(null!, 2));
        double[] same = [1];
        Assert.Throws<ArgumentException>(() => provider.CholeskySolveFactored(same, 1, same, 1));
        Assert.Throws<ArgumentException>(() => provider.EigenDecomp(true, 2, new double[4], new double[4], new Complex[1], new double[4]));
    }

    /// <summary>The same with our provider and with Math.NET's own.</summary>
    private static void AssertSame(Func<Matrix<double>> compute)
    {
        Matrix<double> actual = compute();
        ILinearAlgebraProvider ours = LinearAlgebraControl.Provider;
        try
        {
            LinearAlgebraControl.Provider = ManagedLinearAlgebraProvider.Instance;
            Matrix<double> expected = compute();
            Assert.True((expected - actual).FrobeniusNorm() <= 1e-12 * (1 + expected.FrobeniusNorm()), $"expected {expected}, found {actual}");
        }
        finally
        {
            LinearAlgebraControl.Provider = ours;
        }
    }

    private static Matrix<double> Random(int rows, int columns, string name)
    {
        RandomStream stream = RandomStream.Named(1, "test", "provider", name);
        return Matrix<double>.Build.Dense(rows, columns, (_, _) => stream.NextNormal());
    }
}
