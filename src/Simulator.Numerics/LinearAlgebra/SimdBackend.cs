using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Our own kernels, the default: no native library, the same bits for any number of threads on one vector path.</summary>
public sealed class SimdBackend : LinearAlgebraBackend
{
    private readonly LinearAlgebraKernels _kernels;

    /// <summary>A backend on a vector path.</summary>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <param name="path">The vector path; default the widest that the machine accelerates. Wider ones work, slowly.</param>
    public SimdBackend(int? threads = null, VectorPath? path = null)
    {
        Threads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(threads));
        Path = path ?? VectorPaths.Best;
        _kernels = Path switch
        {
            VectorPath.Vector512 => new LinearAlgebraKernels<Pack8>(Threads),
            VectorPath.Vector256 => new LinearAlgebraKernels<Pack4>(Threads),
            _ => new LinearAlgebraKernels<Pack1>(Threads),
        };
    }

    /// <inheritdoc/>
    public override string Name => "simd";

    /// <inheritdoc/>
    public override string Description => $"managed kernels on the path {Path}";

    /// <inheritdoc/>
    public override int Threads { get; }

    /// <summary>The vector path.</summary>
    public VectorPath Path { get; }

    /// <inheritdoc/>
    private protected override unsafe void MultiplyCore(double alpha, ReadOnlyMatrixView a, ReadOnlyMatrixView b, double beta, MatrixView c)
    {
        fixed (double* pa = a.Data, pb = b.Data, pc = c.Data)
            _kernels.Multiply(c.Rows, c.Columns, a.Columns, alpha, Operand.Of(pa, a), Operand.Of(pb, b), beta, Operand.Of(pc, c));
    }

    /// <inheritdoc/>
    private protected override unsafe void GramCore(double alpha, ReadOnlyMatrixView a, double beta, MatrixView c)
    {
        fixed (double* pa = a.Data, pc = c.Data)
            _kernels.Gram(a.Rows, a.Columns, alpha, Operand.Of(pa, a), beta, Operand.Of(pc, c));
    }

    /// <inheritdoc/>
    private protected override unsafe void SolveTriangularCore(Triangle triangle, ReadOnlyMatrixView t, MatrixView b)
    {
        fixed (double* pt = t.Data, pb = b.Data)
            _kernels.SolveTriangular(b.Rows, b.Columns, triangle, Operand.Of(pt, t), Operand.Of(pb, b));
    }

    /// <inheritdoc/>
    private protected override unsafe void CholeskyCore(MatrixView a)
    {
        fixed (double* pa = a.Data)
            _kernels.Cholesky(a.Rows, Operand.Of(pa, a));
    }

    /// <inheritdoc/>
    private protected override unsafe void SymmetricEigenCore(MatrixView a, Span<double> values)
    {
        fixed (double* pa = a.Data)
            _kernels.SymmetricEigen(a.Rows, Operand.Of(pa, a), values);
    }
}
