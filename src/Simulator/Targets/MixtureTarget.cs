using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Numerics.Statistics;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>The law Σ_k w_k N(m_k, S_k) in any dimension.</summary>
public sealed record MixtureTarget : Target, IGaussianMixture
{
    /// <summary>The name of the kind in specifications.</summary>
    public const string KindName = "mixture";

    /// <summary>How far from 1 the sum of the weights may be, to allow for decimal fractions.</summary>
    private const double WeightTolerance = 1e-9;

    /// <summary>Beside a larger mean, noise of size 1 vanishes in double precision.</summary>
    internal const double LargestMean = 1e12;

    /// <summary>Creates a mixture.</summary>
    /// <param name="weights">w_k, not negative, with sum 1; normalised to the last digit here.</param>
    /// <param name="means">m_k, K vectors of length d.</param>
    /// <param name="covariances">S_k, K matrices d × d, positive definite.</param>
    /// <exception cref="ArgumentException">Counts or dimensions do not fit, or the weights are no weights.</exception>
    public MixtureTarget(RealVector weights, ImmutableArray<RealVector> means, ImmutableArray<Covariance> covariances)
    {
        if (weights.Length == 0 || means.Length != weights.Length || covariances.Length != weights.Length)
            throw new ArgumentException("Weights, means and covariances must be equally many, and at least one.", nameof(weights));
        int d = means[0].Length;
        if (means.Any(m => m.Length != d) || covariances.Any(c => c.Dimension != d))
            throw new ArgumentException("All means and covariances must have the same dimension.", nameof(means));
        if (WeightProblem(weights) is { } problem) throw new ArgumentException(problem, nameof(weights));
        (Weights, Means) = (weights, means);

        // One form for one law: isotropic throughout, or matrices throughout, as in the JSON form.
        Covariances = covariances.All(c => c is IsotropicCovariance) ? covariances : [.. covariances.Select(TargetFields.Full)];
    }

    /// <summary>A mixture on the line.</summary>
    /// <param name="weights">w_k.</param>
    /// <param name="means">m_k.</param>
    /// <param name="standardDeviations">s_k.</param>
    public static MixtureTarget OnLine(ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> standardDeviations)
    {
        var vectors = ImmutableArray.CreateBuilder<RealVector>();
        var covariances = ImmutableArray.CreateBuilder<Covariance>();
        foreach (double mean in means)
            vectors.Add(new RealVector([mean]));
        foreach (double deviation in standardDeviations)
            covariances.Add(new IsotropicCovariance(1, deviation));
        return new MixtureTarget(new RealVector([.. weights]), vectors.ToImmutable(), covariances.ToImmutable());
    }

    /// <summary>w_k.</summary>
    public RealVector Weights { get; }

    /// <summary>m_k, each of length d.</summary>
    public ImmutableArray<RealVector> Means { get; }

    /// <summary>S_k, each d × d.</summary>
    public ImmutableArray<Covariance> Covariances { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Dimension => Means[0].Length;

    /// <inheritdoc/>
    public override Structure Structure
    {
        get
        {
            ImmutableArray<GaussianComponent> components = Components;
            if (components.Length == 1) return new LinearStructure(components[0].Mean, components[0].Covariance);
            if (Dimension > 1) return new MixtureStructure(components);
            return new LineStructure(new UnivariateMixture(
                [.. components.Select(c => c.Weight)],
                [.. components.Select(c => c.Mean[0])],
                [.. components.Select(c => Math.Sqrt(c.Covariance.Eigenvalues[0]))]));
        }
    }

    /// <inheritdoc/>
    public override double SecondMoment
        => Components.Sum(c => c.Weight * (c.Covariance.Trace + GaussianTarget.SquaredNorm(c.Mean)));

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
                if (Weights[k] > 0) components.Add(new GaussianComponent(Weights[k] / total, Means[k], Covariances[k]));
            }

