using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;

namespace Simulator.Experiments;

/// <summary>How a result was made: enough to make it again to the same bits.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="Kernel">The vector path of the kernels.</param>
/// <param name="Backend">The linear-algebra backend.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Specification">The specification in canonical form.</param>
public sealed record Manifest(string Version, string Kernel, string Backend, string Runtime, JsonObject Specification)
{
    /// <summary>Version of the program.</summary>
    public static string ProgramVersion { get; } =
        typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The vector path that the kernels take on this machine.</summary>
    public static string KernelPath { get; } = Vector256.IsHardwareAccelerated ? "vector256" : "scalar";

    /// <summary>The only backend so far; native ones are used when named.</summary>
    public const string DefaultBackend = "simd";

    /// <summary>The manifest of a specification on this machine.</summary>
    /// <param name="specification">The specification.</param>
    public static Manifest Of(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return new Manifest(ProgramVersion, KernelPath, DefaultBackend, RuntimeInformation.FrameworkDescription, specification.ToJson());
    }
}
