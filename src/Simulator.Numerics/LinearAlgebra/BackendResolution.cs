namespace Simulator.Numerics.LinearAlgebra;

/// <summary>What became of a backend that was asked for by name.</summary>
/// <param name="Name">The name, one of <see cref="Backends.Names"/>.</param>
/// <param name="Backend">The backend; null if it cannot be had.</param>
/// <param name="IsPresent">Whether it is there at all; a library that is there and cannot be used is present without a backend.</param>
/// <param name="Path">The file of a native library, where there is one and it is known.</param>
/// <param name="Reason">Why the backend cannot be had and how to get it, a sentence without its full stop; null if it can.</param>
public sealed record BackendResolution(string Name, LinearAlgebraBackend? Backend, bool IsPresent, string? Path, string? Reason)
{
    /// <summary>The backend, or with a warning the default one if the library is there but cannot be used.</summary>
    /// <param name="threads">How many threads the default one may use; null for all cores.</param>
    /// <param name="warn">Receives the warning, a sentence without its full stop.</param>
    /// <exception cref="InvalidOperationException">The backend is not there at all; the message is <see cref="Reason"/>.</exception>
    public LinearAlgebraBackend OrDefault(int? threads, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        if (Backend is not null) return Backend;
        if (!IsPresent) throw new InvalidOperationException(Reason);
        warn($"{Reason}; {Backends.Default} is used instead of {Name}");
        return new SimdBackend(threads);
    }

    internal static BackendResolution Found(LinearAlgebraBackend backend, string? path = null) => new(backend.Name, backend, true, path, null);

    internal static BackendResolution Broken(string name, string path, string reason) => new(name, null, true, path, reason);

    internal static BackendResolution Absent(string name, string reason) => new(name, null, false, null, reason);
}
