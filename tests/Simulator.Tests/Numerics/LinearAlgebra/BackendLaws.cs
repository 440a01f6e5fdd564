using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics.LinearAlgebra;
using Xunit;

namespace Simulator.Tests.Numerics.LinearAlgebra;

/// <summary>Laws of matrices, on every backend that is there.</summary>
[Properties(Arbitrary = [typeof(MatrixCases)], MaxTest = 60)]
public class BackendLaws
{
    [Property]
    public void Transposed_products_are_products_of_transposed_matrices(MatrixCase sizes)
    {
        TestMatrix a = sizes.Random(sizes.Rows, sizes.Inner, "a"), b = sizes.Random(sizes.Inner, sizes.Columns, "b", other: true);
        foreach (LinearAlgebraBackend backend in BackendCases.Available)
        {
            var product = new TestMatrix(sizes.Rows, sizes.Columns, (_, _) => double.NaN, sizes.Transposed, sizes.Padding);
            var transposed = new TestMatrix(sizes.Columns, sizes.Rows, (_, _) => double.NaN, sizes.Transposed);
            backend.Multiply(1, a.View, b.View, 0, product.View);
            backend.Multiply(1, b.View.Transposed, a.View.Transposed, 0, transposed.View);
            AssertEntries(product, (i, j) => (transposed[j, i], Scalar.Dot(sizes.Inner, p => a[i, p], p => b[p, j]).Size), backend.Name);
            product.AssertPaddingUntouched();
        }
    }

    [Property]
    public void Gram_matrices_are_symmetric_and_not_negative(MatrixCase sizes)
    {
        TestMatrix a = sizes.Random(sizes.Rows, sizes.Inner, "a"), x = sizes.Random(sizes.Rows, 1, "x");
        foreach (LinearAlgebraBackend backend in BackendCases.Available)
        {
            var gram = new TestMatrix(sizes.Rows, sizes.Rows, (_, _) => double.NaN, sizes.Transposed, sizes.Padding);
            backend.Gram(1, a.View, 0, gram.View);
            AssertEntries(gram, (i, j) => (gram[j, i], 0), backend.Name);

            // xᵀ G x = ‖Aᵀ x‖² within what rounding can do.
            double form = 0, size = 0;
            for (int i = 0; i < sizes.Rows; i++)
            {
                (double value, double absolute) = Scalar.Dot(sizes.Rows, j => gram[i, j], j => x[j, 0]);
                form += x[i, 0] * value;
                size += Math.Abs(x[i, 0]) * absolute;
                Assert.True(gram[i, i] >= 0);
            }

            double norm = Enumerable.Range(0, sizes.Inner).Sum(p => Math.Pow(Scalar.Dot(sizes.Rows, i => a[i, p], i => x[i, 0]).Value, 2));
            Close.Absolute(norm, form, 10 * Scalar.Tolerance * (size + norm), backend.Name);
        }
    }

    [Property]
    public void Cholesky_factors_give_the_matrix_back(MatrixCase sizes)
    {
        foreach (LinearAlgebraBackend backend in BackendCases.Available)
        {
            TestMatrix factor = TestMatrix.PositiveDefinite(sizes.Rows, "a", sizes.Transposed, sizes.Padding, sizes.Seed), matrix = factor.Copy();
            backend.Cholesky(factor.View);
            var back = new TestMatrix(sizes.Rows, sizes.Rows, (_, _) => double.NaN);
            backend.Gram(1, factor.View, 0, back.View);
            AssertEntries(
                back,
                (i, j) => (i >= j ? matrix[i, j] : matrix[j, i], Scalar.Dot(sizes.Rows, p => factor[i, p], p => factor[j, p]).Size),
                backend.Name);
            factor.AssertPaddingUntouched();
        }
    }

    [Property]
    public void Triangular_solutions_solve_their_systems(MatrixCase sizes)
    {
        foreach (LinearAlgebraBackend backend in BackendCases.Available)
        {
            foreach (Triangle triangle in Enum.GetValues<Triangle>())
            {
                TestMatrix t = TestMatrix.Triangular(sizes.Rows, triangle, "t", !sizes.Transposed, sizes.Padding, sizes.Seed);
                TestMatrix x = sizes.Random(sizes.Rows, sizes.Columns, "b"), right = x.Copy(), full = new(sizes.Rows, sizes.Rows, (i, j) => double.IsNaN(t[i, j]) ? 0 : t[i, j]);
                backend.SolveTriangular(triangle, t.View, x.View);
                var image = new TestMatrix(sizes.Rows, sizes.Columns, (_, _) => double.NaN);
                backend.Multiply(1, full.View, x.View, 0, image.View);
                AssertEntries(
                    image, (i, j) => (right[i, j], Math.Abs(right[i, j]) + Scalar.Dot(sizes.Rows, p => full[i, p], p => x[p, j]).Size), $"{backend.Name}, {triangle}");
                x.AssertPaddingUntouched();
            }
        }
    }

    [Property]
    public void Eigenvectors_give_the_matrix_back(MatrixCase sizes)
    {
        int n = sizes.Rows;
        foreach (LinearAlgebraBackend backend in BackendCases.Available)
        {
            TestMatrix vectors = TestMatrix.Symmetric(n, "a", sizes.Transposed, sizes.Padding, sizes.Seed), matrix = vectors.Copy();
            var values = new double[n];
            backend.SymmetricEigen(vectors.View, values);
            var scaled = new TestMatrix(n, n, (i, j) => vectors[i, j] * values[j]);
            var back = new TestMatrix(n, n, (_, _) => double.NaN);
            backend.Multiply(1, scaled.View, vectors.View.Transposed, 0, back.View);
            double size = Math.Sqrt(values.Sum(v => v * v));
            AssertEntries(back, (i, j) => (i >= j ? matrix[i, j] : matrix[j, i], size), backend.Name);
            vectors.AssertPaddingUntouched();
        }
    }

    /// <summary>Every entry is the expected one within the tolerance times a size.</summary>
    private static void AssertEntries(TestMatrix actual, Func<int, int, (double Value, double Size)> expected, string what)
    {
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                (double value, double size) = expected(i, j);
                Close.Absolute(value, actual[i, j], Scalar.Tolerance * size, $"{what}: entry ({i}, {j})");
            }
        }
    }
}

/// <summary>Sizes and a layout.</summary>
public sealed record MatrixCase(int Seed, int Rows, int Columns, int Inner, bool Transposed, int Padding)
{
    internal TestMatrix Random(int rows, int columns, string name, bool other = false)
        => TestMatrix.Random(rows, columns, name, Transposed != other, Padding, Seed);
}

/// <summary>The generator of <see cref="MatrixCase"/>.</summary>
public static class MatrixCases
{
    public static Arbitrary<MatrixCase> Case()
        => (from seed in Gen.Choose(0, int.MaxValue)
            from rows in Gen.Choose(1, 45)
            from columns in Gen.Choose(1, 30)
            from inner in Gen.Choose(1, 50)
            from transposed in Gen.Elements(true, false)
            from padding in Gen.Choose(0, 5)
            select new MatrixCase(seed, rows, columns, inner, transposed, padding)).ToArbitrary();
}
