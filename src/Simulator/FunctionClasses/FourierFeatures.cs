using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.FunctionClasses;

/// <summary>
/// Random Fourier features (Rahimi, Recht 2007): <c>ψ_j(x) = √2 cos(ω_j·(x − c) + η_j)</c>, whose inner products approach Gaussian kernels. Their means over Gaussians are
/// <c>√2 e^{−½ ωᵀSω} cos(ω·(m − c) + η)</c> (section 9).
/// </summary>
public sealed class FourierFeatures : FeatureMap
{
    private static readonly double Amplitude = Math.Sqrt(2);

    private readonly double[] _frequencies, _offsets, _amplitudes;

    /// <summary>Creates features.</summary>
    /// <param name="centre">c, length d.</param>
    /// <param name="frequencies">ω_j as columns, d × p.</param>
    /// <param name="phases">η_j, p numbers.</param>
    public FourierFeatures(ReadOnlySpan<double> centre, double[] frequencies, ReadOnlySpan<double> phases)
        : base(centre.Length, phases.Length)
    {
        _frequencies = frequencies;
        _offsets = phases.ToArray();
        _amplitudes = new double[Count];
        Array.Fill(_amplitudes, Amplitude);
        Products.Multiply(-1, new ReadOnlyMatrixView(centre, 1, Dimension), Frequencies, 1, new MatrixView(_offsets, 1, Count));
    }

    private ReadOnlyMatrixView Frequencies => new(_frequencies, Dimension, Count);

    /// <inheritdoc/>
    public override void Values(PointBatch points, MatrixView result) => Cosines(points, _offsets, _amplitudes, result);

    /// <inheritdoc/>
    public override IFeatureValues Smoothed(GaussianSpread spread) => new SmoothedFeatures(this, Damping(spread));

    /// <inheritdoc/>
    public override ICloudMeans Over(PointBatch offsets) => new TurnedFeatures(this, offsets);

    /// <inheritdoc/>
    public override void Jacobians(PointBatch points, ReadOnlyMatrixView coefficients, Span<double> result)
    {
        int d = Dimension, q = coefficients.Columns, p = Count;
        using var room = new Scratch(points.Count * p);
        Span<double> slopes = room.Numbers;
        double[] turned = new double[p], scaled = new double[p * q];

        // −sin x = cos(x + π/2).
        TensorPrimitives.Add(_offsets, Math.PI / 2, turned);
        Cosines(points, turned, _amplitudes, new MatrixView(slopes, points.Count, p));
        for (int i = 0; i < points.Count; i++)
        {
            for (int j = 0; j < p; j++)
            {
                for (int o = 0; o < q; o++)
                    scaled[j * q + o] = slopes[i * p + j] * coefficients[j, o];
            }

            Products.Multiply(1, new ReadOnlyMatrixView(scaled, p, q).Transposed, Frequencies.Transposed, 0, new MatrixView(result.Slice(i * q * d, q * d), q, d));
        }
    }

    /// <summary>The smaller of √2 ‖B‖ ‖Ω‖ and √2 Σ ‖B_j‖ ‖ω_j‖.</summary>
    /// <param name="coefficients">B, p × q.</param>
    public override double LipschitzBound(ReadOnlyMatrixView coefficients)
    {
        double sum = 0;
        for (int j = 0; j < Count; j++)
        {
            double size = 0, frequency = 0;
            for (int o = 0; o < coefficients.Columns; o++)
                size += coefficients[j, o] * coefficients[j, o];
            for (int l = 0; l < Dimension; l++)
                frequency += _frequencies[l * Count + j] * _frequencies[l * Count + j];
            sum += Math.Sqrt(size * frequency);
        }

        return Amplitude * Math.Min(sum, SpectralNorm.Of(coefficients) * SpectralNorm.Of(Frequencies));
    }

    /// <summary>√2 e^{−½ ωᵀSω} of every feature.</summary>
    private double[] Damping(GaussianSpread spread)
    {
        int d = Dimension, p = Count;
        double[] damping = new double[p], basis = new double[d * d], along = new double[(long)d * p], axis = new double[d];

        // Rows of QᵀΩ.
        for (int l = 0; l < d; l++)
        {
            Array.Clear(axis);
            axis[l] = 1;
            spread.ToEigenbasis(axis, basis.AsSpan(l * d, d));
        }

        Products.Multiply(1, new ReadOnlyMatrixView(basis, d, d).Transposed, Frequencies, 0, new MatrixView(along, d, p));
        for (int l = 0; l < d; l++)
        {
            for (int j = 0; j < p; j++)
                damping[j] -= 0.5 * spread.Variances[l] * along[l * p + j] * along[l * p + j];
        }

        Elementwise.Exp(damping, damping);
        TensorPrimitives.Multiply(damping, Amplitude, damping);
        return damping;
    }

    private void Cosines(PointBatch points, ReadOnlySpan<double> offsets, ReadOnlySpan<double> amplitudes, MatrixView result)
    {
        Products.Multiply(1, new ReadOnlyMatrixView(points.Data, points.Count, Dimension), Frequencies, 0, result);
        for (int i = 0; i < points.Count; i++)
            Elementwise.Cos(Row(result, i), offsets, amplitudes, Row(result, i));
    }

    private sealed class SmoothedFeatures(FourierFeatures owner, double[] amplitudes) : IFeatureValues
    {
        public void Values(PointBatch points, MatrixView result) => owner.Cosines(points, owner._offsets, amplitudes, result);
    }

    /// <summary>cos(A + B_j) = cos A cos B_j − sin A sin B_j: the sums over the cloud are products of matrices.</summary>
    private sealed class TurnedFeatures : ICloudMeans
    {
        private readonly FourierFeatures _owner;
        private readonly double[] _cosines, _sines, _turned;

        public TurnedFeatures(FourierFeatures owner, PointBatch offsets)
        {
            int c = offsets.Count, p = owner.Count;
            double[] one = new double[p], phase = new double[p];
            (_owner, _cosines, _sines, _turned) = (owner, new double[(long)c * p], new double[(long)c * p], new double[p]);
            Array.Fill(one, 1);
            owner.Cosines(offsets, phase, one, new MatrixView(_cosines, c, p));

            // sin x = cos(x − π/2).
            Array.Fill(phase, -Math.PI / 2);
            owner.Cosines(offsets, phase, one, new MatrixView(_sines, c, p));
            TensorPrimitives.Subtract(owner._offsets, Math.PI / 2, _turned);
        }

        public void Means(PointBatch shifts, ReadOnlyMatrixView shares, MatrixView result)
        {
            int n = shifts.Count, c = shares.Columns, p = _owner.Count;
            using Scratch sums = new(n * p), other = new(n * p);
            MatrixView sum = new(sums.Numbers, n, p), sine = new(other.Numbers, n, p);
            Products.Multiply(1, shares, new ReadOnlyMatrixView(_cosines, c, p), 0, sum);
            _owner.Values(shifts, result);
            for (int i = 0; i < n; i++)
                TensorPrimitives.Multiply(Row(result, i), Row(sum, i), Row(result, i));
            Products.Multiply(-1, shares, new ReadOnlyMatrixView(_sines, c, p), 0, sum);
            _owner.Cosines(shifts, _turned, _owner._amplitudes, sine);
            for (int i = 0; i < n; i++)
                TensorPrimitives.MultiplyAdd(Row(sine, i), Row(sum, i), Row(result, i), Row(result, i));
        }
    }
}
