namespace Simulator.Numerics;

/// <summary>A computed value together with what is known about it; a number never travels without its status.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Value">The value, or the best one found when <paramref name="Status"/> is not <see cref="Status.Ok"/>.</param>
/// <param name="Status">What became of the computation.</param>
/// <param name="Diagnostics">How the value was reached and how far off it may be.</param>
public sealed record Outcome<T>(T Value, Status Status, Diagnostics Diagnostics)
{
    /// <summary>Applies a function to the value and keeps status and diagnostics.</summary>
    /// <typeparam name="TResult">Type of the new value.</typeparam>
    /// <param name="map">The function.</param>
    public Outcome<TResult> Select<TResult>(Func<T, TResult> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new(map(Value), Status, Diagnostics);
    }
}

/// <summary>How a value was reached.</summary>
/// <param name="ErrorEstimate">Estimated absolute error of the value.</param>
/// <param name="Evaluations">Function evaluations, iterations or steps spent.</param>
public sealed record Diagnostics(double ErrorEstimate, long Evaluations);
