using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Simulator.Numerics.Quadrature;

namespace Simulator.Numerics.Interpolation;

/// <summary>
/// A function known on a uniform grid, continued between the grid points by the central Lagrange polynomial of degree 7 through
/// the eight nearest points (error O(h⁸)) and outside the grid by straight lines.
/// </summary>
/// <remarks>
/// <para>With the nodes at c = ±½, ±3/2, ±5/2, ±7/2 grid steps from the middle of the cell, the basis factorises:
/// <c>p(c) = Σ_a G_a(c²) [ (v_{+a} + v_{−a})/2 + c (v_{+a} − v_{−a})/(2a) ]</c> with
/// <c>G_a(q) = Π_{b≠a} (q − b²)/(a² − b²)</c>: one cubic in four SIMD lanes per point.</para>
/// <para>Central interpolation of odd degree never amplifies a Fourier mode (Strang 1962), so the map may be applied any number of
/// times. Near the ends the stencil reaches into the straight continuation, so order 8 holds four or more cells inside.</para>
/// <para>One kernel path (256-bit, fused multiply-add, fixed summation order) serves all machines: same bits everywhere.</para>
/// </remarks>
public sealed class UniformInterpolant
{
    /// <summary>The least number of grid points.</summary>
    public const int MinimumCount = 8;

    /// <summary>
    /// Up to this spread (in grid steps) a normal average takes the cell's polynomial for the function: it is as accurate there as in the
    /// cell, and the average still amplifies no Fourier mode.
    /// </summary>
    private const double WidestPolynomialSpread = 0.7;

    /// <summary>Points added on either side for the straight continuation.</summary>
    private const int Pad = 4;

    private static readonly Vector256<double> InverseDistance = Vector256.Create(2.0 / 7, 2.0 / 5, 2.0 / 3, 2.0);

    // G_a(q)/2 for a = 7/2, 5/2, 3/2, 1/2 (lanes 0…3, the order in which the left points lie in memory), by powers of q.
    private static readonly Vector256<double> Cubic0 = CubicCoefficient(0), Cubic1 = CubicCoefficient(1);
    private static readonly Vector256<double> Cubic2 = CubicCoefficient(2), Cubic3 = CubicCoefficient(3);
    private static readonly Vector256<double> Odd0 = Cubic0 * InverseDistance, Odd1 = Cubic1 * InverseDistance;
    private static readonly Vector256<double> Odd2 = Cubic2 * InverseDistance, Odd3 = Cubic3 * InverseDistance;

    private readonly double[] _padded;

    /// <summary>Takes a copy of values on a grid.</summary>
    /// <param name="low">First grid point.</param>
    /// <param name="step">Distance of grid points, positive.</param>
    /// <param name="values">Values at low, low + step, …; at least <see cref="MinimumCount"/>.</param>
    /// <exception cref="ArgumentException">Too few values, or a step that is not positive and finite.</exception>
    public UniformInterpolant(double low, double step, ReadOnlySpan<double> values)
        : this(low, step, Padded(values))
    {
    }

    /// <summary>Owns a buffer whose inner part is filled, and continues it beyond the ends.</summary>
    private UniformInterpolant(double low, double step, double[] padded)
    {
        Count = padded.Length - 2 * Pad;
        if (Count < MinimumCount)
            throw new ArgumentException($"A grid needs at least {MinimumCount} points, found {Count}.");
        if (!(step > 0 && double.IsFinite(step) && double.IsFinite(low)))
            throw new ArgumentException($"A grid needs a finite start and a positive finite step, found {low} and {step}.", nameof(step));
        Low = low;
        Step = step;
        _padded = padded;
        double left = SlopeLeft, right = SlopeRight;
        for (int i = 1; i <= Pad; i++)
        {
            padded[Pad - i] = padded[Pad] - i * left;
            padded[Pad + Count - 1 + i] = padded[Pad + Count - 1] + i * right;
        }
    }

    /// <summary>First grid point.</summary>
    public double Low { get; }

