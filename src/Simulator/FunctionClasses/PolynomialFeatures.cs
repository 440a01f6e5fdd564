using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>
/// Monomials of degree 2 … k in (x − c)/s. Means follow from <c>Π_{i∈α}(u + v)_i = Σ_{S⊆α} Π_{i∉S} u_i Π_{i∈S} v_i</c> and the moments of the random part v: Isserlis' theorem for
/// Gaussians, averages over the data for clouds.
/// </summary>
public sealed class PolynomialFeatures : FeatureMap
{
    private readonly Frame _frame;

    // A monomial is the sorted list of its factors. All of degree 0 … k, by degree; features are those from degree 2 on.
    private readonly int[][] _monomials;
    private readonly int[] _parents;

    // For every feature and every subset S of its factors: the monomials of the rest and of S.
    private readonly (int Left, int Part)[][] _splits;

    /// <summary>Creates features.</summary>
    /// <param name="frame">Centre and scale.</param>
    /// <param name="degree">k, at least 2.</param>
    public PolynomialFeatures(Frame frame, int degree)
        : base(frame.Dimension, CountOf(frame.Dimension, degree))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 2);
        _frame = frame;
        var places = new Dictionary<string, int>();
        var monomials = new List<int[]> { Array.Empty<int>() };
        places.Add("", 0);
        for (int first = 0, k = 1; k <= degree; k++)
        {
            int last = monomials.Count;
            for (; first < last; first++)
            {
                int[] shorter = monomials[first];
                for (int i = shorter.Length == 0 ? 0 : shorter[^1]; i < Dimension; i++)
                {
                    int[] monomial = [.. shorter, i];
                    places.Add(Key(monomial), monomials.Count);
                    monomials.Add(monomial);
                }
            }
        }

        _monomials = [.. monomials];
        _parents = [.. monomials.Select(m => m.Length == 0 ? 0 : places[Key(m[..^1])])];
        _splits = [.. monomials.Skip(1 + Dimension).Select(m => Enumerable.Range(0, 1 << m.Length).Select(s => (
            places[Key([.. m.Where((_, i) => (s >> i & 1) == 0)])], places[Key([.. m.Where((_, i) => (s >> i & 1) == 1)])])).ToArray())];
    }

    /// <summary>How many monomials there are of degree 2 … k in d coordinates; as a double, since it overflows.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="degree">k.</param>
    public static double Monomials(int dimension, int degree)
    {
        double count = 1;
        for (int i = 1; i <= degree; i++)
            count = count * (dimension + i) / i;
        return Math.Round(count) - 1 - dimension;
    }

    /// <inheritdoc/>
    public override void Values(PointBatch points, MatrixView result)
    {
        var all = new double[_monomials.Length];
        for (int i = 0; i < points.Count; i++)
        {
            Fill(Scaled(points[i]), all);
            all.AsSpan(1 + Dimension).CopyTo(Row(result, i));
        }
    }

    /// <inheritdoc/>
    public override IFeatureValues Smoothed(GaussianSpread spread) => new SmoothedFeatures(this, spread);

    /// <inheritdoc/>
    public override ICloudMeans Over(PointBatch offsets) => new CloudMoments(this, offsets);

    /// <inheritdoc/>
    public override void Jacobians(PointBatch points, ReadOnlyMatrixView coefficients, Span<double> result)
    {
        int d = Dimension, q = coefficients.Columns;
        double[] all = new double[_monomials.Length], slopes = new double[d];
        result.Clear();
        for (int i = 0; i < points.Count; i++)
        {
            Fill(Scaled(points[i]), all);
            for (int j = 0; j < Count; j++)
            {
                // The derivative by coordinate l: the product of the other factors, once for every factor that is l.
                int[] monomial = _monomials[1 + d + j];
                Array.Clear(slopes);
                for (int f = 0; f < monomial.Length; f++)
                    slopes[monomial[f]] += all[_splits[j][1 << f].Left] / _frame.Scale;
                for (int o = 0; o < q; o++)
                    TensorPrimitives.MultiplyAdd(slopes, coefficients[j, o], result.Slice((i * q + o) * d, d), result.Slice((i * q + o) * d, d));
            }
        }
    }

    /// <summary>There is none, unless all coefficients vanish.</summary>
    /// <param name="coefficients">B, p × q.</param>
    public override double LipschitzBound(ReadOnlyMatrixView coefficients)
        => Array.TrueForAll(coefficients.ToArray(), c => c == 0) ? 0 : double.PositiveInfinity;

    private static int CountOf(int dimension, int degree)
        => Monomials(dimension, degree) is <= int.MaxValue / 8 and var count ? (int)count : throw new ArgumentOutOfRangeException(nameof(degree), degree, "There are too many monomials.");

    private static string Key(int[] monomial) => string.Join(',', monomial);

    /// <summary>E Π_{i∈α} v_i for v ~ N(0, S) (Isserlis): pair the first factor with every other.</summary>
    private double Moment(ReadOnlySpan<int> monomial, double[] covariance)
    {
        if (monomial.Length == 0) return 1;
        if (monomial.Length % 2 == 1) return 0;
        double sum = 0;
        for (int j = 1; j < monomial.Length; j++)
        {
            int[] rest = [.. monomial[1..j], .. monomial[(j + 1)..]];
            sum += covariance[monomial[0] * Dimension + monomial[j]] * Moment(rest, covariance);
        }

        return sum;
    }

    private double[] Scaled(ReadOnlySpan<double> point)
    {
        var scaled = new double[Dimension];
        TensorPrimitives.Subtract(point, _frame.Centre, scaled);
        TensorPrimitives.Divide(scaled, _frame.Scale, scaled);
        return scaled;
    }

    /// <summary>All monomials up to degree k of a point.</summary>
    private void Fill(ReadOnlySpan<double> scaled, Span<double> all)
    {
        all[0] = 1;
        for (int m = 1; m < all.Length; m++)
            all[m] = all[_parents[m]] * scaled[_monomials[m][^1]];
    }

    private void Combine(ReadOnlySpan<double> fixedPart, ReadOnlySpan<double> moments, Span<double> result)
    {
        for (int j = 0; j < Count; j++)
        {
            double sum = 0;
            foreach ((int rest, int part) in _splits[j])
                sum += fixedPart[rest] * moments[part];
            result[j] = sum;
        }
    }

    private sealed class SmoothedFeatures : IFeatureValues
    {
        private readonly PolynomialFeatures _owner;
        private readonly double[] _moments;

        public SmoothedFeatures(PolynomialFeatures owner, GaussianSpread spread)
        {
            double[] covariance = spread.Covariance();
            TensorPrimitives.Divide(covariance, owner._frame.Scale * owner._frame.Scale, covariance);
            (_owner, _moments) = (owner, [.. owner._monomials.Select(m => owner.Moment(m, covariance))]);
        }

        public void Values(PointBatch points, MatrixView result)
        {
            var all = new double[_moments.Length];
            for (int i = 0; i < points.Count; i++)
            {
                _owner.Fill(_owner.Scaled(points[i]), all);
                _owner.Combine(all, _moments, Row(result, i));
            }
        }
    }

    private sealed class CloudMoments : ICloudMeans
    {
        private readonly PolynomialFeatures _owner;
        private readonly double[] _offsets;

        public CloudMoments(PolynomialFeatures owner, PointBatch offsets)
        {
            int size = owner._monomials.Length;
            (_owner, _offsets) = (owner, new double[(long)offsets.Count * size]);
            var scaled = new double[owner.Dimension];
            for (int j = 0; j < offsets.Count; j++)
            {
                TensorPrimitives.Divide(offsets[j], owner._frame.Scale, scaled);
                owner.Fill(scaled, _offsets.AsSpan(j * size, size));
            }
        }

        public void Means(PointBatch shifts, ReadOnlyMatrixView shares, MatrixView result)
        {
            int n = shifts.Count, size = _owner._monomials.Length;
            using var moments = new Scratch(n * size);
            Products.Multiply(1, shares, new ReadOnlyMatrixView(_offsets, shares.Columns, size), 0, new MatrixView(moments.Numbers, n, size));
            var all = new double[size];
            for (int i = 0; i < n; i++)
            {
                _owner.Fill(_owner.Scaled(shifts[i]), all);
                _owner.Combine(all, moments.Numbers.Slice(i * size, size), Row(result, i));
            }
        }
    }
}
