using Simulator.Numerics.Functions;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// A point as the mass between it and an anchor of a mixture: an end, or the place after a component j, at which the mass below is
/// W_j = w_1 + … + w_j. The mass is kept as a logarithm and a sign, so that it does not underflow however empty a gap is.
/// </summary>
/// <param name="Anchor">0: lower end; K: upper end; else the place after component number <c>Anchor</c> (1-based).</param>
/// <param name="LogMass">At the ends the logarithm of the tail probability, else of |h|, <c>h = F(x) − W_j</c>.</param>
/// <param name="Sign">The sign of h; 1 at the ends.</param>
public readonly record struct Rank(int Anchor, double LogMass, int Sign = 1)
{
    /// <summary>Where log |h| is farther off than this, Newton's method on log |h| does better than on h, a difference of exponentials.</summary>
    private const double Far = 0.7;

    /// <summary>h, or the tail probability at an end.</summary>
    public double Mass => Sign * Math.Exp(LogMass);

    /// <summary>The rank of a point in a gap.</summary>
    /// <param name="anchor">The anchor.</param>
    /// <param name="logGained">log Σ_{k&gt;j} w_k P(Z_k ≤ x).</param>
    /// <param name="logMissing">log Σ_{k≤j} w_k P(Z_k &gt; x).</param>
    public static Rank InGap(int anchor, double logGained, double logMissing)
    {
        double larger = Math.Max(logGained, logMissing), difference = Math.Abs(logGained - logMissing);
        return double.IsNegativeInfinity(larger) || difference == 0
            ? new Rank(anchor, double.NegativeInfinity)
            : new Rank(anchor, larger + Math.Log(-Elementary.Expm1(-difference)), logGained > logMissing ? 1 : -1);
    }

    /// <summary>A Newton step towards the point of this rank, which has a gap for its anchor.</summary>
    /// <param name="logGained">log Σ_{k&gt;j} w_k P(Z_k ≤ x) at the present point.</param>
    /// <param name="logMissing">log Σ_{k≤j} w_k P(Z_k &gt; x) there.</param>
    /// <param name="logPdf">log of the density there.</param>
    /// <returns>The step, the length over which the mass changes by a factor, and whether the present point is below.</returns>
    public (double Step, double Length, bool Below) StepInGap(double logGained, double logMissing, double logPdf)
    {
        Rank here = InGap(Anchor, logGained, logMissing);
        double length = Math.Exp(Math.Max(logGained, logMissing) - logPdf);
        double logRatio = here.LogMass - LogMass;

        // From the logarithms: in a gap so empty that masses per density overflow, their difference says nothing.
        bool below = here.Sign != Sign ? here.Sign < Sign : logRatio < 0 == Sign > 0;
        if (here.Sign != Sign || Math.Abs(logRatio) <= Far || !double.IsFinite(logRatio))
        {
            double residual = here.Sign * Math.Exp(here.LogMass - logPdf) - Sign * Math.Exp(LogMass - logPdf);
            return (-residual, length, below);
        }

        return (-Sign * Math.Exp(here.LogMass - logPdf) * logRatio, length, below);
    }

    /// <summary>A Newton step on the logarithm of a tail, which is nearly linear or concave where the plain tail is exponential.</summary>
    /// <param name="logTail">The logarithm of the tail probability at the present point.</param>
    /// <param name="logPdf">log of the density there.</param>
    /// <returns>As <see cref="StepInGap"/>.</returns>
    public (double Step, double Length, bool Below) StepInTail(double logTail, double logPdf)
    {
        double residual = logTail - LogMass, length = Math.Exp(Math.Min(logTail - logPdf, 700));
        return Anchor == 0 ? (-residual * length, length, residual < 0) : (residual * length, length, residual > 0);
    }
}