    /// <summary>Distance of grid points.</summary>
    public double Step { get; }

    /// <summary>Number of grid points.</summary>
    public int Count { get; }

    /// <summary>Last grid point.</summary>
    public double High => Low + (Count - 1) * Step;

    /// <summary>The values on the grid.</summary>
    public ReadOnlySpan<double> Values => _padded.AsSpan(Pad, Count);

    /// <summary>Slope of the straight continuation to the left, per grid step.</summary>
    private double SlopeLeft => _padded[Pad + 1] - _padded[Pad];

    /// <summary>Slope of the straight continuation to the right, per grid step.</summary>
    private double SlopeRight => _padded[Pad + Count - 1] - _padded[Pad + Count - 2];

    /// <summary>The value at a point.</summary>
    /// <param name="x">Any finite number.</param>
    public double Evaluate(double x) => AtPosition((x - Low) / Step);

    /// <summary>The values at many points.</summary>
    /// <param name="x">Points.</param>
    /// <param name="values">Receives the values; as long as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public void Evaluate(ReadOnlySpan<double> x, Span<double> values)
    {
        if (x.Length != values.Length) throw new ArgumentException("Points and values must be equally many.", nameof(values));
        for (int i = 0; i < x.Length; i++)
            values[i] = Evaluate(x[i]);
    }

    /// <summary>The derivative at a point.</summary>
    /// <param name="x">Any finite number.</param>
    public double Derivative(double x)
    {
        double position = (x - Low) / Step;
        if (position < 0) return SlopeLeft / Step;
        if (position > Count - 1) return SlopeRight / Step;
        (int cell, double c) = Cell(position);
        (Vector256<double> sum, Vector256<double> difference) = Pairs(cell);
        var q = Vector256.Create(c * c);
        Vector256<double> weightSlope = Vector256.FusedMultiplyAdd(
            Vector256.FusedMultiplyAdd(3 * Cubic3, q, 2 * Cubic2), q, Cubic1) * (2 * c);
        Vector256<double> bracket = Vector256.FusedMultiplyAdd(Vector256.Create(c), difference, sum);
        return HorizontalSum(Vector256.FusedMultiplyAdd(weightSlope, bracket, Weight(c) * difference)) / Step;
    }

    /// <summary>
    /// Weighted normal averages of the function along straight lines of points, as a function on another grid: its value at grid point i
    /// is <c>Σ_k w_k(i) E f(P_k i + Q_k + κ_k Z)</c>, Z standard normal, positions in grid steps of this function from <see cref="Low"/>.
    /// </summary>
    /// <param name="lines">P_k, Q_k, κ_k of the K lines.</param>
    /// <param name="weights">w_k(i), K × m row-major.</param>
    /// <param name="low">First point of the new grid.</param>
    /// <param name="step">Distance of points of the new grid, which has m points.</param>
    /// <exception cref="ArgumentException">The weights are not K × m.</exception>
    public UniformInterpolant NormalAverages(ReadOnlySpan<NormalLine> lines, ReadOnlySpan<double> weights, double low, double step)
    {
        if (lines.IsEmpty || weights.Length % lines.Length != 0)
            throw new ArgumentException($"{weights.Length} weights do not make a table of {lines.Length} rows.", nameof(weights));
        int m = weights.Length / lines.Length;
        var padded = new double[m + 2 * Pad];
        for (int k = 0; k < lines.Length; k++)
            AddNormalAverages(lines[k], weights.Slice(k * m, m), padded.AsSpan(Pad, m));
        return new UniformInterpolant(low, step, padded);
    }

