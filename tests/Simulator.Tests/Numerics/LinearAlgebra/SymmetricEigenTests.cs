using FsCheck.Xunit;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.LinearAlgebra;

[Properties(Arbitrary = [typeof(EigenCases)], MaxTest = 300)]
public class SymmetricEigenTests
{
    private const double Rounding = 2.220446049250313e-16;

    public static TheoryData<EigenKind, int> Kinds
        => [.. from kind in Enum.GetValues<EigenKind>() from size in (int[])[1, 2, 3, 31, 32, 33, 64, 65, 100, 257] select (kind, size)];

    [Property]
    public void Columns_are_orthonormal_and_decompose_the_matrix(EigenCase sample) => AssertDecomposes(sample);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_matrix_of_every_awkward_size_is_decomposed(EigenKind kind, int size)
        => AssertDecomposes(new EigenCase(kind, size, 1, 0, false, 0, VectorPath.Vector256));

    [Theory]
    [InlineData(400)]
    [InlineData(512)]
    [InlineData(601)]
    public void Matrices_that_are_shared_among_threads_are_decomposed(int size)
    {
        AssertDecomposes(new EigenCase(EigenKind.Dense, size, 1, 0, true, 0, VectorPath.Vector256), 2);
        AssertDecomposes(new EigenCase(EigenKind.GluedWilkinson, size, 1, 0, true, 0, VectorPath.Vector256), 2);
    }

    [Property]
    public void Layout_does_not_change_a_bit(EigenCase sample)
        => AssertSameBits(sample.Decompose(), (sample with { Transposed = !sample.Transposed, Padding = 5 }).Decompose());

    [Theory]
    [InlineData(300, VectorPath.Vector256)]
    [InlineData(600, VectorPath.Vector256)]
    [InlineData(300, VectorPath.Scalar)]
    [InlineData(140, VectorPath.Vector512)]
    public void Number_of_threads_does_not_change_a_bit(int size, VectorPath path)
    {
        foreach (EigenKind kind in (EigenKind[])[EigenKind.Dense, EigenKind.Clusters, EigenKind.GluedWilkinson])
        {
            var sample = new EigenCase(kind, size, 3, 0, false, 0, path);
            var alone = sample.Decompose();
            AssertSameBits(alone, sample.Decompose(2));
            AssertSameBits(alone, sample.Decompose(5));
        }
    }

    [Property(MaxTest = 50)]
    public void Powers_of_two_change_exponents_only(EigenCase sample)
    {
        EigenCase plain = sample with { Kind = EigenKind.Dense, Exponent = 0 };
        (double[] values, double[] vectors) = plain.Decompose();
        foreach (int exponent in (int[])[-900, -60, 1, 49, 60, 900])
        {
            (double[] scaled, double[] same) = (plain with { Exponent = exponent }).Decompose();
            Assert.Equal(vectors, same);
            Assert.Equal(values.Select(x => Math.ScaleB(x, exponent)), scaled);
        }
    }

    [Property(MaxTest = 100)]
    public void Eigenvalues_of_a_leading_block_separate_those_of_the_matrix(EigenCase sample)
    {
        if (sample.Size == 1) return;
        int n = sample.Size;
        EigenCase block = sample with { Size = n - 1 };
        double[] matrix = sample.Matrix, leading = [.. matrix.Where((_, i) => i / n < n - 1 && i % n < n - 1)];
        double[] all = sample.Decompose().Values, fewer = block.Decompose(leading).Values;
        double allowed = 10 * n * Rounding * Math.Max(Math.Abs(all[0]), Math.Abs(all[^1]));
        for (int i = 0; i < n - 1; i++)
        {
            Assert.True(fewer[i] >= all[i] - allowed && fewer[i] <= all[i + 1] + allowed, $"{i}: {all[i]:R}, {fewer[i]:R}, {all[i + 1]:R}");
        }
    }

