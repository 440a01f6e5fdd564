namespace Simulator.Numerics.Statistics;

/// <summary>How a mixture is fitted.</summary>
public sealed record MixtureFitOptions
{
    /// <summary>The defaults.</summary>
    public static MixtureFitOptions Default { get; } = new();

    /// <summary>Random starts, of which the best result is kept; at least 1, by default 10.</summary>
    public int Restarts { get; init; } = 10;

    /// <summary>The seed of the random starts.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// A run has converged when one iteration raises the log-likelihood by at most this much per point; positive, by default
    /// 1e-12. The rise, unlike the log-likelihood itself, does not depend on the units of the data.
    /// </summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Iterations after which a run ends without convergence; at least 1, by default 10000.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>The least standard deviation of a component, as a fraction of its column's; in (0, 1), by default 1e-3.</summary>
    public double RelativeFloor { get; init; } = 1e-3;

    /// <summary>Names of the columns for error messages; without them columns are counted from 1.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Checks the options.</summary>
    /// <param name="dimension">Number of columns d of the data.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check(int dimension)
    {
        Require(Restarts >= 1, nameof(Restarts), Restarts, "be at least 1");
        Require(Tolerance > 0, nameof(Tolerance), Tolerance, "be positive");
        Require(MaxIterations >= 1, nameof(MaxIterations), MaxIterations, "be at least 1");
        Require(RelativeFloor is > 0 and < 1, nameof(RelativeFloor), RelativeFloor, "lie between 0 and 1");
        int names = ColumnNames?.Count ?? dimension;
        Require(names == dimension, nameof(ColumnNames), names, $"name all {dimension} columns or none");
    }

    private static void Require(bool holds, string option, object found, string demand)
    {
        if (!holds) throw new ArgumentException($"The option {option} must {demand}, found {found}.", option);
    }
}
