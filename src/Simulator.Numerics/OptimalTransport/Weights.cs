namespace Simulator.Numerics.OptimalTransport;

/// <summary>Checks of weights.</summary>
internal static class Weights
{
    /// <summary>Weights that add up to 1 from weights of any sum; empty means equal.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="count">How many are needed.</param>
    /// <param name="name">Their name for messages.</param>
    /// <exception cref="ArgumentException">Their number is wrong, one is negative or not finite, or all are zero.</exception>
    public static double[] Normalised(ReadOnlySpan<double> weights, int count, string name)
    {
        var result = new double[count];
        if (weights.IsEmpty)
        {
            Array.Fill(result, 1.0 / count);
            return result;
        }

        double sum = Total(weights, count, name);
        for (int i = 0; i < count; i++)
            result[i] = weights[i] / sum;
        return result;
    }

    /// <summary>The checked sum.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="count">How many are needed.</param>
    /// <param name="name">Their name for messages.</param>
    /// <exception cref="ArgumentException">Their number is wrong, one is negative or not finite, or the sum is zero or overflows.</exception>
    public static double Total(ReadOnlySpan<double> weights, int count, string name)
    {
        if (weights.Length != count) throw new ArgumentException($"{count} points need as many weights, not {weights.Length}.", name);
        CompensatedSum sum = default;
        for (int i = 0; i < count; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException($"Weights must be finite and not negative, but weight {i} is {weights[i]}.", name);
            sum.Add(weights[i]);
        }

        if (!(sum.Value > 0 && double.IsFinite(sum.Value)))
            throw new ArgumentException($"Weights must have a positive, finite sum, not {sum.Value}.", name);
        return sum.Value;
    }
}
