using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>The backends by name. Native libraries are looked for and loaded only when they are named.</summary>
public static class Backends
{
    /// <summary>The backend that <c>auto</c> means.</summary>
    public const string Default = "simd";

    /// <summary>All names: <c>auto</c>, then every backend.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", Default, NativeLibraries.Mkl, NativeLibraries.OpenBlas, "managed"];

    /// <summary>Finds a backend.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">
    /// How many threads it may use; null for its own choice: all cores, but 1 for native libraries. Of <c>managed</c> this is Math.NET's setting for the process,
    /// <see cref="Control.MaxDegreeOfParallelism"/>, which is set if a number is given.
    /// </param>
    /// <exception cref="ArgumentException">No such name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Less than one thread.</exception>
    public static BackendResolution Resolve(string name, int? threads = null) => Resolve(name, threads, Environment.GetEnvironmentVariable);

    /// <summary><see cref="Resolve(string, int?)"/> with an environment of the caller's choice.</summary>
    internal static BackendResolution Resolve(string name, int? threads, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (threads is { } number) ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(threads));
        return name switch
        {
            "auto" or Default => BackendResolution.Found(new SimdBackend(threads)),
            NativeLibraries.Mkl or NativeLibraries.OpenBlas => NativeLibraries.Resolve(name, threads, environment),
            "managed" => BackendResolution.Found(Managed(threads)),
            _ => throw new ArgumentException($"There is no backend '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
        };
    }

    private static MathNetBackend Managed(int? threads)
    {
        if (threads is { } number) Control.MaxDegreeOfParallelism = number;
        string version = typeof(Control).Assembly.GetName().Version!.ToString(3);
        return new MathNetBackend(ManagedLinearAlgebraProvider.Instance, "managed", $"Math.NET {version}, managed provider");
    }
}
