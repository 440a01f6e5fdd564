namespace Simulator.Numerics.Quadrature;

/// <summary>
/// Averages over the angle of a von Mises–Fisher law on the unit sphere of ℝ^d: cos θ where θ has the density ∝ e^{κ cos θ} sin^{d−2} θ on
/// [0, π]. The nodes lie where the mass is, however narrow that is for large κ or d.
/// </summary>
public static class VonMisesFisher
{
    /// <summary>What lies below e^{−32} of the largest density is left out.</summary>
    private const double LogCut = 32;

    /// <summary>Fills in the cosines of the nodes, descending, and their weights, which sum to 1.</summary>
    /// <param name="dimension">d, at least 2.</param>
    /// <param name="concentration">κ, not negative and finite.</param>
    /// <param name="legendre">A Gauss–Legendre rule; it says how many nodes there are.</param>
    /// <param name="cosines">Receives cos θ, as many as the rule has nodes.</param>
    /// <param name="weights">Receives the weights, equally many.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or the lengths differ.</exception>
    public static void Fill(int dimension, double concentration, QuadratureRule legendre, Span<double> cosines, Span<double> weights)
    {
        ArgumentNullException.ThrowIfNull(legendre);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        if (!(concentration >= 0 && double.IsFinite(concentration)))
            throw new ArgumentOutOfRangeException(nameof(concentration), concentration, "A concentration must be finite and not negative.");
        if (cosines.Length != legendre.Count || weights.Length != legendre.Count)
            throw new ArgumentException("Cosines and weights must be as many as the nodes of the rule.", nameof(cosines));

        var density = new Density(dimension - 2, concentration);
        (double low, double high) = density.Window();
        double centre = 0.5 * (low + high), half = 0.5 * (high - low), total = 0;
        for (int i = 0; i < legendre.Count; i++)
        {
            double theta = centre + half * legendre.Nodes[i];
            cosines[i] = Math.Cos(theta);
            weights[i] = legendre.Weights[i] * Math.Exp(density.Log(theta));
            total += weights[i];
        }

        double scale = 1 / total;
        for (int i = 0; i < weights.Length; i++)
            weights[i] *= scale;
    }

    /// <summary>κ cos θ + m log sin θ relative to its maximum at θ_0; concave up to the right angle.</summary>
    private readonly struct Density
    {
        private readonly double _power, _kappa, _mode, _logSine, _curvature;

        public Density(int power, double kappa)
        {
            (_power, _kappa) = (power, kappa);
            double cosine = power == 0 ? 1 : 2 * kappa / (power + Math.Sqrt((double)power * power + 4 * kappa * kappa));

            // At the mode κ sin² θ = m cos θ: the sine from that, where the cosine is nearly 1.
            double sine = kappa > 0 && power > 0 ? Math.Sqrt(Math.Min(1, power * cosine / kappa)) : power == 0 ? 0 : 1;
            _mode = Math.Atan2(sine, cosine);
            _logSine = power == 0 ? 0 : Math.Log(sine);
            _curvature = kappa * cosine + (power == 0 ? 0 : power / (sine * sine));
        }

        public double Log(double theta)
        {
            // cos θ − cos θ_0 as a product: the difference would lose the digits that a large κ needs.
            double value = -2 * _kappa * Math.Sin(0.5 * (theta + _mode)) * Math.Sin(0.5 * (theta - _mode));
            return _power == 0 ? value : value + _power * (Math.Log(Math.Sin(theta)) - _logSine);
        }

        public (double Low, double High) Window()
        {
            // The third derivative is positive up to the right angle: to the left the density falls faster than its parabola, to the right slower.
            double reach = _curvature > 0 ? Math.Sqrt(2 * LogCut / _curvature) : Math.PI;
            double low = Math.Max(0, _mode - reach), high = _mode + reach;
            for (int i = 0; i < 4 && high < Math.PI; i++)
            {
                double excess = Log(high) + LogCut;
                if (Math.Abs(excess) < 2) break;
                double slope = -_kappa * Math.Sin(high) + (_power == 0 ? 0 : _power / Math.Tan(high));
                if (!(slope < 0)) return (low, Math.PI);
                high = Math.Max(high - excess / slope, _mode + 0.5 * reach);
            }

            return (low, Math.Min(high, Math.PI));
        }
    }
}
