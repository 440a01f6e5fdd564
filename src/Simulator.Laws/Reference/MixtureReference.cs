using System.Collections.Immutable;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Laws.Reference;

/// <summary>
/// Gaussian mixtures (section 3): <c>X_t ~ Σ w_k N(√ᾱ m_k, V_k)</c> and <c>X_0 | X_t = x ~ Σ r_k N(μ_k, C_k)</c>, each component with a rule for the
/// normal law in the eigenbasis of its S_k.
/// </summary>
/// <param name="mixture">The law of X_0.</param>
internal sealed class MixtureReference(IGaussianMixture mixture) : ReferenceLaw
{
    /// <summary>Posterior weights below this change no mean that a double can hold.</summary>
    private const double Negligible = 1e-18;

    private readonly ImmutableArray<GaussianComponent> _components = mixture.Components;

    /// <inheritdoc/>
    public override int Dimension => _components[0].Mean.Length;

    /// <inheritdoc/>
    public override double[] Mean => [.. Enumerable.Range(0, Dimension).Select(j => _components.Sum(c => c.Weight * c.Mean[j]))];

    /// <inheritdoc/>
    public override double SecondMoment
        => _components.Sum(c => c.Weight * (c.Covariance.Trace + Enumerable.Range(0, Dimension).Sum(j => c.Mean[j] * c.Mean[j])));

    /// <inheritdoc/>
    public override NestedRule Marginal(NoiseLevel level)
    {
        var rule = new Builder(Dimension, _components.Length);
        foreach (GaussianComponent c in _components)
        {
            double[] centre = [.. c.Mean.Span.ToArray().Select(m => level.Signal * m)];
            rule.Add(c.Weight, centre, c.Covariance, [.. c.Covariance.Eigenvalues.Select(v => Math.Sqrt(level.MarginalVariance(v)))]);
        }

        return rule.Build();
    }

    /// <inheritdoc/>
    public override NestedRule Posterior(NoiseLevel level, ReadOnlySpan<double> x)
    {
        int d = Dimension;
        var logs = new double[_components.Length];
        var rotated = new double[_components.Length][];
        double[] centred = new double[d];
        for (int k = 0; k < logs.Length; k++)
        {
            GaussianComponent c = _components[k];
            for (int j = 0; j < d; j++)
                centred[j] = x[j] - level.Signal * c.Mean[j];
            rotated[k] = new double[d];
            c.Covariance.ToEigenbasis(centred, rotated[k]);
            logs[k] = Math.Log(c.Weight);
            for (int j = 0; j < d; j++)
            {
                double variance = level.MarginalVariance(c.Covariance.Eigenvalues[j]);
                logs[k] -= 0.5 * (rotated[k][j] * rotated[k][j] / variance + Math.Log(variance));
            }
        }

        double largest = logs.Max(), total = logs.Sum(l => Math.Exp(l - largest));
        var rule = new Builder(d, logs.Length);
        for (int k = 0; k < logs.Length; k++)
        {
            double weight = Math.Exp(logs[k] - largest) / total;
            if (weight < Negligible) continue;
            GaussianComponent c = _components[k];
            double[] pulled = new double[d], mean = new double[d], deviations = new double[d];
            for (int j = 0; j < d; j++)
            {
                double own = c.Covariance.Eigenvalues[j], variance = level.MarginalVariance(own);
                pulled[j] = level.Signal * own / variance * rotated[k][j];
                deviations[j] = Math.Sqrt(level.OneMinusAlphaBar * own / variance);
            }

            c.Covariance.FromEigenbasis(pulled, mean);
            for (int j = 0; j < d; j++)
                mean[j] += c.Mean[j];
            rule.Add(weight, mean, c.Covariance, deviations);
        }

        return rule.Build();
    }

    /// <summary>Puts the rules of components together.</summary>
    private sealed class Builder(int dimension, int components)
    {
        private readonly NestedRule _normal = NestedRule.StandardNormal(dimension);
        private readonly List<double> _nodes = new(components * dimension * 100), _fine = [], _coarse = [];

        public void Add(double weight, ReadOnlySpan<double> mean, Covariance axes, ReadOnlySpan<double> deviations)
        {
            Span<double> scaled = stackalloc double[dimension], point = stackalloc double[dimension];
            for (int i = 0; i < _normal.Count; i++)
            {
                for (int j = 0; j < dimension; j++)
                    scaled[j] = deviations[j] * _normal.Nodes[i * dimension + j];
                axes.FromEigenbasis(scaled, point);
                for (int j = 0; j < dimension; j++)
                    _nodes.Add(mean[j] + point[j]);
                _fine.Add(weight * _normal.Fine[i]);
                _coarse.Add(weight * _normal.Coarse[i]);
            }
        }

        public NestedRule Build() => new(dimension, [.. _nodes], [.. _fine], [.. _coarse]);
    }
}
