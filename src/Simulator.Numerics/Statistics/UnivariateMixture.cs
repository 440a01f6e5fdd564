using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics.Functions;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// A mixture of normal laws on the line, <c>Σ_k w_k N(m_k, s_k²)</c>, with distribution and quantile functions that keep full
/// relative precision in both tails <em>and in the gaps between components</em>.
/// </summary>
/// <remarks>
/// A plain probability p cannot say where in a gap between two far components a point lies: p stands still there to the last digit.
/// A <see cref="Rank"/> measures the mass from the nearest <em>anchor</em> instead, inside a gap
/// <c>h_j(x) = F(x) − W_j = Σ_{k&gt;j} w_k P(Z_k ≤ x) − Σ_{k≤j} w_k P(Z_k &gt; x)</c>, a difference of small numbers only.
/// </remarks>
public sealed class UnivariateMixture
{
    private const int MaximumIterations = 200;

    /// <summary>Sums of tails above this have not lost digits to underflow.</summary>
    private const double LeastPlain = 1e-280;

    private readonly double[] _weights, _logWeights, _means, _deviations, _inverse, _logNorm, _cumulative;
    private readonly double _narrowest;

    /// <summary>Creates a mixture; components are sorted by mean.</summary>
    /// <param name="weights">Weights, non-negative with a positive sum (normalised here). Components of weight 0 are dropped.</param>
    /// <param name="means">Means, finite.</param>
    /// <param name="standardDeviations">Standard deviations, positive and finite.</param>
    /// <exception cref="ArgumentException">Lengths differ or a value is out of its range.</exception>
    public UnivariateMixture(ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> standardDeviations)
    {
        if (weights.Length != means.Length || weights.Length != standardDeviations.Length)
            throw new ArgumentException("Weights, means and standard deviations must be equally many.", nameof(weights));
        double total = TensorPrimitives.Sum(weights);
        if (!(total > 0 && double.IsFinite(total)) || TensorPrimitives.Min(weights) < 0)
            throw new ArgumentException("Weights must be non-negative with a positive finite sum.", nameof(weights));
        var components = new List<(double Mean, double Deviation, double Weight)>();
        for (int k = 0; k < weights.Length; k++)
        {
            if (!double.IsFinite(means[k]))
                throw new ArgumentException($"Mean {k} must be finite, found {means[k]}.", nameof(means));
            if (!(standardDeviations[k] > 0 && double.IsFinite(standardDeviations[k])))
                throw new ArgumentException(
                    $"Standard deviation {k} must be positive and finite, found {standardDeviations[k]}.", nameof(standardDeviations));
            if (weights[k] > 0) components.Add((means[k], standardDeviations[k], weights[k] / total));
        }

        components.Sort();
        _means = [.. components.Select(c => c.Mean)];
        _deviations = [.. components.Select(c => c.Deviation)];
        _weights = [.. components.Select(c => c.Weight)];
        (_inverse, _logWeights, _logNorm, _cumulative) = Derived(_weights, _deviations);
        _narrowest = TensorPrimitives.Min<double>(_deviations);
    }

    /// <summary>Keeps the order of the components, so that ranks stay comparable when rounding makes means equal.</summary>
    private UnivariateMixture(double[] weights, double[] means, double[] deviations)
    {
        (_weights, _means, _deviations) = (weights, means, deviations);
        (_inverse, _logWeights, _logNorm, _cumulative) = Derived(weights, deviations);
        _narrowest = TensorPrimitives.Min<double>(deviations);
    }

    /// <summary>The standard normal law.</summary>
    public static UnivariateMixture StandardNormal { get; } = new([1], [0], [1]);

    /// <summary>Number of components (of positive weight).</summary>
    public int Count => _weights.Length;

    /// <summary>Weights, in the order of the means; they sum to 1.</summary>
    public ImmutableArray<double> Weights => [.. _weights];

    /// <summary>Means, ascending.</summary>
    public ImmutableArray<double> Means => [.. _means];

    /// <summary>Standard deviations, in the order of the means.</summary>
    public ImmutableArray<double> StandardDeviations => [.. _deviations];

    /// <summary>Mean of the mixture.</summary>
    public double Mean => TensorPrimitives.Dot(_weights, _means);

    /// <summary>Variance of the mixture.</summary>
    public double Variance
    {
        get
        {
            double mean = Mean, sum = 0;
            for (int k = 0; k < Count; k++)
                sum += _weights[k] * (_deviations[k] * _deviations[k] + (_means[k] - mean) * (_means[k] - mean));
            return sum;
        }
    }

