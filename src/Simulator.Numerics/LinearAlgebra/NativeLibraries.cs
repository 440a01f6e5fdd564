using System.Reflection;
using System.Runtime.InteropServices;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Where native libraries are looked for. The first place that has one decides, even if it turns out broken.</summary>
internal static class NativeLibraries
{
    public const string Mkl = "mkl", OpenBlas = "openblas";

    /// <summary>Inside the package that -p:WithOneMkl=true adds, oneMKL is linked into this library.</summary>
    private const string PackagedMkl = "libtorch_cpu.so";

    private static readonly Lock MathNetProvider = new();

    /// <summary>Finds a native library: where an environment variable says, else where the system's loader finds it by one of its usual names.</summary>
    /// <param name="name"><see cref="Mkl"/> or <see cref="OpenBlas"/>.</param>
    /// <param name="threads">How many threads it may use; default 1.</param>
    /// <param name="environment">Reads environment variables.</param>
    public static BackendResolution Resolve(string name, int? threads, Func<string, string?> environment)
    {
        string variable = "SIMULATOR_" + name.ToUpperInvariant();
        if (environment(variable) is { Length: > 0 } file)
        {
            return File.Exists(file)
                ? FromFile(name, Path.GetFullPath(file), threads)
                : BackendResolution.Absent(name, $"'{name}' was not found: {variable} names '{file}', which is no file");
        }

        if (name == Mkl && FromMathNet(threads) is { } wrapped) return BackendResolution.Found(wrapped);
        string[] names = UsualNames(name);
        foreach (string usual in names)
        {
            if (NativeLibrary.TryLoad(usual, out nint library)) return FromLibrary(name, usual, library, threads);
        }

        if (name == Mkl && PackageFolder() is { } folder && File.Exists(Path.Combine(folder, PackagedMkl)))
            return FromFile(name, Path.Combine(folder, PackagedMkl), threads);
        string howElse = name == Mkl
            ? $"install oneMKL so that {names[0]} is found, set {variable} to the library's file, or build with -p:WithOneMkl=true"
            : $"install OpenBLAS so that {names[0]} is found, or set {variable} to the library's file";
        return BackendResolution.Absent(name, $"'{name}' was not found: {howElse}");
    }

    private static BackendResolution FromFile(string name, string path, int? threads)
    {
        try
        {
            return FromLibrary(name, path, NativeLibrary.Load(path), threads);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The message is several lines of advice, of which the last says what the system's loader missed.
            string detail = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1].TrimEnd('.');
            if (detail.StartsWith(path + ": ", StringComparison.Ordinal)) detail = detail[(path.Length + 2)..];
            return BackendResolution.Broken(name, path, $"'{path}' cannot be loaded ({detail})");
        }
    }

    private static BackendResolution FromLibrary(string name, string path, nint library, int? threads)
    {
        if (NativeRoutines.Of(library) is not { } routines)
        {
            NativeLibrary.Free(library);
            return BackendResolution.Broken(name, path, $"'{path}' has no dgemm_");
        }

        // Another library under this name (the reference BLAS, say) would work, slowly and unnoticed.
        if (!routines.Is(name)) return BackendResolution.Broken(name, routines.Path ?? path, $"'{path}' is not the library '{name}' ({routines.Version() ?? "it does not say what it is"})");
        if (routines.Version()?.Contains("USE64BITINT", StringComparison.Ordinal) == true)
            return BackendResolution.Broken(name, routines.Path ?? path, $"'{path}' has 64-bit integers, 32-bit ones are needed");
        var backend = new NativeBackend(name, routines, threads ?? 1);
        return BackendResolution.Found(backend, backend.LibraryPath ?? path);
    }

    /// <summary>oneMKL by Math.NET's own package, where the program has it. Asking for it installs it for all of Math.NET, so what was there is put back.</summary>
    private static MathNetBackend? FromMathNet(int? threads)
    {
        lock (MathNetProvider)
        {
            ILinearAlgebraProvider before = LinearAlgebraControl.Provider;
            if (!LinearAlgebraControl.TryUseNativeMKL()) return null;
            ILinearAlgebraProvider provider = LinearAlgebraControl.Provider;
            LinearAlgebraControl.Provider = before;
            return new MathNetBackend(provider, Mkl, threads: threads);
        }
    }

    private static string[] UsualNames(string name) => (name, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) switch
    {
        (Mkl, true, _) => ["mkl_rt.2.dll", "mkl_rt.dll"],
        (Mkl, _, true) => ["libmkl_rt.2.dylib", "libmkl_rt.dylib"],
        (Mkl, _, _) => ["libmkl_rt.so.2", "libmkl_rt.so"],
        (_, true, _) => ["libopenblas.dll", "openblas.dll"],
        (_, _, true) => ["libopenblas.0.dylib", "libopenblas.dylib"],
        _ => ["libopenblas.so.0", "libopenblas.so"],
    };

    private static string? PackageFolder()
        => typeof(NativeLibraries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(m => m.Key == "OneMklFolder")?.Value;
}
