using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>The routines of a loaded native library, with Fortran's conventions: everything by address, 32-bit integers, columns contiguous, lengths of strings at the end.</summary>
/// <remarks>
/// Exports are looked up by name in this one library. An import of "blas" would take whatever the system calls so, often the unoptimised reference BLAS.
/// A routine that the library lacks is null; <c>dgemm_</c> is always there.
/// </remarks>
internal sealed unsafe class NativeRoutines
{
    private readonly nint _library;
    private readonly delegate* unmanaged[Cdecl]<int, void> _setOpenBlasThreads;
    private readonly delegate* unmanaged[Cdecl]<int, int> _setMklThreads;

    private NativeRoutines(nint library, nint gemm)
    {
        _library = library;
        _setOpenBlasThreads = (delegate* unmanaged[Cdecl]<int, void>)Find("openblas_set_num_threads");
        _setMklThreads = (delegate* unmanaged[Cdecl]<int, int>)Find("MKL_Set_Num_Threads_Local");
        Gemm = (delegate* unmanaged[Cdecl]<byte*, byte*, int*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, nint, nint, void>)gemm;
        Syrk = (delegate* unmanaged[Cdecl]<byte*, byte*, int*, int*, double*, double*, int*, double*, double*, int*, nint, nint, void>)Find("dsyrk_");
        Trsm = (delegate* unmanaged[Cdecl]<byte*, byte*, byte*, byte*, int*, int*, double*, double*, int*, double*, int*, nint, nint, nint, nint, void>)Find("dtrsm_");
        Potrf = (delegate* unmanaged[Cdecl]<byte*, int*, double*, int*, int*, nint, void>)Find("dpotrf_");
        Syevd = (delegate* unmanaged[Cdecl]<byte*, byte*, int*, double*, int*, double*, double*, int*, int*, int*, int*, nint, nint, void>)Find("dsyevd_");
        Path = PathOf(gemm);
    }

    /// <summary>C = α op(A) op(B) + β C: transA, transB, m, n, k, α, A, ld, B, ld, β, C, ld.</summary>
    public readonly delegate* unmanaged[Cdecl]<byte*, byte*, int*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, nint, nint, void> Gemm;

    /// <summary>A triangle of C = α op(A) op(A)ᵀ + β C: triangle, trans, n, k, α, A, ld, β, C, ld.</summary>
    public readonly delegate* unmanaged[Cdecl]<byte*, byte*, int*, int*, double*, double*, int*, double*, double*, int*, nint, nint, void> Syrk;

    /// <summary>Triangular systems: side, triangle, trans, unit diagonal, m, n, α, T, ld, B, ld.</summary>
    public readonly delegate* unmanaged[Cdecl]<byte*, byte*, byte*, byte*, int*, int*, double*, double*, int*, double*, int*, nint, nint, nint, nint, void> Trsm;

    /// <summary>Cholesky: triangle, n, A, ld, info.</summary>
    public readonly delegate* unmanaged[Cdecl]<byte*, int*, double*, int*, int*, nint, void> Potrf;

    /// <summary>Eigenvectors: job, triangle, n, A, ld, values, work, its length, integer work, its length, info.</summary>
    public readonly delegate* unmanaged[Cdecl]<byte*, byte*, int*, double*, int*, double*, double*, int*, int*, int*, int*, nint, nint, void> Syevd;

    /// <summary>The library's file; null where the system does not tell.</summary>
    public string? Path { get; }

    /// <summary>The names of the routines that are not there.</summary>
    public string[] Missing =>
    [
        .. new (string Name, bool There)[] { ("dsyrk", Syrk is not null), ("dtrsm", Trsm is not null), ("dpotrf", Potrf is not null), ("dsyevd", Syevd is not null) }
            .Where(r => !r.There).Select(r => r.Name),
    ];

    /// <summary>The routines of a library.</summary>
    /// <param name="library">A handle of <see cref="NativeLibrary"/>, which is kept for good.</param>
    /// <returns>null if not even <c>dgemm_</c> is there.</returns>
    public static NativeRoutines? Of(nint library)
        => NativeLibrary.TryGetExport(library, "dgemm_", out nint gemm) ? new NativeRoutines(library, gemm) : null;

    /// <summary>What the library says of itself: OpenBLAS or oneMKL; null if neither.</summary>
    public string? Version()
    {
        var config = (delegate* unmanaged[Cdecl]<byte*>)Find("openblas_get_config");
        if (config is not null) return Marshal.PtrToStringUTF8((nint)config())?.Trim();
        var mkl = (delegate* unmanaged[Cdecl]<byte*, int, void>)Find("MKL_Get_Version_String");
        if (mkl is null) return null;
        byte* text = stackalloc byte[256];
        mkl(text, 255);
        text[255] = 0;
        return Marshal.PtrToStringUTF8((nint)text)?.Trim();
    }

    /// <summary>Whether the library is the one that a backend's name means: each exports a function of its own that tells its version.</summary>
    public bool Is(string name) => Find(name == NativeLibraries.Mkl ? "MKL_Get_Version_String" : "openblas_get_config") != 0;

    /// <summary>The processor for which OpenBLAS chose its kernels; null for other libraries.</summary>
    public string? Core()
    {
        var core = (delegate* unmanaged[Cdecl]<byte*>)Find("openblas_get_corename");
        return core is null ? null : Marshal.PtrToStringUTF8((nint)core())?.Trim();
    }

    /// <summary>Before the first call: tells libmkl_rt to take 32-bit integers and, for one thread, not to look for an OpenMP library (without one it ends the process).</summary>
    public void ChooseMklLayers(int threads)
    {
        const int Lp64 = 0, Sequential = 1;
        var layer = (delegate* unmanaged[Cdecl]<int, int>)Find("MKL_Set_Interface_Layer");
        if (layer is not null) layer(Lp64);
        var threading = (delegate* unmanaged[Cdecl]<int, int>)Find("MKL_Set_Threading_Layer");
        if (threading is not null && threads == 1) threading(Sequential);
    }

    /// <summary>Sets the number of threads for the next call from this thread: oneMKL (and OpenBLAS built with OpenMP) keep it for every calling thread.</summary>
    public void SetThreads(int threads)
    {
        if (_setMklThreads is not null) _setMklThreads(threads);
        else if (_setOpenBlasThreads is not null) _setOpenBlasThreads(threads);
    }

    private nint Find(string name) => NativeLibrary.TryGetExport(_library, name, out nint address) ? address : 0;

    /// <summary>The file of the module in which an address lies: a library that was found by name has told no path.</summary>
    private static string? PathOf(nint address)
    {
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (address >= module.BaseAddress && address - module.BaseAddress < module.ModuleMemorySize) return module.FileName;
        }

        return null;
    }
}
