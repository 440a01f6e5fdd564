using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Experiments;

/// <summary>How a result was made: enough to make it again to the same bits.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="Kernel">The vector path of the kernels that have several (the one of the interpolation is 256 bits wide everywhere).</param>
/// <param name="Backend">The linear-algebra backend.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Specification">The specification in canonical form.</param>
public sealed record Manifest(string Version, string Kernel, string Backend, string Runtime, JsonObject Specification)
{
    /// <summary>Version of the program.</summary>
    public static string ProgramVersion { get; } =
        typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The build of the code that computes. A version names a commit; this also tells apart builds with changes that nobody has committed.</summary>
    public static string Build { get; } = $"{typeof(Manifest).Module.ModuleVersionId:N}-{typeof(VectorPaths).Module.ModuleVersionId:N}";

    /// <summary>The vector path of this machine: scalar, vector256 or vector512.</summary>
    public static string KernelPath { get; } = VectorPaths.Best switch
    {
        VectorPath.Vector512 => "vector512",
        VectorPath.Vector256 => "vector256",
        _ => "scalar",
    };

    /// <summary>The manifest of a specification on this machine.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="backend">The linear-algebra backend; default the default one.</param>
    public static Manifest Of(ExperimentSpecification specification, LinearAlgebraBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return new Manifest(ProgramVersion, KernelPath, backend?.Name ?? Backends.Default, RuntimeInformation.FrameworkDescription, specification.ToJson());
    }
}
