namespace Simulator.Numerics.Optimisation;

/// <summary>Golden-section search (Kiefer 1953): the largest value of a function with one maximum on an interval.</summary>
public static class GoldenSection
{
    private static readonly double Ratio = 0.5 * (Math.Sqrt(5) - 1);

    /// <summary>The best point found; where the function has several maxima, one of them.</summary>
    /// <param name="function">The function.</param>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="tolerance">The search stops once the interval is shorter than this part of its ends.</param>
    /// <param name="maximumEvaluations">And after so many evaluations.</param>
    public static (double Point, double Value) Maximum(
        Func<double, double> function, double low, double high, double tolerance = 1e-8, int maximumEvaluations = 64)
    {
        ArgumentNullException.ThrowIfNull(function);
        double a = high - Ratio * (high - low), b = low + Ratio * (high - low);
        double valueA = function(a), valueB = function(b);
        for (int i = 2; i < maximumEvaluations && high - low > tolerance * (Math.Abs(low) + Math.Abs(high)); i++)
        {
            if (valueA >= valueB)
            {
                (high, b, valueB) = (b, a, valueA);
                a = high - Ratio * (high - low);
                valueA = function(a);
            }
            else
            {
                (low, a, valueA) = (a, b, valueB);
                b = low + Ratio * (high - low);
                valueB = function(b);
            }
        }

        return valueA >= valueB ? (a, valueA) : (b, valueB);
    }
}
