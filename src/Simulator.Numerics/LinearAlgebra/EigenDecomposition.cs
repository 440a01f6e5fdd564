using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Eigenvalues and eigenvectors of symmetric matrices.</summary>
internal static unsafe class EigenDecomposition
{
    /// <summary>A = V diag(λ) Vᵀ.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows.</param>
    /// <param name="a">A, whose lower triangle is read; becomes V.</param>
    /// <param name="values">Receives λ, ascending.</param>
    public static void Symmetric<V>(int threads, int n, Operand a, Span<double> values)
        where V : unmanaged, IPack<V>
        => throw new NotImplementedException();
}
