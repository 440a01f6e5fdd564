using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.LinearAlgebra;

/// <summary>The backends that one suite judges: ours on each vector path (512-bit vectors may be emulated), Math.NET's, and native ones where they are installed.</summary>
internal static class BackendCases
{
    public static readonly string[] Names = ["Scalar", "Vector256", "Vector512", "managed", "openblas", "mkl"];

    public static TheoryData<string> All => [.. Names];

    private static readonly Dictionary<string, BackendResolution> Resolved = Names.ToDictionary(name => name, Resolve);

    /// <summary>Those that can be had here.</summary>
    public static IEnumerable<LinearAlgebraBackend> Available => Resolved.Values.Select(r => r.Backend).OfType<LinearAlgebraBackend>();

    /// <summary>The backend, or a test that is skipped and says why.</summary>
    public static LinearAlgebraBackend Get(string name)
    {
        BackendResolution resolution = Resolved[name];
        Assert.SkipWhen(resolution.Backend is null, resolution.Reason ?? "");
        return resolution.Backend!;
    }

    private static BackendResolution Resolve(string name) => Enum.TryParse(name, out VectorPath path)
        ? new BackendResolution("simd", new SimdBackend(2, path), true, null, null)
        : Backends.Resolve(name);
}
