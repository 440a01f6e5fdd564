using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Numerics.Statistics;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>The isotropic scale mixture Σ_k w_k N(0, s_k² I) in ℝ^d.</summary>
public sealed record RadialMixtureTarget : Target, IGaussianMixture
{
    /// <summary>The name of the kind in specifications.</summary>
    public const string KindName = "radial-mixture";

    /// <summary>Creates a target.</summary>
    /// <param name="dimension">d, at least 2.</param>
    /// <param name="weights">w_k, not negative, with sum 1; normalised to the last digit here.</param>
    /// <param name="standardDeviations">s_k, positive.</param>
    /// <exception cref="ArgumentException">Counts differ, or a value is out of its range.</exception>
    public RadialMixtureTarget(int dimension, RealVector weights, RealVector standardDeviations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        if (weights.Length == 0 || weights.Length != standardDeviations.Length)
            throw new ArgumentException("Weights and standard deviations must be equally many, and at least one.", nameof(weights));
        if (MixtureTarget.WeightProblem(weights) is { } problem) throw new ArgumentException(problem, nameof(weights));
        foreach (double deviation in standardDeviations.Span)
        {
            if (!TargetFields.IsLength(deviation))
                throw new ArgumentException($"Standard deviations must be positive, found {deviation}.", nameof(standardDeviations));
        }

        (Dimension, Weights, StandardDeviations) = (dimension, weights, standardDeviations);
    }

    /// <summary>w_k.</summary>
    public RealVector Weights { get; }

    /// <summary>s_k.</summary>
    public RealVector StandardDeviations { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override Structure Structure
    {
        get
        {
            ImmutableArray<GaussianComponent> components = Components;
            return components.Length == 1
                ? new LinearStructure(components[0].Mean, components[0].Covariance)
                : new RadialStructure(Dimension, Radial);
        }
    }

    /// <inheritdoc/>
    public override double SecondMoment => Components.Sum(c => c.Weight * c.Covariance.Trace);

    /// <inheritdoc/>
    public override bool HasBoundedSupport => false;

    /// <inheritdoc/>
    public ImmutableArray<GaussianComponent> Components
    {
        get
        {
            double total = Weights.Span.ToArray().Sum();
            var components = ImmutableArray.CreateBuilder<GaussianComponent>();
            for (int k = 0; k < Weights.Length; k++)
            {
                if (Weights[k] > 0)
                    components.Add(new GaussianComponent(
                        Weights[k] / total, RealVector.Zero(Dimension), new IsotropicCovariance(Dimension, StandardDeviations[k])));
            }

            return components.ToImmutable();
        }
    }

    /// <summary>Reads the target from a specification.</summary>
    /// <param name="node">An object of this kind.</param>
    /// <exception cref="SpecificationException">A field is missing, unknown or out of its range.</exception>
    public static RadialMixtureTarget Read(SpecificationNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.WithFields("kind", "dimension", "weights", "standardDeviations");
        int dimension = node.Required("dimension", "an integer of at least 2").AsInteger(2);
        SpecificationNode weightNode = node.Required("weights", "an array of weights with sum 1");
        var weights = new RealVector(
            [.. weightNode.AsItems("weights").Select(w => w.AsNumber(v => v >= 0, "a weight that is not negative"))]);
        if (MixtureTarget.WeightProblem(weights) is { } problem) throw weightNode.Error(problem);
        SpecificationNode deviationNode = node.Required("standardDeviations", "an array of standard deviations, one per weight");
        ImmutableArray<SpecificationNode> deviations = MixtureTarget.CountLike(deviationNode, weights.Length, "standard deviations");
        return new RadialMixtureTarget(dimension, weights, new RealVector([.. deviations.Select(TargetFields.StandardDeviation)]));
    }

    /// <inheritdoc/>
    public override Func<double, double> LogSquareMoment() => MixtureTail.LogSquareMoment(
        [.. Radial.Select(c => (Math.Log(c.Weight), ImmutableArray.Create(new EigenGroup(c.Deviation * c.Deviation, Dimension, 0))))]);

    /// <inheritdoc/>
    public override TailMass MassBeyond(double radius)
        => new(new RadialMixture(Dimension, Radial.AsSpan()).LogTails(radius).Upper, "exact");

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["kind"] = Kind,
        ["dimension"] = Dimension,
        ["weights"] = Weights.ToJson(),
        ["standardDeviations"] = StandardDeviations.ToJson(),
    };

    private ImmutableArray<RadialComponent> Radial
        => [.. Weights.Span.ToArray().Zip(StandardDeviations.Span.ToArray(), (w, s) => new RadialComponent(w, 0, s)).Where(c => c.Weight > 0)];
}