            return components.ToImmutable();
        }
    }

    /// <summary>Reads the target from a specification.</summary>
    /// <param name="node">An object of this kind.</param>
    /// <exception cref="SpecificationException">A field is missing, unknown or out of its range.</exception>
    public static MixtureTarget Read(SpecificationNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.WithFields("kind", "weights", "means", "standardDeviations", "covariances");
        SpecificationNode weightNode = node.Required("weights", "an array of weights with sum 1");
        var weights = new RealVector(
            [.. weightNode.AsItems("weights").Select(w => w.AsNumber(v => v >= 0, "a weight that is not negative"))]);
        if (WeightProblem(weights) is { } problem) throw weightNode.Error(problem);

        SpecificationNode meanNode = node.Required("means", "an array of means, one per weight");
        ImmutableArray<SpecificationNode> meanItems = CountLike(meanNode, weights.Length, "means");
        ImmutableArray<RealVector> means = [.. meanItems.Select(TargetFields.Mean)];
        int d = means[0].Length;
        for (int k = 1; k < means.Length; k++)
        {
            if (means[k].Length != d) throw meanItems[k].Error($"found {meanItems[k].Describe()}, expected {d} {(d == 1 ? "number" : "numbers")} as in the first mean");
        }

        for (int k = 0; k < means.Length; k++)
        {
            if (MeanProblem(means, k) is { } tooFar) throw meanItems[k].Error(tooFar);
        }

        ImmutableArray<Covariance> covariances;
        if (node.Optional("covariances") is { } matrices)
        {
            if (node.Optional("standardDeviations") is { } both)
                throw both.Error("found beside 'covariances', expected only one of the two");
            covariances = [.. CountLike(matrices, weights.Length, "covariances").Select(c => TargetFields.Covariance(c, d))];
        }
        else
        {
            SpecificationNode deviations = node.Required("standardDeviations", "an array of standard deviations, or 'covariances'");
            covariances =
            [
                .. CountLike(deviations, weights.Length, "standard deviations")
                    .Select(s => new IsotropicCovariance(d, TargetFields.StandardDeviation(s))),
            ];
        }

        return new MixtureTarget(weights, means, covariances);
    }

    /// <inheritdoc/>
    public bool Equals(MixtureTarget? other)
        => other is not null
            && Weights == other.Weights
            && Means.AsSpan().SequenceEqual(other.Means.AsSpan())
            && Covariances.AsSpan().SequenceEqual(other.Covariances.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Weights);
        foreach (RealVector mean in Means) hash.Add(mean);
        foreach (Covariance covariance in Covariances) hash.Add(covariance);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override Func<double, double> LogSquareMoment() => MixtureTail.LogSquareMoment(Components);

    /// <inheritdoc/>
    public override TailMass MassBeyond(double radius) => MixtureTail.Beyond(Components, radius);

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["kind"] = Kind,
            ["weights"] = Weights.ToJson(),
            ["means"] = new JsonArray([.. Means.Select(m => (JsonNode)m.ToJson())]),
        };
        if (Covariances.All(c => c is IsotropicCovariance))
            json["standardDeviations"] = new JsonArray([.. Covariances.Select(c => (JsonNode)((IsotropicCovariance)c).StandardDeviation)]);
        else
            json["covariances"] = new JsonArray([.. Covariances.Select(c => (JsonNode)TargetFields.Matrix(c))]);
        return json;
    }

    /// <summary>What is wrong with the means of a mixture that is to be diffused, or null.</summary>
    internal string? MeanProblem() => Enumerable.Range(0, Means.Length).Select(k => MeanProblem(Means, k)).FirstOrDefault(p => p is not null);

    private static string? MeanProblem(ImmutableArray<RealVector> means, int k)
    {
        if (means.Length == 1) return null;
        foreach (double entry in means[k].Span)
        {
            if (Math.Abs(entry) > LargestMean)
                return $"found a mean of size {Math.Abs(entry):G4}, expected at most 1e12, beside which noise of size 1 can still be seen; shift or scale the data";
        }

        return null;
    }

    /// <summary>What is wrong with weights, or null.</summary>
    internal static string? WeightProblem(RealVector weights)
    {
        double sum = 0;
        foreach (double weight in weights.Span)
        {
            if (!(weight >= 0)) return $"found the weight {weight}, expected weights that are not negative";
            sum += weight;
        }

        return Math.Abs(sum - 1) <= WeightTolerance ? null : $"found weights with sum {sum:R}, expected sum 1";
    }

    /// <summary>The items of an array that must have as many as there are weights.</summary>
    internal static ImmutableArray<SpecificationNode> CountLike(SpecificationNode node, int count, string what)
    {
        ImmutableArray<SpecificationNode> items = node.AsItems(what);
        return items.Length == count ? items : throw node.Error($"found {node.Describe()}, expected {count} {what}, one per weight");
    }
}
