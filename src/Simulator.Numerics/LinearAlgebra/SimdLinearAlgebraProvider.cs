using MathNet.Numerics.Providers.LinearAlgebra;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Gives <c>Matrix&lt;double&gt;</c> of Math.NET the speed of our kernels:
/// <code>LinearAlgebraControl.Provider = new SimdLinearAlgebraProvider();</code>
/// </summary>
/// <remarks>
/// In double precision products of dense matrices, Cholesky factors and solutions and symmetric eigenvalues are done by a backend; all else is forwarded
/// to Math.NET's managed provider. May be shared by threads if the backend may, as all of ours.
/// </remarks>
public sealed partial class SimdLinearAlgebraProvider : ILinearAlgebraProvider
{
    private static readonly ManagedLinearAlgebraProvider Managed = ManagedLinearAlgebraProvider.Instance;

    /// <summary>A provider on a backend.</summary>
    /// <param name="backend">The backend; default <see cref="SimdBackend"/> on all cores.</param>
    public SimdLinearAlgebraProvider(LinearAlgebraBackend? backend = null) => Backend = backend ?? new SimdBackend();

    /// <summary>What does the work.</summary>
    public LinearAlgebraBackend Backend { get; }

    /// <inheritdoc/>
    public bool IsAvailable() => true;

    /// <inheritdoc/>
    public void InitializeVerify()
    {
        // There is nothing to initialise.
    }

    /// <inheritdoc/>
    public void FreeResources()
    {
        // There is nothing to free.
    }

    /// <summary>The name in Math.NET's description of itself.</summary>
    public override string ToString() => $"Simulator ({Backend.Name}: {Backend.Description})";
}
