using Simulator.Numerics.Functions;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>The posterior mean of a rotation invariant law at one noise level: E[X_0 | X = x] = D(ρ) x/‖x‖ with ρ = ‖x‖/√ᾱ.</summary>
public sealed class RadialPosterior
{
    private readonly RadialStructure _structure;
    private readonly RadialMixture _law;
    private readonly double _variance, _signal;

    /// <summary>The posterior of a law at a noise level.</summary>
    /// <param name="structure">The law of X_0.</param>
    /// <param name="level">The noise level, not zero.</param>
    public RadialPosterior(RadialStructure structure, NoiseLevel level)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (_structure, _law) = (structure, structure.Smoothed(level));
        (_variance, _signal) = (Math.Exp(2 * level.LogSigma), level.Signal);
    }

    /// <summary>D, ρ − D, D' and the radial part of the Laplacian of the field D(ρ)y/ρ, <c>D'' + (d−1)(D/ρ)'</c>.</summary>
    /// <param name="Value">D.</param>
    /// <param name="Shrink">ρ − D, small where there is little noise.</param>
    /// <param name="First">D'.</param>
    /// <param name="Laplacian">D'' + (d−1)(D/ρ)'.</param>
    public readonly record struct Profile(double Value, double Shrink, double First, double Laplacian);

    /// <summary>
    /// D and its derivatives: those of the components, weighted with their posterior shares, which change with ρ by the differences of the components' scores.
    /// </summary>
    /// <param name="r">‖x‖, not negative.</param>
    public Profile MeanAt(double r)
    {
        int count = _structure.Components.Length;
        double radius = r / _signal;
        if (count == 1) return Of(_structure.Components[0], radius);
        Span<double> shares = count <= 64 ? stackalloc double[count] : new double[count];
        Span<Profile> parts = count <= 16 ? stackalloc Profile[count] : new Profile[count];
        _law.Responsibilities(r, shares);
        double value = 0, shrink = 0, first = 0, laplacian = 0;
        for (int k = 0; k < count; k++)
        {
            parts[k] = Of(_structure.Components[k], radius);
            value += shares[k] * parts[k].Value;
            shrink += shares[k] * parts[k].Shrink;
        }

        for (int k = 0; k < count; k++)
        {
            // Not from the mean: where one component has nearly all of the posterior, that difference would be rounding.
            double distance = 0;
            for (int j = 0; j < count; j++)
                distance += shares[j] * (parts[k].Value - parts[j].Value);
            double perVariance = distance / _variance;
            first += shares[k] * (parts[k].First + distance * perVariance);
            laplacian += shares[k]
                * (parts[k].Laplacian + perVariance * (3 * parts[k].First + distance * (perVariance + (_structure.Dimension - 1) / radius)));
        }

        return new Profile(value, shrink, first, laplacian);
    }

    /// <summary>
    /// Of a sphere, D = R A(Rρ/σ²) with A the ratio of Bessel functions, whose Riccati equation makes the Laplacian −2DD'/σ²; of a Gaussian,
    /// D = s²/(s²+σ²) ρ, with none.
    /// </summary>
    private Profile Of(RadialComponent component, double radius)
    {
        if (component.Radius > 0)
        {
            double scale = component.Radius / _variance, order = 0.5 * _structure.Dimension - 1;
            double value = component.Radius * BesselI.Ratio(order, scale * radius);
            double first = component.Radius * scale * BesselI.RatioDerivative(order, scale * radius);
            return new Profile(value, radius - value, first, -2 * value * first / _variance);
        }

        double total = component.Deviation * component.Deviation + _variance, gain = component.Deviation * component.Deviation / total;
        return new Profile(gain * radius, _variance / total * radius, gain, 0);
    }
}