    private void AddNormalAverages(NormalLine line, ReadOnlySpan<double> weights, Span<double> result)
    {
        QuadratureRule rule = NormalQuadrature.ForSpread(line.Spread);
        bool narrow = line.Spread <= WidestPolynomialSpread && line.Slope > 0;
        var ramp = Vector256.Create(0.0, 1, 2, 3);
        int i = 0;
        for (; i + 4 <= result.Length; i += 4)
        {
            Vector256<double> weight = Vector256.Create(weights.Slice(i, 4));
            if (weight == Vector256<double>.Zero) continue;
            Vector256<double> position = Vector256.FusedMultiplyAdd(
                Vector256.Create(line.Slope), Vector256.Create((double)i) + ramp, Vector256.Create(line.Offset));
            if (!(narrow && position[0] >= 0 && position[3] < Count - 1))
            {
                for (int j = i; j < i + 4; j++)
                    result[j] += weights[j] * QuadratureAverage(line, j, rule);
                continue;
            }

            Vector256<double> average = PolynomialAverages(position, line.Spread * line.Spread);
            Vector256.FusedMultiplyAdd(weight, average, Vector256.Create(result.Slice(i, 4))).CopyTo(result.Slice(i, 4));
        }

        for (; i < result.Length; i++)
            result[i] += weights[i] * QuadratureAverage(line, i, rule);
    }

    /// <summary>
    /// E p(c + κZ) for four points at once, p the polynomial of the cell: exact through the moments
    /// <c>M_{n+1} = c M_n + n κ² M_{n−1}</c> of a normal law, at the price of one evaluation of p whatever the accuracy.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> PolynomialAverages(Vector256<double> position, double variance)
    {
        Vector256<double> cell = Vector256.Floor(position), c = position - cell - Vector256.Create(0.5);
        Vector256<double> m2 = Vector256.FusedMultiplyAdd(c, c, Vector256.Create(variance));
        Vector256<double> m3 = Vector256.FusedMultiplyAdd(c, m2, Vector256.Create(2 * variance) * c);
        Vector256<double> m4 = Vector256.FusedMultiplyAdd(c, m3, Vector256.Create(3 * variance) * m2);
        Vector256<double> m5 = Vector256.FusedMultiplyAdd(c, m4, Vector256.Create(4 * variance) * m3);
        Vector256<double> m6 = Vector256.FusedMultiplyAdd(c, m5, Vector256.Create(5 * variance) * m4);
        Vector256<double> m7 = Vector256.FusedMultiplyAdd(c, m6, Vector256.Create(6 * variance) * m5);
        Vector256<double> v0 = PolynomialAverage((int)cell[0], c[0], m2[0], m3[0], m4[0], m5[0], m6[0], m7[0]);
        Vector256<double> v1 = PolynomialAverage((int)cell[1], c[1], m2[1], m3[1], m4[1], m5[1], m6[1], m7[1]);
        Vector256<double> v2 = PolynomialAverage((int)cell[2], c[2], m2[2], m3[2], m4[2], m5[2], m6[2], m7[2]);
        Vector256<double> v3 = PolynomialAverage((int)cell[3], c[3], m2[3], m3[3], m4[3], m5[3], m6[3], m7[3]);
        return HorizontalSums(v0, v1, v2, v3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> PolynomialAverage(
        int cell, double m1, double m2, double m3, double m4, double m5, double m6, double m7)
    {
        ref double start = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_padded), Pad - 3 + cell);
        Vector256<double> left = Vector256.LoadUnsafe(ref start);
        Vector256<double> right = Reverse(Vector256.LoadUnsafe(ref start, 4));
        Vector256<double> even = Vector256.FusedMultiplyAdd(Cubic1, Vector256.Create(m2), Cubic0);
        even = Vector256.FusedMultiplyAdd(Cubic2, Vector256.Create(m4), even);
        even = Vector256.FusedMultiplyAdd(Cubic3, Vector256.Create(m6), even);
        Vector256<double> odd = Odd0 * Vector256.Create(m1);
        odd = Vector256.FusedMultiplyAdd(Odd1, Vector256.Create(m3), odd);
        odd = Vector256.FusedMultiplyAdd(Odd2, Vector256.Create(m5), odd);
        odd = Vector256.FusedMultiplyAdd(Odd3, Vector256.Create(m7), odd);
        return Vector256.FusedMultiplyAdd(even, left + right, odd * (right - left));
    }

