using System.Runtime.CompilerServices;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// The secular equation f(λ) = 1/ρ + Σ wᵢ / (dᵢ − λ) = 0 with wᵢ > 0 and ρ > 0: the eigenvalues of diag(d) + ρ z zᵀ, w = z². There is one root
/// above every pole, and f increases between poles.
/// </summary>
/// <remarks>
/// The unknown is μ, the distance from the nearest pole: differences dᵢ − λ, of which eigenvectors are made, then have all their digits. A step solves
/// c + s/(dₐ − λ) + S/(d_b − λ) = 0, which shares value and slopes with the sums over the poles on either side (Bunch, Nielsen and Sorensen,
/// Numer. Math. 31, 1978); the sign of f brackets the root, so that bisection can take over.
/// </remarks>
internal static unsafe class SecularEquation
{
    /// <summary>f counts as zero below this share of the sum of the magnitudes of its terms; rounding alone causes about as much.</summary>
    private const double Tolerance = 8.8817841970012523e-16;

    private const int FreeSteps = 12; // after which every other step halves the bracket
    private const int MaximumSteps = 400; // of which half make the bracket collapse from any distance of exponents

    /// <summary>Finds one root.</summary>
    /// <param name="k">How many poles, at least 1.</param>
    /// <param name="j">Which root, 0 … k − 1: the one above pole j.</param>
    /// <param name="poles">d, ascending strictly.</param>
    /// <param name="weights">w.</param>
    /// <param name="rho">ρ.</param>
    /// <param name="reach">ρ Σ w: the last root is at most so far above the last pole.</param>
    /// <param name="differences">Receives dᵢ − λ.</param>
    /// <returns>λ.</returns>
    /// <exception cref="InvalidOperationException">No convergence; the input had NaN.</exception>
    public static double Root<V>(int k, int j, double* poles, double* weights, double rho, double reach, double* differences)
        where V : unmanaged, IPack<V>
    {
        if (k == 1)
        {
            differences[0] = -reach;
            return poles[0] + reach;
        }

        bool outside = j == k - 1; // the last root lies to the right of both poles of its model
        int before = outside ? j - 1 : j;
        double gap = outside ? reach : poles[j + 1] - poles[j], middle = 0.5 * gap;
        var at = new Values<V>(k, before, poles, weights, poles[j], middle, 1 / rho);
        bool left = outside || at.Sum >= 0;
        double origin = poles[left ? j : j + 1], mu = left ? middle : -middle;
        double low = !left ? -middle : at.Sum < 0 ? middle : 0, high = !left ? 0 : at.Sum < 0 ? gap : middle;
        double first = poles[before] - origin, second = poles[before + 1] - origin;

        // To begin with, all other poles are as at the middle.
        double rest = at.Sum - weights[before] / (first - mu) - weights[before + 1] / (second - mu);
        mu = ModelRoot(
            rest,
            rest * (first + second) + weights[before] + weights[before + 1],
            rest * first * second + weights[before] * second + weights[before + 1] * first,
            outside);
        for (int step = 1; ; step++)
        {
            if (!(mu > low && mu < high) || (step > FreeSteps && step % 2 == 0)) mu = Halfway(low, high);
            at = new Values<V>(k, before, poles, weights, origin, mu, 1 / rho);
            if (Math.Abs(at.Sum) <= Tolerance * at.Magnitude) break;
            if (at.Sum < 0) low = mu;
            else high = mu;
            if (high - low <= 2.220446049250313e-16 * Math.Max(Math.Abs(low), Math.Abs(high))) break;
            if (step == MaximumSteps || double.IsNaN(at.Sum))
                throw new InvalidOperationException($"The secular equation with {k} poles has no root {j + 1} within {step} steps.");
            double a = first - mu, b = second - mu;
            mu += ModelRoot(
                at.Sum - at.LeftSlope * a - at.RightSlope * b,
                (a + b) * at.Sum - a * b * (at.LeftSlope + at.RightSlope),
                a * b * at.Sum,
                outside);
        }

        Subtract<V>(k, poles, origin, mu, differences);
        return origin + mu;
    }

    /// <summary>The root of c η² − p η + q = 0 that lies between the poles of the model, or beyond both, without cancellation.</summary>
    private static double ModelRoot(double c, double p, double q, bool outside)
    {
        double root = Math.Sqrt(Math.Max(0, p * p - 4 * c * q));
        if (outside) root = -root;
        return p * root > 0 || root == 0 ? 2 * q / (p + root) : (p - root) / (2 * c);
    }

    /// <summary>Halves a bracket on one side of zero: its logarithm while it spans powers of two.</summary>
    private static double Halfway(double low, double high)
    {
        double sign = high > 0 ? 1 : -1, near = Math.Min(Math.Abs(low), Math.Abs(high)), far = Math.Max(Math.Abs(low), Math.Abs(high));
        if (near == 0) return sign * far / 1024;
        return sign * (far > 4 * near ? Math.Sqrt(near) * Math.Sqrt(far) : 0.5 * (near + far));
    }

    private static void Subtract<V>(int k, double* poles, double origin, double mu, double* differences)
        where V : unmanaged, IPack<V>
    {
        V from = V.Broadcast(origin), distance = V.Broadcast(mu);
        int i = 0;
        for (; i + V.Width <= k; i += V.Width)
            (V.Load(poles + i) - from - distance).Store(differences + i);
        for (; i < k; i++)
            differences[i] = poles[i] - origin - mu;
    }

    /// <summary>f and the slopes of its halves at a point.</summary>
    private readonly struct Values<V>
        where V : unmanaged, IPack<V>
    {
        public Values(int k, int before, double* poles, double* weights, double origin, double mu, double constant)
        {
            (double left, LeftSlope) = Terms(before + 1, poles, weights, origin, mu);
            (double right, RightSlope) = Terms(k - before - 1, poles + before + 1, weights + before + 1, origin, mu);
            Sum = constant + left + right;
            Magnitude = constant + Math.Abs(left) + Math.Abs(right);
        }

        public double Sum { get; }

        public double Magnitude { get; }

        /// <summary>Slope of the sum up to the model's first pole.</summary>
        public double LeftSlope { get; }

        /// <summary>Slope of the sum from the model's second pole on.</summary>
        public double RightSlope { get; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static (double Sum, double Slope) Terms(int count, double* poles, double* weights, double origin, double mu)
        {
            V from = V.Broadcast(origin), distance = V.Broadcast(mu), one = V.Broadcast(1), sums = default, slopes = default;
            int i = 0;
            for (; i + V.Width <= count; i += V.Width)
            {
                V inverse = one / (V.Load(poles + i) - from - distance);
                V term = V.Load(weights + i) * inverse;
                sums += term;
                slopes = V.MultiplyAdd(term, inverse, slopes);
            }

            double sum = V.Sum(sums), slope = V.Sum(slopes);
            for (; i < count; i++)
            {
                double inverse = 1 / (poles[i] - origin - mu), term = weights[i] * inverse;
                sum += term;
                slope = Math.FusedMultiplyAdd(term, inverse, slope);
            }

            return (sum, slope);
        }
    }
}
