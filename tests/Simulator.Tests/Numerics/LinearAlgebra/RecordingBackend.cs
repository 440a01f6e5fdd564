using Simulator.Numerics.LinearAlgebra;

namespace Simulator.Tests.Numerics.LinearAlgebra;

/// <summary>Another backend that counts what it is asked for.</summary>
internal sealed class RecordingBackend(LinearAlgebraBackend inner, LinearAlgebraBackend eigenvalues) : LinearAlgebraBackend
{
    public int Products { get; private set; }

    public int Factors { get; private set; }

    public int Systems { get; private set; }

    public int Eigenproblems { get; private set; }

    public override string Name => "recorder";

    public override string Description => inner.Description;

    public override int Threads => inner.Threads;

    private protected override void MultiplyCore(double alpha, ReadOnlyMatrixView a, ReadOnlyMatrixView b, double beta, MatrixView c)
    {
        Products++;
        inner.Multiply(alpha, a, b, beta, c);
    }

    private protected override void GramCore(double alpha, ReadOnlyMatrixView a, double beta, MatrixView c) => inner.Gram(alpha, a, beta, c);

    private protected override void SolveTriangularCore(Triangle triangle, ReadOnlyMatrixView t, MatrixView b)
    {
        Systems++;
        inner.SolveTriangular(triangle, t, b);
    }

    private protected override void CholeskyCore(MatrixView a)
    {
        Factors++;
        inner.Cholesky(a);
    }

    private protected override void SymmetricEigenCore(MatrixView a, Span<double> values)
    {
        Eigenproblems++;
        eigenvalues.SymmetricEigen(a, values);
    }
}