    private double QuadratureAverage(NormalLine line, int index, QuadratureRule rule)
    {
        double centre = Math.FusedMultiplyAdd(line.Slope, index, line.Offset), sum = 0;
        for (int q = 0; q < rule.Count; q++)
            sum += rule.Weights[q] * AtPosition(centre + line.Spread * rule.Nodes[q]);
        return sum;
    }

    /// <summary>The value at a position in grid steps from the first point: straight outside the grid (NaN stays NaN).</summary>
    private double AtPosition(double position)
    {
        if (position < 0) return _padded[Pad] + position * SlopeLeft;
        if (!(position < Count - 1)) return _padded[Pad + Count - 1] + (position - (Count - 1)) * SlopeRight;
        (int cell, double c) = Cell(position);
        return HorizontalSum(Vector256.Multiply(Weight(c), Bracket(cell, c)));
    }

    /// <summary>Cell index and offset from the middle of the cell, −½ … ½.</summary>
    private (int Cell, double Offset) Cell(double position)
    {
        int cell = Math.Min((int)position, Count - 2);
        return (cell, position - cell - 0.5);
    }

    private static double[] Padded(ReadOnlySpan<double> values)
    {
        var padded = new double[values.Length + 2 * Pad];
        values.CopyTo(padded.AsSpan(Pad));
        return padded;
    }

    private static Vector256<double> Weight(double c)
    {
        var q = Vector256.Create(c * c);
        return Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(
            Vector256.FusedMultiplyAdd(Cubic3, q, Cubic2), q, Cubic1), q, Cubic0);
    }

    private Vector256<double> Bracket(int cell, double c)
    {
        (Vector256<double> sum, Vector256<double> difference) = Pairs(cell);
        return Vector256.FusedMultiplyAdd(Vector256.Create(c), difference, sum);
    }

    /// <summary>v_{+a} + v_{−a} and (v_{+a} − v_{−a})/a for the four distances a.</summary>
    private (Vector256<double> Sum, Vector256<double> Difference) Pairs(int cell)
    {
        ref double start = ref _padded[Pad - 3 + cell];
        Vector256<double> left = Vector256.LoadUnsafe(ref start);
        Vector256<double> right = Reverse(Vector256.LoadUnsafe(ref start, 4));
        return (left + right, (right - left) * InverseDistance);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Reverse(Vector256<double> v) => Vector256.Shuffle(v, Vector256.Create(3L, 2, 1, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double HorizontalSum(Vector256<double> v) => (v[0] + v[1]) + (v[2] + v[3]);

    /// <summary>The four horizontal sums, in the order of additions of <see cref="HorizontalSum"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> HorizontalSums(Vector256<double> v0, Vector256<double> v1, Vector256<double> v2, Vector256<double> v3)
    {
        if (!Avx.IsSupported)
            return Vector256.Create(HorizontalSum(v0), HorizontalSum(v1), HorizontalSum(v2), HorizontalSum(v3));
        Vector256<double> a = Avx.HorizontalAdd(v0, v1), b = Avx.HorizontalAdd(v2, v3);
        return Avx.Permute2x128(a, b, 0x20) + Avx.Permute2x128(a, b, 0x31);
    }

    private static Vector256<double> CubicCoefficient(int power)
    {
        double[] distances = [3.5, 2.5, 1.5, 0.5];
        var lanes = new double[4];
        for (int lane = 0; lane < 4; lane++)
        {
            double[] polynomial = [1, 0, 0, 0];
            double denominator = 2; // the factor ½ of the bracket
            foreach (double b in distances)
            {
                if (b == distances[lane]) continue;
                denominator *= distances[lane] * distances[lane] - b * b;
                for (int p = 3; p >= 0; p--)
                    polynomial[p] = (p > 0 ? polynomial[p - 1] : 0) - b * b * polynomial[p];
            }

            lanes[lane] = polynomial[power] / denominator;
        }

        return Vector256.Create(lanes);
    }
}