    /// <summary>The law of <c>aX + bZ</c> with Z standard normal and independent of X.</summary>
    /// <param name="scale">a, positive.</param>
    /// <param name="noiseVariance">b², not negative.</param>
    public UnivariateMixture Smoothed(double scale, double noiseVariance)
        => new(
            _weights,
            Array.ConvertAll(_means, m => scale * m),
            Array.ConvertAll(_deviations, s => Math.Sqrt(scale * s * (scale * s) + noiseVariance)));

    /// <summary>The interval that holds every component up to a number of standard deviations.</summary>
    /// <param name="deviations">How many standard deviations.</param>
    public (double Low, double High) Extent(double deviations)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int k = 0; k < Count; k++)
        {
            low = Math.Min(low, _means[k] - deviations * _deviations[k]);
            high = Math.Max(high, _means[k] + deviations * _deviations[k]);
        }

        return (low, high);
    }

    /// <summary>The logarithm of the density.</summary>
    /// <param name="x">A point.</param>
    public double LogPdf(double x)
    {
        double maximum = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < Count; k++)
        {
            double term = LogComponent(k, x);
            if (term > maximum)
            {
                sum = sum * Math.Exp(maximum - term) + 1;
                maximum = term;
            }
            else
            {
                sum += Math.Exp(term - maximum);
            }
        }

        return maximum + Math.Log(sum);
    }

    /// <summary>The density.</summary>
    /// <param name="x">A point.</param>
    public double Pdf(double x)
    {
        double sum = 0;
        for (int k = 0; k < Count; k++)
            sum += Math.Exp(LogComponent(k, x));
        return sum;
    }

    /// <summary>The logarithm of the density and its derivative, the score.</summary>
    /// <param name="x">A point.</param>
    public (double LogPdf, double Score) LogPdfAndScore(double x)
    {
        double maximum = double.NegativeInfinity, sum = 0, pull = 0;
        for (int k = 0; k < Count; k++)
        {
            double term = LogComponent(k, x), slope = (_means[k] - x) * _inverse[k] * _inverse[k];
            if (term > maximum)
            {
                double scale = Math.Exp(maximum - term);
                (sum, pull, maximum) = (sum * scale + 1, pull * scale + slope, term);
            }
            else
            {
                double weight = Math.Exp(term - maximum);
                (sum, pull) = (sum + weight, pull + weight * slope);
            }
        }

        return (maximum + Math.Log(sum), pull / sum);
    }

    /// <summary>P(X ≤ x), with full relative precision in the lower tail.</summary>
    /// <param name="x">A point.</param>
    public double Cdf(double x)
    {
        double sum = 0;
        for (int k = 0; k < Count; k++)
            sum += _weights[k] * Normal.Cdf((x - _means[k]) * _inverse[k]);
        return sum;
    }

    /// <summary>P(X &gt; x), with full relative precision in the upper tail.</summary>
    /// <param name="x">A point.</param>
    public double UpperTail(double x)
    {
        double sum = 0;
        for (int k = 0; k < Count; k++)
            sum += _weights[k] * Normal.UpperTail((x - _means[k]) * _inverse[k]);
        return sum;
    }

    /// <summary>The rank of a point, with the anchor at which rounding does least harm.</summary>
    /// <param name="x">A finite point.</param>
    public Rank RankOf(double x)
    {
        Span<double> lower = Count <= 64 ? stackalloc double[Count] : new double[Count];
        Span<double> upper = Count <= 64 ? stackalloc double[Count] : new double[Count];
        double noise = Tails(x, lower, upper);
        (int best, double leastNoise) = (0, noise);
        for (int j = 1; j <= Count; j++)
        {
            noise += upper[j - 1] - lower[j - 1];
            // Running sums cancel: refresh before a small value is believed.
            if (noise < 0.5 * leastNoise || noise <= 0)
            {
                noise = TensorPrimitives.Sum<double>(lower[j..]) + TensorPrimitives.Sum<double>(upper[..j]);
                if (noise < leastNoise) (best, leastNoise) = (j, noise);
            }
        }

        if (best == 0) return new Rank(0, LogTail(x, leastNoise, lowerTail: true));
        if (best == Count) return new Rank(Count, LogTail(x, leastNoise, lowerTail: false));
        (double gained, double missing) = LogGap(best, x);
        return Rank.InGap(best, gained, missing);
    }

    /// <summary>The point of a rank: the inverse of <see cref="RankOf"/>, also for the rank of a point of another mixture with the same
    /// weights in the same order (such as the same target at another noise level).</summary>
    /// <param name="rank">The rank.</param>
    /// <param name="guess">A guess of the point, or NaN.</param>
    public double PointAt(Rank rank, double guess = double.NaN)
    {
        bool atEnd = rank.Anchor == 0 || rank.Anchor == Count;
        if (NearGuess(rank, guess, atEnd) is { } near) return near;
        (double low, double high) = Bracket(rank);
        if (double.IsInfinity(low) || low == high) return low;
        double x = guess > low && guess < high ? guess : 0.5 * (low + high), lastStep = 2 * (high - low);
        for (int i = 0; i < MaximumIterations; i++)
        {
            (double step, double length, bool below) = atEnd ? TailStep(rank, x) : GapStep(rank, x);
            if (below) low = x;
            else high = x;

            // Newton only while it stays inside and at least halves its step: across a spike of the density it would cycle for ever.
            double next = x + step;
            bool newton = next >= low && next <= high && Math.Abs(step) <= 0.5 * lastStep;
            if (!newton) next = 0.5 * (low + high);

            // Newton is quadratic: after a step this small against the lengths over which mass and density change, only rounding is left.
            if (Math.Abs(next - x) <= Math.Max(newton ? 1e-8 * Math.Min(length, _narrowest) : 0, 4e-16 * Math.Abs(x))) return next;
            lastStep = Math.Abs(next - x);
            x = next;
        }

        return x;
    }

    /// <summary>
    /// Newton's method from a good guess, without a bracket, which costs more than the steps: only while steps are small against the lengths over
    /// which mass and density change, so that each is far smaller than the one before.
    /// </summary>
    private double? NearGuess(Rank rank, double guess, bool atEnd)
    {
        double x = guess;
        for (int i = 0; i < 4 && double.IsFinite(x); i++)
        {
            (double step, double length, _) = atEnd ? TailStep(rank, x) : GapStep(rank, x);
            double scale = Math.Min(length, _narrowest);
            if (!(Math.Abs(step) <= 0.05 * scale)) return null;
            x += step;
            if (Math.Abs(step) <= Math.Max(1e-8 * scale, 4e-16 * Math.Abs(x))) return x;
        }

        return null;
    }

    /// <summary>The x with P(X ≤ x) = p.</summary>
    /// <param name="p">A probability in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in (0, 1).</exception>
    public double Quantile(double p)
    {
        if (!(p > 0 && p < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability must lie in (0, 1).");
        return PointAt(p <= 0.5 ? new Rank(0, Math.Log(p)) : new Rank(Count, Math.Log(1 - p)));
    }

    /// <summary>The standard normal quantile z of the same probability as x: the increasing map that carries this law to N(0, 1).</summary>
    /// <param name="x">A finite point.</param>
    public double NormalScore(double x)
    {
        if (Count == 1) return (x - _means[0]) * _inverse[0];
        Rank rank = RankOf(x);
        if (rank.Anchor == 0) return Normal.QuantileOfLog(rank.LogMass);
        if (rank.Anchor == Count) return -Normal.QuantileOfLog(rank.LogMass);
        double p = _cumulative[rank.Anchor] + rank.Mass;
        return p <= 0.5 ? Normal.Quantile(p) : -Normal.Quantile(Remaining(rank.Anchor) - rank.Mass);
    }

    /// <summary>The inverse of <see cref="NormalScore"/>.</summary>
    /// <param name="z">A standard normal quantile.</param>
    /// <param name="guess">A guess of the point, or NaN.</param>
    public double FromNormalScore(double z, double guess = double.NaN)
    {
        if (Count == 1) return _means[0] + _deviations[0] * z;
        return PointAt(z <= 0 ? new Rank(0, Normal.LogCdf(z)) : new Rank(Count, Normal.LogUpperTail(z)), guess);
    }

    private double LogComponent(int k, double x)
    {
        double z = (x - _means[k]) * _inverse[k];
        return _logNorm[k] - 0.5 * z * z;
    }

    /// <summary>w_k P(Z_k ≤ x) and w_k P(Z_k > x); returns the sum of the former.</summary>
    private double Tails(double x, Span<double> lower, Span<double> upper)
    {
        double sum = 0;
        for (int k = 0; k < Count; k++)
        {
            double z = (x - _means[k]) * _inverse[k];
            double small = Normal.Cdf(-Math.Abs(z));
            (double below, double above) = z < 0 ? (small, 1 - small) : (1 - small, small);
            lower[k] = _weights[k] * below;
            upper[k] = _weights[k] * above;
            sum += lower[k];
        }

        return sum;
    }

    /// <summary>The logarithm of a tail probability, given its plain value if that did not underflow.</summary>
    private double LogTail(double x, double plain, bool lowerTail)
        => plain > LeastPlain ? Math.Log(plain) : LogTailSum(x, 0, Count, lowerTail);

    /// <summary>log Σ w_k P(Z_k ≤ x), or P(Z_k &gt; x), over the components from one to before another, however small.</summary>
    private double LogTailSum(double x, int from, int to, bool lowerTail)
    {
        double maximum = double.NegativeInfinity;
        for (int k = from; k < to; k++)
            maximum = Math.Max(maximum, LogTailComponent(k, x, lowerTail));
        double sum = 0;
        for (int k = from; k < to; k++)
            sum += Math.Exp(LogTailComponent(k, x, lowerTail) - maximum);
        return maximum + Math.Log(sum);
    }

    private double LogTailComponent(int k, double x, bool lowerTail)
    {
        double z = (x - _means[k]) * _inverse[k];
        return _logWeights[k] + Normal.LogCdf(lowerTail ? z : -z);
    }

    /// <summary>The quantile of a mixture lies between the least and the greatest quantile of its components.</summary>
    private (double Low, double High) Bracket(Rank rank)
    {
        double z;
        if (rank.Anchor == 0) z = Normal.QuantileOfLog(rank.LogMass);
        else if (rank.Anchor == Count) z = -Normal.QuantileOfLog(rank.LogMass);
        else
        {
            double p = _cumulative[rank.Anchor] + rank.Mass;
            z = p <= 0.5 ? Normal.Quantile(Math.Max(p, 0)) : -Normal.Quantile(Math.Max(Remaining(rank.Anchor) - rank.Mass, 0));
        }

        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int k = 0; k < Count; k++)
        {
            double quantile = _means[k] + _deviations[k] * z;
            low = Math.Min(low, quantile);
            high = Math.Max(high, quantile);
        }

        if (Count == 1 || double.IsInfinity(low)) return (low, high);
        double margin = 1e-9 * (high - low) + 1e-13 * Math.Max(Math.Abs(low), Math.Abs(high));
        return (low - margin, high + margin);
    }

    private double Remaining(int anchor)
    {
        double sum = 0;
        for (int k = anchor; k < Count; k++)
            sum += _weights[k];
        return sum;
    }

    private (double Step, double Length, bool Below) TailStep(Rank rank, double x)
    {
        bool lowerTail = rank.Anchor == 0;
        return rank.StepInTail(LogTail(x, lowerTail ? Cdf(x) : UpperTail(x), lowerTail), LogPdf(x));
    }

    private (double Step, double Length, bool Below) GapStep(Rank rank, double x)
    {
        (double gained, double missing) = LogGap(rank.Anchor, x);
        return rank.StepInGap(gained, missing, LogPdf(x));
    }

    /// <summary>Logarithms of what components after an anchor have below x and those before it have above x.</summary>
    private (double Gained, double Missing) LogGap(int anchor, double x)
    {
        double gained = 0, missing = 0;
        for (int k = 0; k < Count; k++)
        {
            double z = (x - _means[k]) * _inverse[k];
            if (k < anchor) missing += _weights[k] * Normal.UpperTail(z);
            else gained += _weights[k] * Normal.Cdf(z);
        }

        return (
            gained > LeastPlain ? Math.Log(gained) : LogTailSum(x, anchor, Count, lowerTail: true),
            missing > LeastPlain ? Math.Log(missing) : LogTailSum(x, 0, anchor, lowerTail: false));
    }

    private static (double[] Inverse, double[] LogWeights, double[] LogNorm, double[] Cumulative) Derived(
        double[] weights, double[] deviations)
    {
        var cumulative = new double[weights.Length + 1];
        for (int k = 0; k < weights.Length; k++)
            cumulative[k + 1] = cumulative[k] + weights[k];
        double[] logWeights = Array.ConvertAll(weights, Math.Log);
        var logNorm = new double[weights.Length];
        for (int k = 0; k < weights.Length; k++)
            logNorm[k] = logWeights[k] - Math.Log(deviations[k]) - Normal.LogSqrtTwoPi;
        return (Array.ConvertAll(deviations, s => 1 / s), logWeights, logNorm, cumulative);
    }
}
