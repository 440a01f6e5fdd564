namespace Simulator.Numerics.Ode;

/// <summary>
/// The size of an error in units of the tolerance: the largest over the points of the root mean square over the coordinates of
/// <c>e / (AbsoluteTolerance + RelativeTolerance · |y|)</c>. The largest, not the mean, so that no point is solved less well for
/// the company it keeps.
/// </summary>
/// <param name="AbsoluteTolerance">Positive.</param>
/// <param name="RelativeTolerance">Not negative.</param>
/// <param name="Dimension">d.</param>
internal readonly record struct ErrorNorm(double AbsoluteTolerance, double RelativeTolerance, int Dimension)
{
    /// <summary>How much a second estimate counts beside the first.</summary>
    private const double Damping = 0.01;

    /// <summary>The norm of a vector, NaN if it has an entry that is not a number.</summary>
    /// <param name="error">e, n × d.</param>
    /// <param name="before">y at one end of the step, n × d; the larger end counts.</param>
    /// <param name="after">y at the other end, n × d.</param>
    public double Of(ReadOnlySpan<double> error, ReadOnlySpan<double> before, ReadOnlySpan<double> after) => Of(error, [], before, after);

    /// <summary>The norm of an error estimate that a second one may damp, as in <see cref="RungeKuttaTableau.DampingWeights"/>.</summary>
    /// <param name="error">e, n × d.</param>
    /// <param name="second">e', n × d, or empty.</param>
    /// <param name="before">y at one end of the step, n × d; the larger end counts.</param>
    /// <param name="after">y at the other end, n × d.</param>
    public double Of(ReadOnlySpan<double> error, ReadOnlySpan<double> second, ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        before = before[..error.Length];
        after = after[..error.Length];
        double worst = 0;
        for (int start = 0; start < error.Length; start += Dimension)
        {
            double sum = 0, other = 0;
            for (int i = start; i < start + Dimension; i++)
            {
                double size = Math.Max(Math.Abs(before[i]), Math.Abs(after[i]));
                double tolerance = AbsoluteTolerance + RelativeTolerance * size, scaled = error[i] / tolerance;
                sum += scaled * scaled;
                if (second.IsEmpty) continue;
                scaled = second[i] / tolerance;
                other += scaled * scaled;
            }

            if (other > 0) sum *= sum / (sum + Damping * other);

            worst = Math.Max(worst, sum);
        }

        return Math.Sqrt(worst / Dimension);
    }
}
