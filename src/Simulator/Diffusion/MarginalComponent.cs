using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Mixtures;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>A component of a Gaussian mixture at a noise level: its marginal variances and its posterior, axis by axis of its eigenbasis.</summary>
internal sealed class MarginalComponent
{
    private readonly Covariance _covariance;
    private readonly ImmutableArray<double> _marginal;
    private readonly double[] _inverse, _gain, _posterior;

    public MarginalComponent(GaussianComponent component, NoiseLevel level)
    {
        _covariance = component.Covariance;
        ImmutableArray<double> variances = component.Covariance.Eigenvalues;
        ImmutableArray<double> marginal = _marginal = [.. variances.Select(level.MarginalVariance)];
        _inverse = [.. marginal.Select(v => 1 / v)];
        _gain = [.. variances.Zip(marginal, (s, v) => level.Signal * s / v)];
        _posterior = [.. variances.Zip(marginal, (s, v) => level.OneMinusAlphaBar * s / v)];
        DataMean = [.. component.Mean.Span];
        Mean = [.. DataMean.Select(m => level.Signal * m)];
        LogNorm = Math.Log(component.Weight) - marginal.Sum(v => 0.5 * Math.Log(v)) - Dimension * Normal.LogSqrtTwoPi;
    }

    /// <summary>Q, d × d, or empty if the coordinate axes are eigenvectors.</summary>
    public ReadOnlySpan<double> Basis => _covariance.Eigenvectors.AsSpan();

    /// <summary>1/V_k along the axes.</summary>
    public ReadOnlySpan<double> Inverse => _inverse;

    /// <summary>√ᾱ S_k/V_k along the axes.</summary>
    public ReadOnlySpan<double> Gain => _gain;

    /// <summary>C_k along the axes.</summary>
    public ReadOnlySpan<double> Posterior => _posterior;

    public int Dimension => DataMean.Length;

    /// <summary>The score of the component is −V_k⁻¹ (x − √ᾱ m_k).</summary>
    public MixtureTerm ScoreTerm() => new(LogNorm, [.. Mean], _marginal, [.. _marginal.Select(v => -1 / v)], [], _covariance.Eigenvectors);

    /// <summary>Its posterior mean is m_k + √ᾱ S_k V_k⁻¹ (x − √ᾱ m_k).</summary>
    public MixtureTerm MeanTerm() => new(LogNorm, [.. Mean], _marginal, [.. _gain], [.. DataMean], _covariance.Eigenvectors);

    public double LogNorm { get; }

    public double[] DataMean { get; }

    public double[] Mean { get; }

    /// <summary>log(w_k N(x; √ᾱ m_k, V_k)); leaves Qᵀ(x − √ᾱ m_k) in <paramref name="rotated"/>.</summary>
    public double LogTerm(ReadOnlySpan<double> x, Span<double> scratch, Span<double> rotated)
    {
        TensorPrimitives.Subtract(x, Mean, scratch);
        _covariance.ToEigenbasis(scratch, rotated);
        double square = 0;
        for (int j = 0; j < rotated.Length; j++)
            square += rotated[j] * rotated[j] * _inverse[j];
        return LogNorm - 0.5 * square;
    }

    /// <summary>V_k⁻¹ (x − √ᾱ m_k).</summary>
    public void Pull(ReadOnlySpan<double> rotated, Span<double> scratch, Span<double> result)
    {
        TensorPrimitives.Multiply(rotated, _inverse, scratch);
        _covariance.FromEigenbasis(scratch, result);
    }

    /// <summary>μ_k.</summary>
    public void PosteriorMean(ReadOnlySpan<double> rotated, Span<double> scratch, Span<double> result)
    {
        TensorPrimitives.Multiply(rotated, _gain, scratch);
        _covariance.FromEigenbasis(scratch, result);
        TensorPrimitives.Add(result, DataMean, result);
    }

    public void AddInverse(double weight, Span<double> matrix) => AddDiagonal(weight, _inverse, matrix);

    public void AddPosteriorCovariance(double weight, Span<double> matrix) => AddDiagonal(weight, _posterior, matrix);

    /// <summary>matrix += weight Q diag(values) Qᵀ.</summary>
    private void AddDiagonal(double weight, double[] values, Span<double> matrix)
    {
        int d = values.Length;
        ReadOnlySpan<double> q = _covariance.Eigenvectors.AsSpan();
        if (q.IsEmpty)
        {
            for (int i = 0; i < d; i++)
                matrix[i * d + i] += weight * values[i];
            return;
        }

        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                double sum = 0;
                for (int l = 0; l < d; l++)
                    sum += q[i * d + l] * values[l] * q[j * d + l];
                matrix[i * d + j] += weight * sum;
            }
        }
    }
}
