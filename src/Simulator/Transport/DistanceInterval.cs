namespace Simulator.Transport;

/// <summary>A Wasserstein distance, enclosed: both ends come with the reason why they are bounds.</summary>
/// <param name="Lower">Lower end, not negative.</param>
/// <param name="Upper">Upper end, at least <paramref name="Lower"/>.</param>
/// <param name="LowerBy">Why the distance is at least <paramref name="Lower"/>.</param>
/// <param name="UpperBy">Why the distance is at most <paramref name="Upper"/>.</param>
public sealed record DistanceInterval(double Lower, double Upper, string LowerBy, string UpperBy)
{
    /// <summary>An interval around a computed value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="error">Its numerical error, not negative.</param>
    /// <param name="by">How it was computed.</param>
    public static DistanceInterval Around(double value, double error, string by)
        => new(Math.Max(0, value - error), value + error, by, by);

    /// <summary>The middle of the interval.</summary>
    public double Middle => 0.5 * (Lower + Upper);

    /// <summary>Half the length of the interval.</summary>
    public double Radius => 0.5 * (Upper - Lower);
}
