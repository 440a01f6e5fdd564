namespace Simulator.Numerics.LinearAlgebra;

/// <summary>BLAS and LAPACK of a native library (oneMKL, OpenBLAS). What it lacks is done by <see cref="SimdBackend"/>.</summary>
/// <remarks>
/// <para>A row-major matrix is its transpose to Fortran, so no operand is copied: sides, triangles and transpositions are exchanged instead.</para>
/// <para>
/// Native libraries spread NaN as they like where a factor is zero, and their bits depend on version, processor and threads. The number of threads is a
/// setting of the library (of oneMKL for every calling thread, of OpenBLAS for the process), made before every call; it is 1 unless asked for, because
/// the threads of these libraries spin, and spinning threads on a busy machine cost a multiple of what they gain.
/// </para>
/// </remarks>
public sealed unsafe class NativeBackend : LinearAlgebraBackend
{
    /// <summary>Up to here the work array of dsyevd, 2 n² numbers, has a length that fits its 32-bit integers.</summary>
    private const int LargestEigenproblem = 32000;

    private readonly NativeRoutines _native;
    private readonly SimdBackend _fallback;

    /// <param name="name">The name on the command line.</param>
    /// <param name="native">The library's routines.</param>
    /// <param name="threads">How many threads the library may use.</param>
    internal NativeBackend(string name, NativeRoutines native, int threads)
    {
        Name = name;
        Threads = threads;
        _native = native;
        _fallback = new SimdBackend(threads);
        native.ChooseMklLayers(threads);
        Description = Describe(native);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int Threads { get; }

    /// <summary>The library's file; null where the system does not tell.</summary>
    public string? LibraryPath => _native.Path;

    /// <inheritdoc/>
    private protected override void MultiplyCore(double alpha, ReadOnlyMatrixView a, ReadOnlyMatrixView b, double beta, MatrixView c)
    {
        if (c.IsTransposed)
        {
            MultiplyCore(alpha, b.Transposed, a.Transposed, beta, c.Transposed);
            return;
        }

        if (a.Columns == 0)
        {
            _fallback.Multiply(alpha, a, b, beta, c);
            return;
        }

        // Cᵀ = α Bᵀ Aᵀ + β Cᵀ; the buffer of a view that is not transposed is already the transposed matrix.
        byte left = b.IsTransposed ? (byte)'T' : (byte)'N', right = a.IsTransposed ? (byte)'T' : (byte)'N';
        int m = c.Columns, n = c.Rows, k = a.Columns, ldb = b.Stride, lda = a.Stride, ldc = c.Stride;
        _native.SetThreads(Threads);
        fixed (double* pa = a.Data, pb = b.Data, pc = c.Data)
            _native.Gemm(&left, &right, &m, &n, &k, &alpha, pb, &ldb, pa, &lda, &beta, pc, &ldc, 1, 1);
    }

    /// <inheritdoc/>
    private protected override void GramCore(double alpha, ReadOnlyMatrixView a, double beta, MatrixView c)
    {
        if (_native.Syrk is null || a.Columns == 0)
        {
            _fallback.Gram(alpha, a, beta, c);
            return;
        }

        byte triangle = LowerOf(c), transposed = a.IsTransposed ? (byte)'N' : (byte)'T';
        int n = a.Rows, k = a.Columns, lda = a.Stride, ldc = c.Stride;
        _native.SetThreads(Threads);
        fixed (double* pa = a.Data, pc = c.Data)
        {
            _native.Syrk(&triangle, &transposed, &n, &k, &alpha, pa, &lda, &beta, pc, &ldc, 1, 1);
            LinearAlgebra.Gram.Mirror(n, Operand.Of(pc, c));
        }
    }

    /// <inheritdoc/>
    private protected override void SolveTriangularCore(Triangle triangle, ReadOnlyMatrixView t, MatrixView b)
    {
        if (_native.Trsm is null)
        {
            _fallback.SolveTriangular(triangle, t, b);
            return;
        }

        // To Fortran a row-major B is Bᵀ, and T X = B reads Xᵀ Tᵀ = Bᵀ: the triangle stands on the other side.
        bool fromLeft = b.IsTransposed;
        bool lower = triangle == Triangle.Lower == t.IsTransposed;
        byte side = fromLeft ? (byte)'L' : (byte)'R', uplo = lower ? (byte)'L' : (byte)'U', unit = (byte)'N';
        byte transposed = t.IsTransposed == fromLeft ? (byte)'N' : (byte)'T';
        int m = fromLeft ? b.Rows : b.Columns, n = fromLeft ? b.Columns : b.Rows, ldt = t.Stride, ldb = b.Stride;
        double one = 1;
        _native.SetThreads(Threads);
        fixed (double* pt = t.Data, pb = b.Data)
            _native.Trsm(&side, &uplo, &transposed, &unit, &m, &n, &one, pt, &ldt, pb, &ldb, 1, 1, 1, 1);
    }

    /// <inheritdoc/>
    private protected override void CholeskyCore(MatrixView a)
    {
        if (_native.Potrf is null)
        {
            _fallback.Cholesky(a);
            return;
        }

        byte triangle = LowerOf(a);
        int n = a.Rows, lda = a.Stride, info;
        _native.SetThreads(Threads);
        fixed (double* pa = a.Data)
        {
            _native.Potrf(&triangle, &n, pa, &lda, &info, 1);
            if (info > 0) throw new NotPositiveDefiniteException(info, double.NaN);
            for (int i = 0; i < n; i++)
            {
                // OpenBLAS takes a NaN or an infinity for a pivot.
                if (!(a[i, i] > 0 && double.IsFinite(a[i, i]))) throw new NotPositiveDefiniteException(i + 1, double.NaN);
            }

            CholeskyFactor.ClearAbove(n, Operand.Of(pa, a));
        }
    }

    /// <inheritdoc/>
    private protected override void SymmetricEigenCore(MatrixView a, Span<double> values)
    {
        if (_native.Syevd is null || a.Rows > LargestEigenproblem)
        {
            _fallback.SymmetricEigen(a, values);
            return;
        }

        byte job = (byte)'V', triangle = LowerOf(a);
        int n = a.Rows, lda = a.Stride, length = 1 + 6 * n + 2 * n * n, integers = 3 + 5 * n, info;
        double[] work = GC.AllocateUninitializedArray<double>(length);
        int[] integerWork = GC.AllocateUninitializedArray<int>(integers);
        _native.SetThreads(Threads);
        fixed (double* pa = a.Data, pv = values, pw = work)
        fixed (int* pi = integerWork)
            _native.Syevd(&job, &triangle, &n, pa, &lda, pv, pw, &length, pi, &integers, &info, 1, 1);
        if (info > 0) throw new InvalidOperationException($"{Name}: the eigenvalues of a {n} × {n} matrix did not converge (dsyevd: {info}).");
        if (a.IsTransposed) return;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                (a[i, j], a[j, i]) = (a[j, i], a[i, j]);
        }
    }

    /// <summary>What Fortran calls our lower triangle.</summary>
    private static byte LowerOf(ReadOnlyMatrixView matrix) => matrix.IsTransposed ? (byte)'L' : (byte)'U';

    private static string Describe(NativeRoutines native)
    {
        string text = native.Version() ?? "a library that does not tell its version";
        if (native.Core() is { Length: > 0 } core && !text.Contains(core, StringComparison.OrdinalIgnoreCase)) text += $", kernels for {core}";
        if (native.Core() is not null && Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is { Length: > 0 } forced)
            text += $", forced by OPENBLAS_CORETYPE={forced}";
        return native.Missing.Length == 0 ? text : $"{text}; {string.Join(", ", native.Missing)} missing, done by simd";
    }
}
