using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Numerics.LinearAlgebra;
using Xunit;

namespace Simulator.Tests.Numerics.LinearAlgebra;

public class SpectralNormTests
{
    [Fact]
    public void Diagonal_matrices_have_their_largest_entry()
    {
        Close.Relative(7, SpectralNorm.Of(new ReadOnlyMatrixView([3, 0, 0, 0, -7, 0, 0, 0, 5], 3, 3)), 1e-15);
        Close.Relative(7, SpectralNorm.Of(new ReadOnlyMatrixView([3, 0, 0, 0, -7, 0], 2, 3)), 1e-15);
    }

    [Property]
    public Property Rank_one_has_the_product_of_the_lengths() => Prop.ForAll(Shapes(), shape =>
    {
        TestMatrix u = TestMatrix.Random(shape.Rows, 1, "u", seed: shape.Seed), v = TestMatrix.Random(1, shape.Columns, "v", seed: shape.Seed);
        var product = new TestMatrix(shape.Rows, shape.Columns, (i, j) => u[i, 0] * v[0, j], shape.Transposed, shape.Padding);
        double expected = Math.Sqrt(Squares(u) * Squares(v));
        Close.Relative(expected, SpectralNorm.Of(product.View), 1e-13);
    });

    [Property]
    public Property Norm_is_the_largest_singular_value() => Prop.ForAll(Shapes(), shape =>
    {
        TestMatrix a = TestMatrix.Random(shape.Rows, shape.Columns, "norm", shape.Transposed, shape.Padding, shape.Seed);
        double expected = Matrix<double>.Build.Dense(shape.Rows, shape.Columns, (i, j) => a[i, j]).Svd(computeVectors: false).S[0];
        Close.Relative(expected, SpectralNorm.Of(a.View), 1e-13);
        Close.Relative(expected, SpectralNorm.Of(a.View.Transposed), 1e-13);
    });

    [Fact]
    public void Nothing_has_norm_zero()
    {
        Assert.Equal(0, SpectralNorm.Of(new ReadOnlyMatrixView([], 3, 0)));
        Assert.Equal(0, SpectralNorm.Of(new ReadOnlyMatrixView([], 0, 3)));
        Assert.Equal(0, SpectralNorm.Of(new ReadOnlyMatrixView(new double[12], 3, 4)));
    }

    [Fact]
    public void Entries_that_are_not_finite_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SpectralNorm.Of(new ReadOnlyMatrixView([1, double.NaN, 0, 1], 2, 2)));
        Assert.Throws<ArgumentException>(() => SpectralNorm.Of(new ReadOnlyMatrixView([1, 0, double.PositiveInfinity, 1], 2, 2)));
    }

    private static double Squares(TestMatrix a) => a.View.AsReadOnly().ToArray().Sum(x => x * x);

    private static Arbitrary<Shape> Shapes() => Arb.From(
        from rows in Gen.Choose(1, 12)
        from columns in Gen.Choose(1, 12)
        from transposed in Gen.Elements(true, false)
        from padding in Gen.Choose(0, 3)
        from seed in Gen.Choose(0, 1_000_000)
        select new Shape(rows, columns, transposed, padding, seed),
        s => [.. new[] { s with { Rows = 1 }, s with { Columns = 1 }, s with { Transposed = false }, s with { Padding = 0 } }.Where(smaller => smaller != s)]);

    private sealed record Shape(int Rows, int Columns, bool Transposed, int Padding, int Seed);
}
