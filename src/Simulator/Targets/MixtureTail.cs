using System.Collections.Immutable;
using MathNet.Numerics;
using Simulator.Numerics.Functions;

namespace Simulator.Targets;

/// <summary>The mass of a Gaussian mixture outside a ball around 0: exact on the line and for centred isotropic components, else a bound.</summary>
internal static class MixtureTail
{
    /// <summary>Below this the regularised gamma function of the library is not used: near underflow its digits are not known.</summary>
    private const double LeastExactTail = 1e-250;

    /// <summary>P(‖X_0‖ &gt; radius) of a mixture.</summary>
    public static TailMass Beyond(ImmutableArray<GaussianComponent> components, double radius)
    {
        double?[] logs = [.. components.Select(c => LogExact(c, radius))];
        return logs.Contains(null)
            ? TailMass.Chernoff(LogSquareMoment(components), radius)
            : new TailMass(Math.Min(LogSum(components.Zip(logs, (c, l) => Math.Log(c.Weight) + l!.Value)), 0), "exact");
    }

    /// <summary>u ↦ log E e^{u‖X‖²} of a mixture; equal eigenvalues are gathered once, so that a call costs little in high dimension.</summary>
    public static Func<double, double> LogSquareMoment(ImmutableArray<GaussianComponent> components)
        => LogSquareMoment([.. components.Select(c => (Math.Log(c.Weight), new LinearStructure(c.Mean, c.Covariance).Groups))]);

    /// <summary>u ↦ log Σ_k w_k E e^{u‖X_k‖²}, X_k Gaussian with given eigenvalues.</summary>
    public static Func<double, double> LogSquareMoment(ImmutableArray<(double LogWeight, ImmutableArray<EigenGroup> Groups)> parts)
        => u => LogSum(parts.Select(p => p.LogWeight + p.Groups.Sum(g => LogSquareMoment(g, u))));

    private static double LogSquareMoment(EigenGroup group, double u)
    {
        double shrink = 1 - 2 * u * group.Variance;
        return shrink > 0
            ? u * group.MeanNorm * group.MeanNorm / shrink - 0.5 * group.Count * Math.Log(shrink)
            : double.PositiveInfinity;
    }

    /// <summary>log P(‖X‖ &gt; radius) of one component, where it is known exactly.</summary>
    private static double? LogExact(GaussianComponent component, double radius)
    {
        int d = component.Mean.Length;
        if (d == 1)
        {
            double mean = component.Mean[0], s = Math.Sqrt(component.Covariance.Eigenvalues[0]);
            return LogSum([Normal.LogCdf((-radius - mean) / s), Normal.LogUpperTail((radius - mean) / s)]);
        }

        ImmutableArray<EigenGroup> groups = new LinearStructure(component.Mean, component.Covariance).Groups;
        if (groups is not [{ MeanNorm: 0 } only]) return null;
        double tail = SpecialFunctions.GammaUpperRegularized(0.5 * d, 0.5 * radius * radius / only.Variance);
        return tail > LeastExactTail ? Math.Log(tail) : null;
    }

    private static double LogSum(IEnumerable<double> logs)
    {
        double[] terms = [.. logs];
        double maximum = terms.Max();
        return double.IsFinite(maximum) ? maximum + Math.Log(terms.Sum(t => Math.Exp(t - maximum))) : maximum;
    }
}
