using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Quadrature;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.FunctionClasses;

/// <summary>For a Gaussian mixture: X_{t−1} given X_t = x is <c>Σ_k r_k N(a x + b μ_k(x), b² C_k)</c>, with means affine in x, so that a branch of the mixture is one product of matrices.</summary>
internal sealed class MixtureStepMean : StepMean
{
    /// <summary>Branches of smaller probability change no more than the thirteenth digit.</summary>
    private const double Negligible = 1e-14;

    private readonly Expansion _before;
    private readonly MixtureMarginal _marginal;
    private readonly ImmutableArray<Branch> _branches;
    private readonly SimdBackend _products = new(1);

    public MixtureStepMean(IGaussianMixture mixture, Schedule schedule, Expansion before, GaussianCubature cubature)
    {
        int t = before.Time + 1;
        _before = before;
        _marginal = new MixtureMarginal(mixture, schedule[t]);
        double a = schedule.PairSlope(t), b = schedule.PairGain(t);
        _branches = [.. mixture.Components.Select(c => Branch.Of(new MarginalComponent(c, schedule[t]), a, b, before, cubature))];
    }

    /// <inheritdoc/>
    public override void Evaluate(PointBatch points, Span<double> result)
    {
        int n = points.Count, d = points.Dimension, k = _branches.Length;
        double[] shares = new double[n * k], chosen = new double[n * d], means = new double[n * d], values = new double[n * d];
        using var features = new Scratch(n * _before.Map.Count);
        var rows = new int[n];
        _marginal.Responsibilities(points, shares);
        result.Clear();
        for (int c = 0; c < k; c++)
        {
            int count = 0;
            for (int i = 0; i < n; i++)
            {
                if (!(shares[i * k + c] > Negligible)) continue;
                points[i].CopyTo(chosen.AsSpan(count * d));
                rows[count++] = i;
            }

            if (count == 0) continue;
            Branch branch = _branches[c];
            Span<double> mean = means.AsSpan(0, count * d), value = values.AsSpan(0, count * d);
            for (int i = 0; i < count; i++)
                branch.Constant.CopyTo(mean[(i * d)..]);
            _products.Multiply(1, new ReadOnlyMatrixView(chosen, count, d), new ReadOnlyMatrixView(branch.Slope, d, d).Transposed, 1, new MatrixView(mean, count, d));
            var view = new MatrixView(features.Numbers, count, _before.Map.Count);
            branch.Features.Values(new PointBatch(mean, d), view);
            _before.Combine(view, value);
            if (_before.Baseline is { } baseline) AddBaseline(baseline, _before.Time, branch.Spread, mean, value);
            for (int i = 0; i < count; i++)
            {
                Span<double> row = result.Slice(rows[i] * d, d);
                TensorPrimitives.MultiplyAdd(value.Slice(i * d, d), shares[rows[i] * k + c], row, row);
            }
        }
    }

    private static void AddBaseline(IBaseline baseline, int time, GaussianSpread spread, ReadOnlySpan<double> means, Span<double> values)
    {
        int d = spread.Dimension;
        double[] node = new double[d], places = new double[means.Length], guess = new double[means.Length];
        for (int g = 0; g < spread.Nodes; g++)
        {
            double weight = spread.Node(g, node);
            for (int i = 0; i < places.Length; i++)
                places[i] = means[i] + node[i % d];
            baseline.Evaluate(time, new PointBatch(places, d), guess);
            TensorPrimitives.MultiplyAdd(guess, weight, values, values);
        }
    }

    /// <summary>A component: a x + b μ(x) = M x + c, N(0, b² C), and the features averaged over it.</summary>
    private sealed record Branch(double[] Slope, double[] Constant, GaussianSpread Spread, IFeatureValues Features)
    {
        public static Branch Of(MarginalComponent component, double a, double b, Expansion before, GaussianCubature cubature)
        {
            int d = component.Dimension;
            double[] slope = new GaussianSpread(component.Basis, component.Gain.ToArray(), cubature).Covariance(), constant = new double[d];
            for (int i = 0; i < d; i++)
            {
                double seen = TensorPrimitives.Dot<double>(slope.AsSpan(i * d, d), component.Mean);
                constant[i] = b * (component.DataMean[i] - seen);
                TensorPrimitives.Multiply(slope.AsSpan(i * d, d), b, slope.AsSpan(i * d, d));
                slope[i * d + i] += a;
            }

            double[] variances = [.. component.Posterior.ToArray().Select(v => b * b * v)];
            var spread = new GaussianSpread(component.Basis, variances, cubature);
            return new Branch(slope, constant, spread, before.Map.Smoothed(spread));
        }
    }
}
