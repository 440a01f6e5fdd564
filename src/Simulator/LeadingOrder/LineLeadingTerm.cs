using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.LeadingOrder;

/// <summary>
/// Mixtures on the line. With v = Φ(y): <c>Φ' = √ᾱ q(x)/q_1(v)</c>, <c>Φ'' = Φ'(√ᾱ (log q)'(x) − (log q_1)'(v) Φ')</c> by the quantile map, and
/// <c>Ḋ = κ₃/σ² + √ᾱ C (log q)'(x)</c>, κ₃ the third cumulant of X_0 given X = x.
/// </summary>
internal sealed class LineLeadingTerm(LineStructure structure) : LeadingTerm
{
    private readonly UnivariateMixture _data = structure.Law;

    public override double SmallestScale => _data.StandardDeviations.Min();

    public override double LargestScale => Math.Sqrt(_data.Variance);

    public override Outcome<IReadOnlyList<RepeatedNorm>> Sum(NoiseLevel end, IReadOnlyList<WeightedLevel> levels, double relativeTolerance)
    {
        UnivariateMixture first = Law(end);
        UnivariateMixture[] laws = [.. levels.Select(l => Law(l.Level))];
        return Sampled(v => Sum(first, v, levels, laws), first.Pdf, LineDistance.Breakpoints(first), relativeTolerance);
    }

    private UnivariateMixture Law(NoiseLevel level) => _data.Smoothed(level.Signal, level.OneMinusAlphaBar);

    private double Sum(UnivariateMixture first, double v, IReadOnlyList<WeightedLevel> levels, UnivariateMixture[] laws)
    {
        Rank rank = first.RankOf(v);
        double logEnd = first.LogPdf(v), scoreEnd = Posterior(v, first, NoiseLevel.Zero).Score, x = v, sum = 0;
        for (int i = 0; i < laws.Length; i++)
        {
            NoiseLevel level = levels[i].Level;
            x = laws[i].PointAt(rank, x);
            Moments posterior = Posterior(x, laws[i], level);
            double slope = level.Signal * Math.Exp(laws[i].LogPdf(x) - logEnd);
            double bend = slope * (level.Signal * posterior.Score - scoreEnd * slope);
            double drift = posterior.Third * Math.Exp(-2 * level.LogSigma) + level.Signal * posterior.Variance * posterior.Score;
            sum += levels[i].Weight * 0.5 * (slope * drift + bend * posterior.Variance);
        }

        return sum;
    }

    /// <summary>Score of a marginal, variance and third cumulant of X_0 given X = x.</summary>
    private Moments Posterior(double x, UnivariateMixture law, NoiseLevel level)
    {
        double log = law.LogPdf(x), score = 0;
        int count = law.Count;
        Span<double> shares = count <= 64 ? stackalloc double[count] : new double[count];
        Span<double> means = count <= 64 ? stackalloc double[count] : new double[count];
        Span<double> variances = count <= 64 ? stackalloc double[count] : new double[count];
        for (int k = 0; k < count; k++)
        {
            double s = _data.StandardDeviations[k], marginal = law.StandardDeviations[k], z = (x - law.Means[k]) / marginal;
            shares[k] = law.Weights[k] / marginal * Math.Exp(Normal.LogPdf(z) - log);
            means[k] = _data.Means[k] + level.Signal * s * s / marginal * z;
            variances[k] = Math.Pow(s * level.Noise / marginal, 2);
            score -= shares[k] * z / marginal;
        }

        double variance = 0, third = 0;
        for (int k = 0; k < count; k++)
        {
            // Not from the mean: where one component has nearly all of the posterior, that difference would be rounding.
            double distance = 0;
            for (int j = 0; j < count; j++)
                distance += shares[j] * (means[k] - means[j]);
            variance += shares[k] * (variances[k] + distance * distance);
            third += shares[k] * distance * (3 * variances[k] + distance * distance);
        }

        return new Moments(score, variance, third);
    }

    private readonly record struct Moments(double Score, double Variance, double Third);
}
