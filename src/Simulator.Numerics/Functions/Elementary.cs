namespace Simulator.Numerics.Functions;

/// <summary>
/// Elementary functions near their zeros. <c>double.ExpM1</c> and <c>double.LogP1</c> of the runtime subtract and add 1 naively and
/// lose what these keep.
/// </summary>
public static class Elementary
{
    /// <summary>eˣ − 1, accurate to a few units in the last place also for tiny x (Kahan's quotient).</summary>
    /// <param name="x">Argument.</param>
    public static double Expm1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1) return x;
        double difference = u - 1;
        if (difference == -1 || double.IsInfinity(u)) return difference;
        return difference * x / Math.Log(u);
    }

    /// <summary>log(1 + x), accurate to a few units in the last place also for tiny x (Kahan's quotient).</summary>
    /// <param name="x">Argument, above −1.</param>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        if (u == 1) return x;
        if (double.IsInfinity(u) || u <= 0) return Math.Log(u);
        return Math.Log(u) * x / (u - 1);
    }

    /// <summary>log(1 + eˣ) without overflow.</summary>
    /// <param name="x">Argument.</param>
    public static double Softplus(double x) => x > 0 ? x + Log1p(Math.Exp(-x)) : Log1p(Math.Exp(x));

    /// <summary>log Σ exp(x_i), without overflow; −∞ for no terms.</summary>
    /// <param name="logs">x_i.</param>
    public static double LogSum(params ReadOnlySpan<double> logs)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double log in logs)
            largest = Math.Max(largest, log);
        if (double.IsInfinity(largest)) return largest;
        foreach (double log in logs)
            sum += Math.Exp(log - largest);
        return largest + Math.Log(sum);
    }
}
