using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.FunctionClasses;

/// <summary>
/// Affine experts behind the gates of a mixture: <c>r_k(x)</c> and <c>r_k(x) (x − c)/s</c> with the posterior probabilities r_k of the components at the noise level. The last component has no features of its own: with the
/// affine part beside them, Σ r_k = 1 would make them dependent.
/// </summary>
/// <remarks>Means of a softmax over a Gaussian have no closed form: they are cubatures, exact for smooth gates up to the degree of their nodes in the small spread of a step.</remarks>
public sealed class GatedFeatures : FeatureMap
{
    private readonly MixtureMarginal _marginal;
    private readonly ImmutableArray<MarginalComponent> _components;
    private readonly AffineFeatures _affine;
    private readonly Frame _frame;

    /// <summary>Creates features.</summary>
    /// <param name="gates">The mixture, with at least two components.</param>
    /// <param name="level">The noise level.</param>
    /// <param name="frame">Centre and scale.</param>
    public GatedFeatures(IGaussianMixture gates, NoiseLevel level, Frame frame)
        : base(frame.Dimension, (gates.Components.Length - 1) * (1 + frame.Dimension))
    {
        _marginal = new MixtureMarginal(gates, level);
        _components = [.. gates.Components.Select(c => new MarginalComponent(c, level))];
        (_affine, _frame) = (new AffineFeatures(frame), frame);
    }

    /// <inheritdoc/>
    public override bool HasClosedMeans => false;

    /// <inheritdoc/>
    public override void Values(PointBatch points, MatrixView result)
    {
        int n = points.Count, k = _components.Length, width = 1 + Dimension;
        double[] shares = new double[n * k], affine = new double[n * width];
        _marginal.Responsibilities(points, shares);
        _affine.Values(points, new MatrixView(affine, n, width));
        for (int i = 0; i < n; i++)
        {
            Span<double> row = Row(result, i);
            for (int c = 0; c < k - 1; c++)
                TensorPrimitives.Multiply(affine.AsSpan(i * width, width), shares[i * k + c], row.Slice(c * width, width));
        }
    }

    /// <inheritdoc/>
    public override IFeatureValues Smoothed(GaussianSpread spread) => SmoothedByCubature(spread);

    /// <inheritdoc/>
    public override void Jacobians(PointBatch points, ReadOnlyMatrixView coefficients, Span<double> result)
    {
        int n = points.Count, d = Dimension, k = _components.Length, width = 1 + d, q = coefficients.Columns;
        double[] shares = new double[n * k], affine = new double[n * width], pulls = new double[k * d], mean = new double[d], scratch = new double[d], rotated = new double[d], slope = new double[d];
        _marginal.Responsibilities(points, shares);
        _affine.Values(points, new MatrixView(affine, n, width));
        result.Clear();
        for (int i = 0; i < n; i++)
        {
            // ∂r_k = r_k (Σ_l r_l p_l − p_k) with p_k = V_k⁻¹(x − √ᾱ m_k).
            Array.Clear(mean);
            for (int c = 0; c < k; c++)
            {
                Span<double> pull = pulls.AsSpan(c * d, d);
                _components[c].LogTerm(points[i], scratch, rotated);
                _components[c].Pull(rotated, scratch, pull);
                TensorPrimitives.MultiplyAdd(pull, shares[i * k + c], mean, mean);
            }

            for (int c = 0; c < k - 1; c++)
            {
                double share = shares[i * k + c];
                TensorPrimitives.Subtract(mean, pulls.AsSpan(c * d, d), slope);
                TensorPrimitives.Multiply(slope, share, slope);
                ReadOnlyMatrixView expert = coefficients.Block(c * width, 0, width, q);
                for (int o = 0; o < q; o++)
                {
                    double value = 0;
                    for (int j = 0; j < width; j++)
                        value += expert[j, o] * affine[i * width + j];
                    Span<double> row = result.Slice((i * q + o) * d, d);
                    TensorPrimitives.MultiplyAdd(slope, value, row, row);
                    for (int j = 0; j < d; j++)
                        row[j] += share * expert[1 + j, o] / _frame.Scale;
                }
            }
        }
    }

    /// <summary>There is none: gates times affine functions have slopes that grow where gates turn.</summary>
    /// <param name="coefficients">B, p × q.</param>
    public override double LipschitzBound(ReadOnlyMatrixView coefficients)
        => Array.TrueForAll(coefficients.ToArray(), c => c == 0) ? 0 : double.PositiveInfinity;
}
