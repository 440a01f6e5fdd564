using System.Globalization;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Theory;

/// <summary>
/// Assumption (22): the data lie in a ball of radius T^{c_R}. Gaussian targets and mixtures violate it; how much mass lies outside says how
/// badly.
/// </summary>
/// <param name="Bounded">Whether the support is bounded.</param>
/// <param name="Radius">T^{c_R}.</param>
/// <param name="MassOutside">P(‖X_0‖ &gt; T^{c_R}).</param>
public sealed record SupportCheck(bool Bounded, double Radius, TailMass MassOutside)
{
    /// <summary>Checks a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="steps">T.</param>
    /// <param name="exponent">c_R.</param>
    public static SupportCheck Of(Target target, int steps, double exponent)
    {
        ArgumentNullException.ThrowIfNull(target);
        double radius = Math.Pow(steps, exponent);
        return new SupportCheck(target.HasBoundedSupport, radius, target.MassBeyond(radius));
    }

    /// <summary>The check as a hypothesis of the theorem.</summary>
    public Hypothesis ToHypothesis()
    {
        const string Statement = "‖X_0‖ ≤ T^(c_R) (S)";
        bool met = Bounded && double.IsNegativeInfinity(MassOutside.Log);
        double log = MassOutside.Log / Math.Log(10);
        string mass = Math.Abs(log) < 4 ? $"{MassOutside.Value:G3}" : $"10^({log.ToString(Math.Abs(log) < 1e6 ? "0.#" : "0.00e+0", CultureInfo.InvariantCulture)})";
        string reason = met ? "bounded support" : $"mass outside: {mass}, {MassOutside.By}";
        return new Hypothesis("22", Statement, met, null, null, null, reason);
    }
}
