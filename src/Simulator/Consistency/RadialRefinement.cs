using Simulator.Numerics;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;

namespace Simulator.Consistency;

/// <summary>
/// A radial function on a grid beside the same on a coarser grid with a coarser quadrature: the finer one, and how far off it may be.
/// </summary>
/// <param name="Fine">The finer one.</param>
/// <param name="Coarse">The coarser one.</param>
/// <param name="Difference">E‖Fine − Coarse‖ under N(0, I).</param>
/// <param name="RootDifference">(E‖Fine − Coarse‖²)^{1/2} under N(0, I).</param>
/// <param name="Gain">By what a difference is divided to estimate an error.</param>
internal sealed record RadialRefinement(RadialFunction Fine, RadialFunction Coarse, double Difference, double RootDifference, double Gain)
{
    /// <summary>Nodes in every panel of the law of ‖Z‖.</summary>
    private static readonly QuadratureRule Panel = GaussLegendre.Rule(24);

    /// <summary>Estimated E‖error of Fine‖ under N(0, I).</summary>
    public double MeanError => Difference / Gain;

    /// <summary>Estimated (E‖error of Fine‖²)^{1/2} under N(0, I).</summary>
    public double RootMeanSquareError => RootDifference / Gain;

    /// <summary>Lip of Fine, and what it differs by from that of Coarse.</summary>
    public Measured LipschitzConstant
    {
        get
        {
            double fine = Fine.LipschitzConstant;
            return new Measured(fine, Math.Abs(fine - Coarse.LipschitzConstant));
        }
    }

    /// <summary>Compares two grids.</summary>
    /// <param name="fine">The finer function.</param>
    /// <param name="coarse">The coarser function.</param>
    /// <param name="lastDifference">The difference of the refinement before, if there was one.</param>
    public static RadialRefinement Of(RadialFunction fine, RadialFunction coarse, double? lastDifference)
    {
        RadialInterpolant f = fine.Profile, g = coarse.Profile;
        double mean = MeanUnderNormal(fine.Dimension, r => Math.Abs(f.Evaluate(r) - g.Evaluate(r)));
        double square = MeanUnderNormal(fine.Dimension, r => Math.Pow(f.Evaluate(r) - g.Evaluate(r), 2));
        return new RadialRefinement(fine, coarse, mean, Math.Sqrt(square), LineSolver.Gain(mean, lastDifference));
    }

    /// <summary>E h(‖Z‖), Z ~ N(0, I) in ℝ^d.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="h">The function of the radius.</param>
    public static double MeanUnderNormal(int dimension, Func<double, double> h)
    {
        RadialMixture law = RadialMixture.StandardNormal(dimension);
        double[] cuts = law.Breakpoints();
        double sum = 0;
        for (int i = 1; i < cuts.Length; i++)
        {
            double half = 0.5 * (cuts[i] - cuts[i - 1]), centre = 0.5 * (cuts[i] + cuts[i - 1]);
            sum += half * Panel.Apply(u => law.Pdf(centre + half * u) * h(centre + half * u));
        }

        return sum;
    }

    /// <summary>The estimated error of Fine at a radius.</summary>
    /// <param name="radius">The radius.</param>
    public double ErrorAt(double radius) => Math.Abs(Fine.Profile.Evaluate(radius) - Coarse.Profile.Evaluate(radius)) / Gain;
}
