using System.Collections.Immutable;
using MathNet.Numerics;
using Simulator.Numerics.Functions;

namespace Simulator.Targets;

/// <summary>The mass of a Gaussian mixture outside a ball around 0: exact on the line and for centred isotropic components, else a bound.</summary>
internal static class MixtureTail
{
    /// <summary>P(‖X_0‖ &gt; radius) of a mixture.</summary>
    public static TailMass Beyond(ImmutableArray<GaussianComponent> components, double radius)
    {
        double maximum = double.NegativeInfinity;
        bool exact = true;
        var logs = new List<double>();
        foreach (GaussianComponent component in components)
        {
            (double log, bool componentExact) = Component(component, radius);
            logs.Add(Math.Log(component.Weight) + log);
            maximum = Math.Max(maximum, logs[^1]);
            exact &= componentExact;
        }

        double total = double.IsNegativeInfinity(maximum) ? maximum : maximum + Math.Log(logs.Sum(l => Math.Exp(l - maximum)));
        return new TailMass(Math.Min(total, 0), exact ? "exact" : "upper bound (Chernoff)");
    }

    private static (double Log, bool Exact) Component(GaussianComponent component, double radius)
    {
        double[] mean = new double[component.Mean.Length];
        component.Covariance.ToEigenbasis(component.Mean.Span, mean);
        ImmutableArray<double> variances = component.Covariance.Eigenvalues;
        int d = mean.Length;
        if (d == 1)
        {
            double s = Math.Sqrt(variances[0]);
            double below = Normal.LogCdf((-radius - mean[0]) / s), above = Normal.LogUpperTail((radius - mean[0]) / s);
            double larger = Math.Max(below, above);
            return (larger + Elementary.Log1p(Math.Exp(Math.Min(below, above) - larger)), true);
        }

        if (variances.All(v => v == variances[0]) && mean.All(m => m == 0))
        {
            double tail = SpecialFunctions.GammaUpperRegularized(0.5 * d, 0.5 * radius * radius / variances[0]);
            if (tail > 1e-250) return (Math.Log(tail), true);
        }

        return (Chernoff(mean, variances, radius * radius), false);
    }

    /// <summary>
    /// log of min_u e^{−u R²} E e^{u‖X‖²} over 0 ≤ u &lt; 1/(2 max λ): the exponent is convex in u, so its minimum is found by bisection on
    /// the derivative.
    /// </summary>
    private static double Chernoff(double[] mean, ImmutableArray<double> variances, double squaredRadius)
    {
        double low = 0, high = 0.5 / variances.Max();
        for (int i = 0; i < 200; i++)
        {
            double u = 0.5 * (low + high), slope = -squaredRadius;
            for (int j = 0; j < mean.Length; j++)
            {
                double shrink = 1 - 2 * u * variances[j];
                slope += variances[j] / shrink + mean[j] * mean[j] / (shrink * shrink);
            }

            if (slope < 0) low = u;
            else high = u;
        }

        double exponent = -low * squaredRadius;
        for (int j = 0; j < mean.Length; j++)
        {
            double shrink = 1 - 2 * low * variances[j];
            exponent += low * mean[j] * mean[j] / shrink - 0.5 * Math.Log(shrink);
        }

        return Math.Min(exponent, 0);
    }
}
