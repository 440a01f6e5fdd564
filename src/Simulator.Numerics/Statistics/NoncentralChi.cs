using Simulator.Numerics.Functions;
using Simulator.Numerics.Quadrature;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// The law of ‖RU + sZ‖ in ℝ^d, with U uniform on the unit sphere and Z standard normal: s times a noncentral χ_d variable with noncentrality
/// R/s (a scaled χ_d for R = 0). Density and both tails in logarithms.
/// </summary>
/// <remarks>
/// A tail is the density at its edge times the integral of how it falls off from there; the fall-off is found first, so that one Gauss rule
/// serves the middle and the farthest tail alike. Library routines for the incomplete gamma function lose the far tails in high dimensions.
/// </remarks>
public sealed class NoncentralChi
{
    /// <summary>The integral over a tail stops between these two exponents below the density at its edge.</summary>
    private const double LeastFall = 37, GreatestFall = 60;

    /// <summary>Nodes with which e^{−60u} and e^{−60u²} on [0, 1] are integrated to rounding.</summary>
    private static readonly QuadratureRule Rule = GaussLegendre.Rule(48);

    private readonly double _half, _order, _inverse, _noncentrality, _constant;

    /// <summary>Creates a law.</summary>
    /// <param name="dimension">d, at least 2.</param>
    /// <param name="radius">R, not negative.</param>
    /// <param name="deviation">s, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public NoncentralChi(int dimension, double radius, double deviation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        if (!(radius >= 0 && double.IsFinite(radius)))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "A radius must be finite and not negative.");
        if (!(deviation > 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A standard deviation must be positive and finite.");
        (Dimension, Radius, Deviation) = (dimension, radius, deviation);
        _half = 0.5 * dimension;
        _order = _half - 1;
        _inverse = 1 / deviation;
        _noncentrality = radius * _inverse;
        _constant = _half - 0.5 * Math.Log(Math.PI) - BesselI.StirlingRemainder(_half) - Math.Log(deviation);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>R.</summary>
    public double Radius { get; }

    /// <summary>s; by concentration of measure no tail is heavier than that of N(0, s²).</summary>
    public double Deviation { get; }

    /// <summary>√(R² + (d − ½)s²), near mean and mode.</summary>
    public double Centre => Math.Sqrt(Radius * Radius + (Dimension - 0.5) * Deviation * Deviation);

    /// <summary>The logarithm of the density at a radius; −∞ at 0 and below.</summary>
    /// <param name="r">A radius.</param>
    public double LogPdf(double r)
    {
        if (!(r > 0)) return double.IsNaN(r) ? double.NaN : double.NegativeInfinity;
        double rho = r * _inverse, log = Math.Log(rho * rho / (2 * _half));
        if (_noncentrality == 0)
            return (_half - 0.5) * log + _constant - 0.5 * rho * rho;
        double gap = (r - Radius) * _inverse;
        return (_half - 0.5) * log + _constant - 0.5 * gap * gap + BesselI.LogScaled(_order, _noncentrality * rho);
    }

    /// <summary>The derivative of <see cref="LogPdf"/>.</summary>
    /// <param name="r">A radius, positive.</param>
    public double Slope(double r)
    {
        double rho = r * _inverse, pull = _noncentrality == 0 ? 0 : _noncentrality * BesselI.Ratio(_order, _noncentrality * rho);
        return ((Dimension - 1) / rho - rho + pull) * _inverse;
    }

    /// <summary>The logarithm of the density of the point in ℝ^d, up to a constant of d.</summary>
    /// <param name="r">A radius, not negative.</param>
    public double LogSpatialDensity(double r)
    {
        double gap = (r - Radius) * _inverse, kappa = _noncentrality * r * _inverse;
        return -Dimension * Math.Log(Deviation) - 0.5 * gap * gap + (_noncentrality == 0 ? 0 : BesselI.LogScaled(_order, kappa));
    }

    /// <summary>log P(‖X‖ ≤ r) and log P(‖X‖ &gt; r), each with full relative precision of the probability.</summary>
    /// <param name="r">A radius.</param>
    public (double Lower, double Upper) LogTails(double r)
    {
        if (!(r > 0)) return double.IsNaN(r) ? (double.NaN, double.NaN) : (double.NegativeInfinity, 0);
        if (double.IsPositiveInfinity(r)) return (0, double.NegativeInfinity);
        double slope = Slope(r);
        bool left = slope > 0;
        double tail = LogTail(r, slope, left), rest = tail < 0 ? Complement(tail) : double.NegativeInfinity;
        return left ? (tail, rest) : (rest, tail);
    }

    /// <summary>log(1 − e^x) for x &lt; 0.</summary>
    internal static double Complement(double x)
        => x > -0.6931471805599453 ? Math.Log(-Elementary.Expm1(x)) : Elementary.Log1p(-Math.Exp(x));

    /// <summary>The logarithm of the integral of the density to the left or right of r, where it falls off in that direction.</summary>
    private double LogTail(double r, double slope, bool left)
    {
        double edge = LogPdf(r);
        if (double.IsNegativeInfinity(edge)) return edge;
        double sign = left ? -1 : 1, steep = Math.Abs(slope);

        // steep·v + v²/(2s²) = 45 for the first guess of where the density has fallen far enough.
        double length = 90 / (steep + Math.Sqrt(steep * steep + 90 * _inverse * _inverse));
        for (int i = 0; i < 60; i++)
        {
            if (left && length >= r) length = r;
            double fall = edge - LogPdf(r + sign * length);
            if (fall > GreatestFall && !(left && length >= r && edge - LogPdf(0.05 * r) < GreatestFall)) length *= 0.8;
            else if (fall < LeastFall && !(left && length >= r)) length *= 1.35;
            else break;
        }

        double half = 0.5 * length, sum = 0;
        for (int i = 0; i < Rule.Count; i++)
            sum += Rule.Weights[i] * Math.Exp(LogPdf(r + sign * half * (1 + Rule.Nodes[i])) - edge);
        return Math.Min(edge + Math.Log(half * sum), 0);
    }
}