    [Property(MaxTest = 100)]
    public void A_chosen_spectrum_is_found(EigenCase sample)
    {
        double[] spectrum = (sample with { Kind = EigenKind.Diagonal, Exponent = 0 }).Matrix.Where((_, i) => i % (sample.Size + 1) == 0).ToArray();
        for (int i = 0; i < spectrum.Length; i += 3)
            spectrum[i] = spectrum[0]; // a third of it is one eigenvalue
        double[] values = sample.Decompose(EigenCase.WithSpectrum(spectrum, sample.Seed)).Values, sorted = [.. spectrum.Order()];
        for (int i = 0; i < values.Length; i++)
            Close.Absolute(sorted[i], values[i], 10 * (10 + sample.Size) * Rounding * spectrum.Max(Math.Abs), $"eigenvalue {i}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(257)]
    public void Second_differences_have_their_known_spectrum(int size)
    {
        double[] values = new EigenCase(EigenKind.Toeplitz, size, 0, 0, false, 0, VectorPath.Vector256).Decompose().Values;
        for (int i = 0; i < size; i++)
        {
            double sine = Math.Sin(0.5 * Math.PI * (size - i) / (size + 1));
            Close.Absolute(-4 * sine * sine, values[i], 1e-13, $"eigenvalue {i}");
        }
    }

    [Fact]
    public void Wilkinsons_matrix_has_its_known_pairs()
    {
        // W21+ to 17 digits, by multiple precision.
        double[] values = new EigenCase(EigenKind.Wilkinson, 21, 0, 0, false, 0, VectorPath.Vector256).Decompose().Values;
        Close.Absolute(-1.1254415221199842, values[0], 1e-14);
        Close.Absolute(0.25380581709667817, values[1], 1e-14);
        Close.Absolute(7.0039517986163750, values[13], 1e-14);
        Close.Absolute(7.0039522095286757, values[14], 1e-14);
        Close.Absolute(10.746194182903322, values[19], 2e-14);
        Close.Absolute(10.746194182903393, values[20], 2e-14);
    }

    [Theory]
    [InlineData(VectorPath.Scalar)]
    [InlineData(VectorPath.Vector256)]
    [InlineData(VectorPath.Vector512)]
    public void Diagonal_matrices_keep_their_entries(VectorPath path)
    {
        var sample = new EigenCase(EigenKind.Diagonal, 70, 5, 0, false, 0, path);
        double[] matrix = sample.Matrix;
        for (int i = 0; i < 70; i++)
            matrix[i * 71] *= Math.Pow(10, i % 7 * 20 - 60);
        (double[] values, double[] vectors) = sample.Decompose(matrix);
        Assert.Equal(matrix.Where((_, i) => i % 71 == 0).Order(), values);
        Assert.All(vectors, x => Assert.True(x is 0 or 1));
    }

    [Fact]
    public void Blocks_of_other_magnitudes_keep_their_digits()
    {
        // [1e-200 2e-200; 2e-200 1e-200] beside a block of ones.
        var sample = new EigenCase(EigenKind.Zero, 4, 0, 0, false, 0, VectorPath.Vector256);
        double[] values = sample.Decompose([1e-200, 2e-200, 0, 0, 2e-200, 1e-200, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1]).Values;
        Close.Relative(-1e-200, values[0], 1e-14);
        Close.Relative(2, values[3], 1e-15);
        Assert.Contains(values, x => Math.Abs(x - 3e-200) < 1e-213);
    }

    [Fact]
    public void Wrong_shapes_and_numbers_that_are_not_finite_are_refused()
    {
        var backend = new SimdBackend(1);
        Assert.Throws<ArgumentException>(() => backend.SymmetricEigen(new MatrixView(new double[6], 2, 3), new double[2]));
        Assert.Throws<ArgumentException>(() => backend.SymmetricEigen(new MatrixView(new double[4], 2, 2), new double[3]));
        Assert.Throws<ArgumentException>(() => backend.SymmetricEigen(new MatrixView([1, 0, double.NaN, 1], 2, 2), new double[2]));
        Assert.Throws<ArgumentException>(() => backend.SymmetricEigen(new MatrixView([1, 0, 0, double.PositiveInfinity], 2, 2), new double[2]));
        backend.SymmetricEigen(new MatrixView([], 0, 0), []);
    }

    private static void AssertDecomposes(EigenCase sample, int threads = 1)
    {
        int n = sample.Size;
        (double[] values, double[] v) = sample.Decompose(threads);
        for (int i = 1; i < n; i++)
            Assert.True(values[i] >= values[i - 1], $"eigenvalues {i} and {i + 1}: {values[i - 1]:R} > {values[i]:R}");

        // The exponent is taken off again, so that no product overflows.
        double[] matrix = (sample with { Exponent = 0 }).Matrix, columns = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            values[i] = Math.ScaleB(values[i], -sample.Exponent);
            for (int j = 0; j < n; j++)
                columns[j * n + i] = v[i * n + j];
        }

        double worstAngle = 0, worstRest = 0, norm = Math.Sqrt(matrix.Sum(x => x * x));
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = matrix.AsSpan(i * n, n), column = columns.AsSpan(i * n, n);
            for (int j = 0; j < n; j++)
            {
                ReadOnlySpan<double> other = columns.AsSpan(j * n, n);
                worstAngle = Worse(worstAngle, Dot(column, other) - (i == j ? 1 : 0));
                worstRest = Worse(worstRest, Dot(row, other) - values[j] * other[i]);
            }
        }

        Assert.True(worstAngle <= 1e-14 * Math.Sqrt(n), $"VᵀV − 1 has an entry {worstAngle:E2}");
        Assert.True(worstRest <= (10 + n) * Rounding * norm, $"AV − VΛ has an entry {worstRest:E2} where |A| = {norm:E2}");
    }

    /// <summary>The greater magnitude; NaN is the greatest.</summary>
    private static double Worse(double worst, double error) => Math.Abs(error) <= worst ? worst : Math.Abs(error);

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    private static void AssertSameBits((double[] Values, double[] Vectors) expected, (double[] Values, double[] Vectors) actual)
    {
        Assert.Equal(expected.Values, actual.Values);
        Assert.Equal(expected.Vectors, actual.Vectors);
    }
}
