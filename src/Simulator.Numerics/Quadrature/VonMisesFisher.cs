using System.Buffers;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Quadrature;

/// <summary>
/// Averages over the angle of a von Mises–Fisher law on the unit sphere of ℝ^d: cos θ where θ has the density ∝ e^{κ cos θ} sin^{d−2} θ on
/// [0, π]. The nodes lie where the mass is, however narrow that is for large κ or d.
/// </summary>
public static class VonMisesFisher
{
    /// <summary>What lies below e^{−32} of the largest density is left out.</summary>
    private const double LogCut = 32;

    /// <summary>Rules of so many nodes need no memory of their own.</summary>
    private const int MostOnStack = 64;

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
        int count = legendre.Count;
        double[]? rented = count > MostOnStack ? ArrayPool<double>.Shared.Rent(2 * count) : null;
        Span<double> scratch = rented ?? stackalloc double[2 * MostOnStack], halves = scratch[..count], logs = scratch.Slice(count, count);
        for (int i = 0; i < count; i++)
            halves[i] = 0.5 * (centre - density.Mode + half * legendre.Nodes[i]);
        density.Logs(halves, logs, cosines);
        Elementwise.Exp(logs, weights);
        for (int i = 0; i < count; i++)
        {
            weights[i] *= legendre.Weights[i];
            total += weights[i];
        }

        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
        double scale = 1 / total;
        for (int i = 0; i < weights.Length; i++)
            weights[i] *= scale;
    }

    /// <summary>κ cos θ + m log sin θ relative to its maximum at θ_0; concave up to the right angle.</summary>
    private readonly struct Density
    {
        private readonly double _power, _kappa, _mode, _sine, _cosine, _logSine, _curvature;

        public Density(int power, double kappa)
        {
            (_power, _kappa) = (power, kappa);
            double cosine = power == 0 ? 1 : 2 * kappa / (power + Math.Sqrt((double)power * power + 4 * kappa * kappa));

            // At the mode κ sin² θ = m cos θ: the sine from that, where the cosine is nearly 1.
            double sine = kappa > 0 && power > 0 ? Math.Sqrt(Math.Min(1, power * cosine / kappa)) : power == 0 ? 0 : 1;
            (_sine, _cosine, _mode) = (sine, cosine, Math.Atan2(sine, cosine));
            _logSine = power == 0 ? 0 : Math.Log(sine);
            _curvature = kappa * cosine + (power == 0 ? 0 : power / (sine * sine));
        }

        /// <summary>θ_0.</summary>
        public double Mode => _mode;

        /// <summary>The logarithms at angles, and their cosines.</summary>
        /// <param name="halves">(θ − θ_0)/2; overwritten.</param>
        /// <param name="logs">Receives the logarithms.</param>
        /// <param name="cosines">Receives cos θ.</param>
        public void Logs(Span<double> halves, Span<double> logs, Span<double> cosines)
        {
            // With s, c of the half distance from the mode: cos θ − cos θ_0 = −2s (s cos θ_0 + c sin θ_0), a product where the difference would lose the digits that a large κ needs.
            Elementwise.SinCos(halves, halves, cosines);
            for (int i = 0; i < halves.Length; i++)
            {
                double s = halves[i], c = cosines[i], difference = -2 * s * (s * _cosine + c * _sine);
                logs[i] = _kappa * difference;
                cosines[i] = _cosine + difference;
                halves[i] = Math.Max(_sine + 2 * s * (c * _cosine - s * _sine), double.Epsilon);
            }

            if (_power == 0) return;
            Elementwise.Log(halves, halves);
            for (int i = 0; i < halves.Length; i++)
                logs[i] += _power * (halves[i] - _logSine);
        }

        private double Log(double theta)
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
