namespace Simulator.Consistency;

/// <summary>How means are taken where no integral is known: over independent points.</summary>
/// <param name="Count">n, the number of points.</param>
/// <param name="Seed">The seed of the points.</param>
/// <param name="Threads">Threads to use; no number depends on it.</param>
public sealed record Sampling(int Count = Sampling.StandardCount, long Seed = 1, int Threads = 1)
{
    /// <summary>The usual number of points.</summary>
    public const int StandardCount = 2048;
}
