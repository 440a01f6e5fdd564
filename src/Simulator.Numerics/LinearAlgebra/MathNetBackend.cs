using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>A linear-algebra provider of Math.NET: its managed one, or its wrapper of oneMKL. A yardstick, and the way to whatever provider a user has.</summary>
/// <remarks>
/// Providers work on whole column-major arrays, so operands are copied. They have no triangular systems of their own; these are done by <see cref="SimdBackend"/>.
/// </remarks>
public sealed class MathNetBackend : LinearAlgebraBackend
{
    private readonly ILinearAlgebraProvider _provider;
    private readonly SimdBackend _fallback = new(1);

    /// <summary>A backend on a provider.</summary>
    /// <param name="provider">The provider, already initialised.</param>
    /// <param name="name">The name on the command line.</param>
    /// <param name="description">Version or kind, for people; default what the provider says of itself.</param>
    /// <param name="threads">How many threads the provider uses; default Math.NET's own setting, which is one for the process.</param>
    /// <exception cref="ArgumentNullException">No provider or no name.</exception>
    public MathNetBackend(ILinearAlgebraProvider provider, string name, string? description = null, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(name);
        _provider = provider;
        Name = name;
        Description = description ?? $"Math.NET's provider {provider}";
        Threads = threads ?? Control.MaxDegreeOfParallelism;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int Threads { get; }

    /// <inheritdoc/>
    private protected override void MultiplyCore(double alpha, ReadOnlyMatrixView a, ReadOnlyMatrixView b, double beta, MatrixView c)
    {
        if (a.Columns == 0)
        {
            _fallback.Multiply(alpha, a, b, beta, c);
            return;
        }

        double[] product = beta == 0 ? new double[c.Rows * c.Columns] : c.AsReadOnly().ToArray();
        Update(alpha, a, b, beta, product);
        new ReadOnlyMatrixView(product, c.Rows, c.Columns).CopyTo(c);
    }

    /// <inheritdoc/>
    private protected override void GramCore(double alpha, ReadOnlyMatrixView a, double beta, MatrixView c)
    {
        if (a.Columns == 0)
        {
            _fallback.Gram(alpha, a, beta, c);
            return;
        }

        double[] gram = beta == 0 ? new double[c.Rows * c.Columns] : Symmetric(c);
        Update(alpha, a, a.Transposed, beta, gram);
        for (int i = 0; i < c.Rows; i++)
        {
            // A general product need not be symmetric to the last bit.
            for (int j = 0; j <= i; j++)
                c[i, j] = c[j, i] = gram[i * c.Rows + j];
        }
    }

    /// <inheritdoc/>
    private protected override void SolveTriangularCore(Triangle triangle, ReadOnlyMatrixView t, MatrixView b) => _fallback.SolveTriangular(triangle, t, b);

    /// <inheritdoc/>
    private protected override void CholeskyCore(MatrixView a)
    {
        double[] factor = Symmetric(a);
        try
        {
            _provider.CholeskyFactor(factor, a.Rows);
        }
        catch (ArgumentException)
        {
            // The provider does not tell which pivot; ours does, and decides cases on the border.
            _fallback.Cholesky(a);
            return;
        }

        for (int i = 0; i < a.Rows; i++)
        {
            double pivot = factor[i * a.Rows + i];
            if (!(pivot > 0 && double.IsFinite(pivot))) throw new NotPositiveDefiniteException(i + 1, double.NaN);
            for (int j = 0; j < a.Rows; j++)
                a[i, j] = j <= i ? factor[j * a.Rows + i] : 0;
        }
    }

    /// <inheritdoc/>
    private protected override void SymmetricEigenCore(MatrixView a, Span<double> values)
    {
        int n = a.Rows;
        double[] vectors = new double[n * n], diagonal = new double[n * n];
        var eigenvalues = new System.Numerics.Complex[n];
        try
        {
            _provider.EigenDecomp(true, n, Symmetric(a), vectors, eigenvalues, diagonal);
        }
        catch (NonConvergenceException e)
        {
            throw new InvalidOperationException($"{Name}: the eigenvalues of a {n} × {n} matrix did not converge.", e);
        }

        int[] order = [.. Enumerable.Range(0, n).OrderBy(k => eigenvalues[k].Real)];
        for (int k = 0; k < n; k++)
        {
            values[k] = eigenvalues[order[k]].Real;
            for (int i = 0; i < n; i++)
                a[i, k] = vectors[order[k] * n + i];
        }
    }

    /// <summary>C = α A B + β C on a row-major array, which is the column-major array of Cᵀ = α Bᵀ Aᵀ + β Cᵀ.</summary>
    private void Update(double alpha, ReadOnlyMatrixView a, ReadOnlyMatrixView b, double beta, double[] c)
        => _provider.MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.DontTranspose, alpha, b.ToArray(), b.Columns, b.Rows, a.ToArray(), a.Columns, a.Rows, beta, c);

    /// <summary>The matrix of a lower triangle.</summary>
    private static double[] Symmetric(ReadOnlyMatrixView lower)
    {
        int n = lower.Rows;
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[i * n + j] = matrix[j * n + i] = lower[i, j];
        }

        return matrix;
    }
}
