using Simulator.Numerics.LinearAlgebra;
using Xunit;

namespace Simulator.Tests.Numerics.LinearAlgebra;

/// <summary>One suite for all backends: every operation against scalar code, in every layout, at sizes that are no multiple of anything.</summary>
public class BackendConformanceTests
{
    private static readonly bool[] Both = [false, true];

    /// <summary>A backend and a size: single entries, tails of every vector, more than a block of the kernels.</summary>
    public static TheoryData<string, int> NamesAndSizes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in BackendCases.Names)
            {
                foreach (int n in (int[])[1, 2, 3, 7, 16, 33, 71])
                    data.Add(name, n);
            }

            return data;
        }
    }

    /// <summary>A backend and the dimensions m, n, k of a product.</summary>
    public static TheoryData<string, int, int, int> NamesAndShapes
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            foreach (string name in BackendCases.Names)
            {
                foreach ((int m, int n, int k) in ((int, int, int)[])[(1, 1, 1), (1, 9, 4), (9, 1, 5), (3, 5, 7), (13, 29, 17), (40, 35, 64), (37, 43, 300)])
                    data.Add(name, m, n, k);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndShapes))]
    public void Products_equal_scalar_code_in_every_layout(string name, int m, int n, int k)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        (double Alpha, double Beta)[] factors = [(1, 0), (-0.5, 1), (2, 0.75), (0, -3)];
        int variant = 0;
        foreach ((bool a, bool b, bool c) in from a in Both from b in Both from c in Both select (a, b, c))
        {
            (double alpha, double beta) = factors[variant++ % factors.Length];
            TestMatrix left = TestMatrix.Random(m, k, "a", a, variant % 3), right = TestMatrix.Random(k, n, "b", b, variant % 2);
            TestMatrix result = beta == 0
                ? new TestMatrix(m, n, (_, _) => double.NaN, c, variant % 4)
                : TestMatrix.Random(m, n, "c", c, variant % 4);
            TestMatrix before = result.Copy();
            backend.Multiply(alpha, left.View, right.View, beta, result.View);
            Scalar.AssertProduct(result, k, (i, p) => left[i, p], (p, j) => right[p, j], alpha, beta, (i, j) => before[i, j]);
            result.AssertPaddingUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndShapes))]
    public void Gram_matrices_equal_scalar_code_to_the_same_bits_on_both_sides(string name, int m, int n, int k)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        int rows = Math.Max(m, n);
        foreach ((bool a, bool c, double beta) in from a in Both from c in Both from beta in (double[])[0, 1, -0.5] select (a, c, beta))
        {
            TestMatrix data = TestMatrix.Random(rows, k, "a", a, a ? 0 : 2);
            TestMatrix gram = beta == 0 ? new TestMatrix(rows, rows, (_, _) => double.NaN, c, 3) : TestMatrix.Symmetric(rows, "c", c, 3);
            TestMatrix before = gram.Copy();
            backend.Gram(1.5, data.View, beta, gram.View);
            Scalar.AssertProduct(
                gram, k, (i, p) => data[i, p], (p, j) => data[j, p], 1.5, beta, (i, j) => i >= j ? before[i, j] : before[j, i]);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < i; j++)
                    Assert.Equal(gram[i, j], gram[j, i]);
            }

            gram.AssertPaddingUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndSizes))]
    public void Triangular_systems_are_solved_in_every_layout(string name, int n)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        foreach ((Triangle triangle, bool t, bool b, int m) in
            from triangle in Enum.GetValues<Triangle>() from t in Both from b in Both from m in (int[])[1, 5, 26] select (triangle, t, b, m))
        {
            TestMatrix factor = TestMatrix.Triangular(n, triangle, "t", t, b ? 2 : 0), solution = TestMatrix.Random(n, m, "b", b, t ? 0 : 3);
            TestMatrix right = solution.Copy();
            backend.SolveTriangular(triangle, factor.View, solution.View);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < m; j++)
                {
                    int first = triangle == Triangle.Lower ? 0 : i, count = triangle == Triangle.Lower ? i + 1 : n - i;
                    (double value, double size) = Scalar.Dot(count, p => factor[i, first + p], p => solution[first + p, j]);
                    Close.Absolute(right[i, j], value, Scalar.Tolerance * (size + Math.Abs(right[i, j])), $"equation {i} of column {j}");
                }
            }

            solution.AssertPaddingUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndSizes))]
    public void Cholesky_factors_multiply_up_and_have_zeros_above_the_diagonal(string name, int n)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        foreach (bool transposed in Both)
        {
            TestMatrix factor = TestMatrix.PositiveDefinite(n, "a", transposed, transposed ? 1 : 3);
            TestMatrix matrix = factor.Copy();
            backend.Cholesky(factor.View);
            for (int i = 0; i < n; i++)
            {
                Assert.True(factor[i, i] > 0);
                for (int j = 0; j <= i; j++)
                {
                    (double value, double size) = Scalar.Dot(j + 1, p => factor[i, p], p => factor[j, p]);
                    Close.Absolute(matrix[i, j], value, Scalar.Tolerance * (size + Math.Abs(matrix[i, j])), $"entry ({i}, {j})");
                    if (j < i) Assert.Equal(0, factor[j, i]);
                }
            }

            factor.AssertPaddingUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndSizes))]
    public void Matrices_that_are_not_positive_definite_name_the_pivot(string name, int n)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        foreach ((bool transposed, double bad) in from t in Both from bad in (double[])[-1, double.NaN] select (t, bad))
        {
            foreach (int pivot in new[] { 0, n / 2, n - 1 }.Distinct())
            {
                TestMatrix matrix = TestMatrix.PositiveDefinite(n, "a", transposed, 2);
                matrix[pivot, pivot] = bad;
                var e = Assert.Throws<NotPositiveDefiniteException>(() => backend.Cholesky(matrix.View));
                Assert.Equal(pivot + 1, e.Pivot);
                Assert.Contains($"pivot {pivot + 1} is ", e.Message, StringComparison.Ordinal);
                matrix.AssertPaddingUntouched();
            }
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndSizes))]
    public void Eigenvectors_are_orthonormal_and_belong_to_ascending_eigenvalues(string name, int n)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        foreach (bool transposed in Both)
        {
            TestMatrix vectors = TestMatrix.Symmetric(n, "a", transposed, transposed ? 1 : 3), lower = vectors.Copy();
            var values = new double[n];
            backend.SymmetricEigen(vectors.View, values);
            Assert.Equal(values.Order(), values);
            AssertEigen(lower, vectors, values);
            vectors.AssertPaddingUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(BackendCases.All), MemberType = typeof(BackendCases))]
    public void Eigenvalues_that_coincide_are_found_with_orthonormal_vectors(string name)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        const int N = 19;
        double[] known = [.. Enumerable.Range(0, N).Select(i => i < 6 ? -2.0 : i < 12 ? 0.0 : i < 17 ? 3.0 : i)];

        // H diag(λ) H with the reflection H = I − 2 u uᵀ.
        TestMatrix u = TestMatrix.Random(N, 1, "u");
        double norm = Math.Sqrt(Scalar.Dot(N, i => u[i, 0], i => u[i, 0]).Value);
        double Reflection(int i, int j) => (i == j ? 1 : 0) - 2 * (u[i, 0] / norm) * (u[j, 0] / norm);
        var matrix = new TestMatrix(N, N, (i, j) => j > i ? double.NaN : Scalar.Dot(N, p => Reflection(i, p) * known[p], p => Reflection(p, j)).Value);
        TestMatrix lower = matrix.Copy();
        var values = new double[N];
        backend.SymmetricEigen(matrix.View, values);
        for (int i = 0; i < N; i++)
            Close.Absolute(known[i], values[i], 18 * Scalar.Tolerance, $"eigenvalue {i}");
        AssertEigen(lower, matrix, values);

        var zero = new TestMatrix(N, N, (_, _) => 0);
        backend.SymmetricEigen(zero.View, values);
        Assert.All(values, value => Assert.Equal(0, value));
        AssertEigen(new TestMatrix(N, N, (_, _) => 0), zero, values);
    }

    /// <summary>More columns than a block, more columns of data than a piece of a Gram matrix, enough work for two threads.</summary>
    [Theory]
    [MemberData(nameof(BackendCases.All), MemberType = typeof(BackendCases))]
    public void Sizes_beyond_the_blocks_of_the_kernels_equal_scalar_code(string name)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        foreach ((int m, int n, int k) in ((int, int, int)[])[(211, 173, 149), (5, 3100, 9), (3100, 5, 9)])
        {
            TestMatrix a = TestMatrix.Random(m, k, "a", true, 1), b = TestMatrix.Random(k, n, "b"), product = TestMatrix.Random(m, n, "c", false, 2), before = product.Copy();
            backend.Multiply(-1, a.View, b.View, 1, product.View);
            Scalar.AssertProduct(product, k, (i, p) => a[i, p], (p, j) => b[p, j], -1, 1, (i, j) => before[i, j]);
            product.AssertPaddingUntouched();
        }

        foreach ((int n, int k, bool transposed) in ((int, int, bool)[])[(7, 9001, true), (7, 9001, false), (211, 190, true), (300, 97, false)])
        {
            TestMatrix data = TestMatrix.Random(n, k, "a", transposed), gram = TestMatrix.Symmetric(n, "c", !transposed, 1), before = gram.Copy();
            backend.Gram(2, data.View, -0.5, gram.View);
            Scalar.AssertProduct(gram, k, (i, p) => data[i, p], (p, j) => data[j, p], 2, -0.5, (i, j) => i >= j ? before[i, j] : before[j, i]);
            gram.AssertPaddingUntouched();
        }

        TestMatrix factor = TestMatrix.PositiveDefinite(260, "a", true, 1), matrix = factor.Copy();
        backend.Cholesky(factor.View);
        for (int i = 0; i < 260; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                (double value, double size) = Scalar.Dot(j + 1, p => factor[i, p], p => factor[j, p]);
                Close.Absolute(matrix[i, j], value, Scalar.Tolerance * (size + Math.Abs(matrix[i, j])), $"entry ({i}, {j})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(BackendCases.All), MemberType = typeof(BackendCases))]
    public void Products_over_nothing_are_zero(string name)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        foreach ((bool transposed, double beta) in from t in Both from beta in (double[])[0, 2] select (t, beta))
        {
            var product = new TestMatrix(3, 4, (i, j) => beta == 0 ? double.NaN : i + j, transposed, 2);
            backend.Multiply(1, TestMatrix.Random(3, 0, "a").View, TestMatrix.Random(0, 4, "b", transposed).View, beta, product.View);
            Scalar.AssertProduct(product, 0, (_, _) => 0, (_, _) => 0, 1, beta, (i, j) => i + j);
            product.AssertPaddingUntouched();

            var gram = new TestMatrix(3, 3, (i, j) => beta == 0 || j > i ? double.NaN : i + j, transposed, 2);
            backend.Gram(1, TestMatrix.Random(3, 0, "a", transposed).View, beta, gram.View);
            Scalar.AssertProduct(gram, 0, (_, _) => 0, (_, _) => 0, 1, beta, (i, j) => i + j);
            gram.AssertPaddingUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(BackendCases.All), MemberType = typeof(BackendCases))]
    public void Empty_matrices_are_nothing_to_do(string name)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        foreach (bool transposed in Both)
        {
            TestMatrix none = TestMatrix.Random(0, 0, "a", transposed), flat = TestMatrix.Random(0, 4, "b", transposed), tall = TestMatrix.Random(4, 0, "c", transposed);
            TestMatrix square = TestMatrix.Triangular(4, Triangle.Lower, "t");
            backend.Multiply(1, flat.View, square.View, 0, TestMatrix.Random(0, 4, "d").View);
            backend.Multiply(1, square.View, tall.View, 0, TestMatrix.Random(4, 0, "d").View);
            backend.Multiply(1, none.View, none.View, 1, none.View);
            backend.Gram(1, flat.View, 0, none.View);
            backend.SolveTriangular(Triangle.Lower, none.View, flat.View);
            backend.SolveTriangular(Triangle.Lower, square.View, tall.View);
            backend.Cholesky(none.View);
            backend.SymmetricEigen(none.View, []);
            none.AssertPaddingUntouched();
            flat.AssertPaddingUntouched();
            tall.AssertPaddingUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(BackendCases.All), MemberType = typeof(BackendCases))]
    public void Shapes_that_do_not_fit_are_named(string name)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        TestMatrix a = TestMatrix.Random(3, 4, "a"), b = TestMatrix.Random(5, 2, "b"), c = TestMatrix.Random(3, 2, "c");
        AssertNames(() => backend.Multiply(1, a.View, b.View, 0, c.View), "3 × 4", "5 × 2", "3 × 2");
        AssertNames(() => backend.Multiply(1, a.View, a.View.Transposed, 0, c.View), "3 × 4", "4 × 3", "3 × 2");
        AssertNames(() => backend.Gram(1, a.View, 0, c.View), "3 × 3", "3 × 2");
        AssertNames(() => backend.SolveTriangular(Triangle.Lower, a.View, c.View), "3 × 4");
        AssertNames(() => backend.SolveTriangular(Triangle.Lower, a.View.Block(0, 0, 3, 3), b.View), "3 equations", "not 5");
        AssertNames(() => backend.Cholesky(a.View), "3 × 4");
        AssertNames(() => backend.SymmetricEigen(c.View, new double[3]), "3 × 2");
        AssertNames(() => backend.SymmetricEigen(a.View.Block(0, 0, 3, 3), new double[2]), "3 eigenvalues", "room for 2");
        AssertNames(() => backend.SymmetricEigen(new TestMatrix(2, 2, (_, _) => double.PositiveInfinity).View, new double[2]), "(0, 0)", "finite");

        static void AssertNames(Action action, params string[] parts)
        {
            string message = Assert.Throws<ArgumentException>(action).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(BackendCases.All), MemberType = typeof(BackendCases))]
    public void Backends_say_what_they_are(string name)
    {
        LinearAlgebraBackend backend = BackendCases.Get(name);
        Assert.Contains(backend.Name, Backends.Names);
        Assert.False(string.IsNullOrWhiteSpace(backend.Description));
        Assert.True(backend.Threads >= 1);
    }

    private static void AssertEigen(TestMatrix lower, TestMatrix vectors, double[] values)
    {
        int n = values.Length;
        double Entry(int i, int j) => i >= j ? lower[i, j] : lower[j, i];
        double size = Math.Sqrt(Enumerable.Range(0, n).Sum(i => Enumerable.Range(0, n).Sum(j => Entry(i, j) * Entry(i, j))));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double inner = Scalar.Dot(n, p => vectors[p, i], p => vectors[p, j]).Value;
                Close.Absolute(i == j ? 1 : 0, inner, Scalar.Tolerance, $"inner product of eigenvectors {i} and {j}");
                double image = Scalar.Dot(n, p => Entry(i, p), p => vectors[p, j]).Value;
                Close.Absolute(values[j] * vectors[i, j], image, Scalar.Tolerance * size, $"entry {i} of the image of eigenvector {j}");
            }
        }
    }
}
