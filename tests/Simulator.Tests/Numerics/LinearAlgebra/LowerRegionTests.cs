using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.LinearAlgebra;

public class LowerRegionTests
{
    [Theory]
    [InlineData(VectorPath.Scalar, 100)]
    [InlineData(VectorPath.Vector256, 225)]
    [InlineData(VectorPath.Vector256, 400)]
    [InlineData(VectorPath.Vector512, 600)]
    public void Columns_above_the_diagonal_of_a_block_of_rows_are_skipped(VectorPath path, int n)
    {
        const int Inner = 3;
        RandomStream stream = RandomStream.Named(1, "test", "lower", "region");
        double[] a = [.. Enumerable.Range(0, n * Inner).Select(_ => stream.NextNormal())], gram = new double[n * n];
        new SimdBackend(1, path).Gram(1, new ReadOnlyMatrixView(a, n, Inner), 0, new MatrixView(gram, n, n));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                Close.Absolute(Enumerable.Range(0, Inner).Sum(p => a[i * Inner + p] * a[j * Inner + p]), gram[i * n + j], 1e-14, $"entry ({i}, {j})");
        }
    }
}
