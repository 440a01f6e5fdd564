using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>The law N(m, S) in any dimension.</summary>
/// <param name="Mean">m, length d.</param>
/// <param name="Covariance">S, positive definite, d × d.</param>
public sealed record GaussianTarget(RealVector Mean, Covariance Covariance) : Target, IGaussianMixture
{
    /// <summary>The name of the kind in specifications.</summary>
    public const string KindName = "gaussian";

    /// <summary>More dimensions than this are a slip of the keyboard: the vectors alone would fill the memory.</summary>
    private const int MostDimensions = 10_000_000;

    /// <summary>The law N(0, σ²I).</summary>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="standardDeviation">σ, positive.</param>
    public GaussianTarget(int dimension, double standardDeviation)
        : this(RealVector.Zero(dimension), new IsotropicCovariance(dimension, standardDeviation))
    {
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Dimension => Mean.Length;

    /// <inheritdoc/>
    public override Structure Structure => new LinearStructure(Mean, Covariance);

    /// <inheritdoc/>
    public override double SecondMoment => Covariance.Trace + SquaredNorm(Mean);

    /// <inheritdoc/>
    public override bool HasBoundedSupport => false;

    /// <inheritdoc/>
    public ImmutableArray<GaussianComponent> Components => [new(1, Mean, Covariance)];

    /// <summary>Reads the target from a specification.</summary>
    /// <param name="node">An object of this kind.</param>
    /// <exception cref="SpecificationException">A field is missing, unknown or out of its range.</exception>
    public static GaussianTarget Read(SpecificationNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.WithFields("kind", "mean", "covariance", "dimension", "standardDeviation");
        SpecificationNode? mean = node.Optional("mean");
        RealVector? given = mean is null ? null : TargetFields.Mean(mean);
        if (node.Optional("covariance") is { } matrix)
        {
            if ((node.Optional("standardDeviation") ?? node.Optional("dimension")) is { } other)
                throw other.Error("found beside 'covariance', expected either a covariance or a dimension and a standard deviation");
            Covariance covariance = TargetFields.Covariance(matrix, given?.Length);
            return new GaussianTarget(given ?? RealVector.Zero(covariance.Dimension), covariance);
        }

        double deviation = TargetFields.StandardDeviation(
            node.Required("standardDeviation", "a standard deviation (with 'dimension'), or a 'covariance'"));
        SpecificationNode? size = node.Optional("dimension");
        int dimension = size?.AsInteger(1, MostDimensions) ?? given?.Length ?? throw node.Error($"the field 'dimension' is missing, expected an integer from 1 to {MostDimensions}");
        if (given is { } m && m.Length != dimension)
            throw mean!.Error($"found {mean.Describe()}, expected as many numbers as the dimension, {dimension}");
        return new GaussianTarget(given ?? RealVector.Zero(dimension), new IsotropicCovariance(dimension, deviation));
    }

    /// <inheritdoc/>
    public override Func<double, double> LogSquareMoment() => MixtureTail.LogSquareMoment(Components);

    /// <inheritdoc/>
    public override TailMass MassBeyond(double radius) => MixtureTail.Beyond(Components, radius);

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = new JsonObject { ["kind"] = Kind };
        if (Mean != RealVector.Zero(Dimension)) json["mean"] = Mean.ToJson();
        if (Covariance is IsotropicCovariance isotropic)
        {
            json["dimension"] = Dimension;
            json["standardDeviation"] = isotropic.StandardDeviation;
        }
        else
        {
            json["covariance"] = TargetFields.Matrix(Covariance);
        }

        return json;
    }

    internal static double SquaredNorm(RealVector vector)
    {
        double sum = 0;
        foreach (double value in vector.Span)
            sum += value * value;
        return sum;
    }
}
