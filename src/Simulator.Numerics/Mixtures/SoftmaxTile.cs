using System.Runtime.CompilerServices;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>A few panels of points with their running sums. A panel holds 3W points: coordinate j of point i is at j · 3W + i.</summary>
/// <param name="panels">How many panels.</param>
/// <param name="rows">Rows of a panel, d or a little more.</param>
/// <param name="points">The points, panel after panel.</param>
/// <param name="sums">The weighted sums, panel after panel; null if they are not wanted.</param>
/// <param name="greatest">Greatest log-weight so far of every point.</param>
/// <param name="weights">Sum of weights relative to it of every point.</param>
/// <param name="logWeights">Log-weights, a row a term; null if they are not wanted.</param>
/// <param name="scratch">Scratch memory, <see cref="ISoftmaxTerms{V}.Scratch"/> numbers.</param>
internal readonly unsafe struct SoftmaxTile<V>(
    int panels, int rows, double* points, double* sums, double* greatest, double* weights, double* logWeights, double* scratch)
    where V : unmanaged, IPack<V>
{
    /// <summary>How many panels.</summary>
    public int Panels => panels;

    /// <summary>Scratch memory.</summary>
    public double* Scratch => scratch;

    /// <summary>Whether weighted sums are wanted.</summary>
    public bool WantsSums => sums != null;

    private static int Width => MicroKernel.Columns<V>();

    /// <summary>a − ½ s for the sums of squares s at 3W points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLogWeights(double* result, V sum0, V sum1, V sum2, double logNorm)
    {
        V half = V.Broadcast(-0.5), norm = V.Broadcast(logNorm);
        V.MultiplyAdd(half, sum0, norm).Store(result);
        V.MultiplyAdd(half, sum1, norm).Store(result + V.Width);
        V.MultiplyAdd(half, sum2, norm).Store(result + 2 * V.Width);
    }

    /// <summary>A panel of points.</summary>
    public double* Points(int panel) => points + panel * rows * Width;

    /// <summary>A panel of weighted sums, or null.</summary>
    public double* Sums(int panel) => sums == null ? null : sums + panel * rows * Width;

    /// <summary>
    /// Takes the log-weights of one term at the points of a panel into the running normalisation, and keeps them if they are wanted.
    /// </summary>
    /// <param name="panel">The panel.</param>
    /// <param name="term">The term.</param>
    /// <param name="logs">3W log-weights; become weights relative to the greatest.</param>
    /// <returns>Whether any weight is not 0.</returns>
    public bool Take(int panel, int term, double* logs)
    {
        if (logWeights != null)
            new ReadOnlySpan<double>(logs, Width).CopyTo(new Span<double>(logWeights + ((nint)term * panels + panel) * Width, Width));
        return State(panel).Take(logs, Sums(panel), rows);
    }

    /// <summary>Takes the log-weights of several terms at the points of a panel, at once.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="first">The first term.</param>
    /// <param name="count">How many of them are kept if log-weights are wanted.</param>
    /// <param name="terms">How many terms, at least 1.</param>
    /// <param name="logs">terms × 3W log-weights; become weights relative to the greatest.</param>
    /// <returns>Whether any weight is not 0.</returns>
    public bool Take(int panel, int first, int count, int terms, double* logs)
    {
        for (int i = 0; i < count && logWeights != null; i++)
            new ReadOnlySpan<double>(logs + i * Width, Width).CopyTo(new Span<double>(logWeights + ((nint)(first + i) * panels + panel) * Width, Width));
        return State(panel).Take(logs, terms, Sums(panel), rows);
    }

    /// <summary>The running normalisation of a panel.</summary>
    public SoftmaxState<V> State(int panel) => new(greatest + panel * Width, weights + panel * Width);
}
