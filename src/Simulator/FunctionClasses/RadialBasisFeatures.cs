using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.FunctionClasses;

/// <summary>
/// Radial basis functions <c>ψ_j(x) = exp(−‖x − c_j‖²/(2w²))</c> around centres. Means over N(m, S) are products over the eigenaxes of S,
/// <c>Π_l (1 + v_l/w²)^{−1/2} exp(−½ (Qᵀ(m − c_j))_l²/(w² + v_l))</c>.
/// </summary>
public sealed class RadialBasisFeatures : FeatureMap
{
    /// <summary>Larger exponents are left to the sum over the cloud point by point.</summary>
    private const double LargestExponent = 300;

    /// <summary>Differences of larger squares would have lost too many digits for an exponent.</summary>
    private const double LargestSquare = 1e4;

    private readonly double[] _centres;
    private readonly double _width;

    /// <summary>Creates features of one width.</summary>
    /// <param name="centres">c_j, p × d.</param>
    /// <param name="width">w, positive.</param>
    public RadialBasisFeatures(PointBatch centres, double width)
        : base(centres.Dimension, centres.Count)
    {
        _centres = centres.Data.ToArray();
        _width = width;
    }

    private PointBatch Centres => new(_centres, Dimension);

    /// <inheritdoc/>
    public override void Values(PointBatch points, MatrixView result) => Bumps(points, Centres, [.. Enumerable.Repeat(_width, Dimension)], 1, result);

    /// <inheritdoc/>
    public override IFeatureValues Smoothed(GaussianSpread spread) => new SmoothedFeatures(this, spread);

    /// <inheritdoc/>
    public override ICloudMeans Over(PointBatch offsets) => new ShiftedFeatures(this, offsets);

    /// <inheritdoc/>
    public override void Jacobians(PointBatch points, ReadOnlyMatrixView coefficients, Span<double> result)
    {
        int d = Dimension, q = coefficients.Columns;
        var values = new double[(long)points.Count * Count];
        Values(points, new MatrixView(values, points.Count, Count));
        result.Clear();
        for (int i = 0; i < points.Count; i++)
        {
            for (int j = 0; j < Count; j++)
            {
                double slope = -values[i * Count + j] / (_width * _width);
                for (int o = 0; o < q; o++)
                {
                    for (int l = 0; l < d; l++)
                        result[(i * q + o) * d + l] += slope * coefficients[j, o] * (points[i][l] - _centres[j * d + l]);
                }
            }
        }
    }

    /// <summary>Σ ‖B_j‖ e^{−1/2}/w, since the slope of a bump is at most e^{−1/2}/w.</summary>
    /// <param name="coefficients">B, p × q.</param>
    public override double LipschitzBound(ReadOnlyMatrixView coefficients)
    {
        double sum = 0;
        for (int j = 0; j < Count; j++)
        {
            double size = 0;
            for (int o = 0; o < coefficients.Columns; o++)
                size += coefficients[j, o] * coefficients[j, o];
            sum += Math.Sqrt(size);
        }

        return sum * Math.Exp(-0.5) / _width;
    }

    /// <summary>factor · exp(−½ Σ_l (x_l − c_l)²/w_l²).</summary>
    private static void Bumps(PointBatch points, PointBatch centres, double[] widths, double factor, MatrixView result)
    {
        // Distances from the first centre, so that the difference of squares has digits.
        int n = points.Count, p = centres.Count, d = points.Dimension;
        double[] x = Scaled(points, centres[0], widths), c = Scaled(centres, centres[0], widths), squares = new double[p];
        for (int j = 0; j < p; j++)
            squares[j] = -0.5 * TensorPrimitives.SumOfSquares<double>(c.AsSpan(j * d, d));
        double largest = -TensorPrimitives.Min<double>(squares);
        Products.Multiply(1, new ReadOnlyMatrixView(x, n, d), new ReadOnlyMatrixView(c, p, d).Transposed, 0, result);
        for (int i = 0; i < n; i++)
        {
            Span<double> row = Row(result, i);
            double square = 0.5 * TensorPrimitives.SumOfSquares<double>(x.AsSpan(i * d, d));
            if (square + largest <= LargestSquare)
            {
                TensorPrimitives.Add(row, squares, row);
                TensorPrimitives.Subtract(row, square, row);
                TensorPrimitives.Min(row, 0, row);
            }
            else
            {
                for (int j = 0; j < p; j++)
                    row[j] = Exponent(points[i], centres[j], widths);
            }

            Elementwise.Exp(row, row);
            TensorPrimitives.Multiply(row, factor, row);
        }
    }

    /// <summary>−½ Σ_l (x_l − c_l)²/w_l², difference by difference.</summary>
    private static double Exponent(ReadOnlySpan<double> x, ReadOnlySpan<double> c, double[] widths)
    {
        double sum = 0;
        for (int l = 0; l < x.Length; l++)
        {
            // Equal coordinates are at distance 0 however narrow the bump.
            double distance = x[l] == c[l] ? 0 : (x[l] - c[l]) / widths[l];
            sum += distance * distance;
        }

        return -0.5 * sum;
    }

