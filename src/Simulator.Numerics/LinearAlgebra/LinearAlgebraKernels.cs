using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>The kernels of one vector path, behind a virtual call, so that the path is chosen once.</summary>
internal abstract class LinearAlgebraKernels
{
    public abstract void Multiply(int m, int n, int k, double alpha, Operand a, Operand b, double beta, Operand c);

    public abstract void Gram(int n, int k, double alpha, Operand a, double beta, Operand c);

    public abstract void SolveTriangular(int n, int m, Triangle triangle, Operand t, Operand b);

    public abstract void Cholesky(int n, Operand a);

    public abstract void SymmetricEigen(int n, Operand a, Span<double> values);
}

/// <summary>The kernels with one kind of pack.</summary>
/// <param name="threads">At most so many threads.</param>
internal sealed class LinearAlgebraKernels<V>(int threads) : LinearAlgebraKernels
    where V : unmanaged, IPack<V>
{
    public override void Multiply(int m, int n, int k, double alpha, Operand a, Operand b, double beta, Operand c)
        => Gemm.Multiply<V>(threads, m, n, k, alpha, a, b, beta, c);

    public override void Gram(int n, int k, double alpha, Operand a, double beta, Operand c)
        => LinearAlgebra.Gram.Update<V>(threads, n, k, alpha, a, beta, c);

    public override void SolveTriangular(int n, int m, Triangle triangle, Operand t, Operand b)
        => TriangularSolve.Left<V>(threads, n, m, triangle, t, b);

    public override void Cholesky(int n, Operand a) => CholeskyFactor.Lower<V>(threads, n, a);

    public override void SymmetricEigen(int n, Operand a, Span<double> values) => EigenDecomposition.Symmetric<V>(threads, n, a, values);
}