    private static double[] Scaled(PointBatch points, ReadOnlySpan<double> origin, double[] widths)
    {
        double[] scaled = points.Data.ToArray();
        for (int i = 0; i < points.Count; i++)
        {
            Span<double> row = scaled.AsSpan(i * widths.Length, widths.Length);
            TensorPrimitives.Subtract(row, origin, row);
            TensorPrimitives.Divide(row, widths, row);
        }

        return scaled;
    }

    private sealed class SmoothedFeatures : IFeatureValues
    {
        private readonly GaussianSpread _spread;
        private readonly double[] _widths, _centres;
        private readonly double _factor = 1;

        public SmoothedFeatures(RadialBasisFeatures owner, GaussianSpread spread)
        {
            int d = owner.Dimension;
            (_spread, _widths, _centres) = (spread, new double[d], new double[owner._centres.Length]);
            for (int l = 0; l < d; l++)
            {
                _widths[l] = Math.Sqrt(owner._width * owner._width + spread.Variances[l]);
                _factor *= owner._width / _widths[l];
            }

            for (int j = 0; j < owner.Count; j++)
                spread.ToEigenbasis(owner.Centres[j], _centres.AsSpan(j * d, d));
        }

        public void Values(PointBatch points, MatrixView result)
        {
            int d = points.Dimension;
            var rotated = new double[points.Data.Length];
            for (int i = 0; i < points.Count; i++)
                _spread.ToEigenbasis(points[i], rotated.AsSpan(i * d, d));
            Bumps(new PointBatch(rotated, d), new PointBatch(_centres, d), _widths, _factor, result);
        }
    }

    /// <summary>With z = a x − c̄ and c̄ among the centres: ‖z + b x_j − c‖² = ‖z − c‖² + 2 b x_j·z − 2 b x_j·c + ‖b x_j‖², so that the sum over j is a product of matrices.</summary>
    private sealed class ShiftedFeatures : ICloudMeans
    {
        private readonly RadialBasisFeatures _owner;
        private readonly double[] _offsets, _squares, _right;
        private readonly bool _overflows;
        private readonly double _factor;

        public ShiftedFeatures(RadialBasisFeatures owner, PointBatch offsets)
        {
            int c = offsets.Count, d = owner.Dimension, p = owner.Count;
            (_owner, _offsets, _squares, _right) = (owner, offsets.Data.ToArray(), new double[c], new double[(long)c * p]);
            _factor = 1 / (owner._width * owner._width);
            double[] centres = [.. owner._centres];
            for (int j = 0; j < p; j++)
                TensorPrimitives.Subtract(centres.AsSpan(j * d, d), owner.Centres[0], centres.AsSpan(j * d, d));
            Products.Multiply(_factor, new ReadOnlyMatrixView(_offsets, c, d), new ReadOnlyMatrixView(centres, p, d).Transposed, 0, new MatrixView(_right, c, p));
            _overflows = !(Math.Abs(TensorPrimitives.MaxMagnitude<double>(_right)) <= LargestExponent);
            Elementwise.Exp(_right, _right);
            for (int j = 0; j < c; j++)
                _squares[j] = -0.5 * _factor * TensorPrimitives.SumOfSquares(offsets[j]);
        }

        public void Means(PointBatch shifts, ReadOnlyMatrixView shares, MatrixView result)
        {
            int n = shifts.Count, c = shares.Columns, d = _owner.Dimension, p = _owner.Count;
            using Scratch lefts = new(n * c), sums = new(n * p);
            Span<double> left = lefts.Numbers;
            double[] places = shifts.Data.ToArray();
            for (int i = 0; i < n; i++)
                TensorPrimitives.Subtract(places.AsSpan(i * d, d), _owner.Centres[0], places.AsSpan(i * d, d));
            Products.Multiply(-_factor, new ReadOnlyMatrixView(places, n, d), new ReadOnlyMatrixView(_offsets, c, d).Transposed, 0, new MatrixView(left, n, c));
            if (_overflows || !(Math.Abs(TensorPrimitives.MaxMagnitude<double>(left)) <= LargestExponent))
            {
                new PointwiseCloudMeans(_owner, _offsets).Means(shifts, shares, result);
                return;
            }

            for (int i = 0; i < n; i++)
            {
                Span<double> row = left.Slice(i * c, c);
                TensorPrimitives.Add(row, _squares, row);
                Elementwise.Exp(row, row);
                for (int j = 0; j < c; j++)
                    row[j] *= shares[i, j];
            }

            var sum = new MatrixView(sums.Numbers, n, p);
            Products.Multiply(1, new ReadOnlyMatrixView(left, n, c), new ReadOnlyMatrixView(_right, c, p), 0, sum);
            _owner.Values(shifts, result);
            for (int i = 0; i < n; i++)
                TensorPrimitives.Multiply(Row(result, i), Row(sum, i), Row(result, i));
        }
    }
}
