using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Laws.Generators;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>Laws of the exact learner under X_t ~ q_t (section 8), along the whole recursion.</summary>
public class RecursionLaws
{
    private const int GridPoints = 4097;

    [Property(MaxTest = 25)]
    public Property Mean_is_kept_variance_falls_by_what_is_averaged_away_and_f_increases() =>
        Prop.ForAll(LineCases.Solvable(), ScheduleCases.Short(), (c, sc) =>
        {
            Schedule schedule = sc.Create();
            UnivariateMixture data = c.Law;
            var recursion = new LineRecursion(data, schedule, GridPoints);
            UniformInterpolant before = Interpolant(recursion);
            UnivariateMixture first = Marginal(data, schedule, 1), last = first;
            double averaged = 0, scale = 1 + Math.Abs(first.Mean) + first.Variance;
            while (recursion.Advance())
            {
                UniformInterpolant after = Interpolant(recursion);
                last = Marginal(data, schedule, recursion.Time);
                averaged += SquaredStep(data, schedule, recursion.Time, before, after);
                for (int i = 1; i < after.Count; i++)
                    Assert.True(after.Values[i] >= after.Values[i - 1] - 1e-12, $"f_{recursion.Time} falls at point {i}");
                before = after;
            }

            double mean = Integral(last, x => before.Evaluate(x));
            double variance = Integral(last, x => Math.Pow(before.Evaluate(x) - mean, 2));
            Close.Absolute(first.Mean, mean, 1e-9 * scale, "E f_T(X_T) = E X_1");
            Close.Absolute(first.Variance - variance, averaged, 1e-9 * scale, "variance identity");
            Assert.True(variance <= first.Variance + 1e-12 * scale);
        });

    /// <summary>A mixture of equal components is a Gaussian, whose recursion has a closed form.</summary>
    [Property(MaxTest = 40)]
    public Property Grid_equals_closed_form_for_Gaussians() => Prop.ForAll(
        Sizes.LogUniform(0.02, 20).ToArbitrary(), Sizes.Uniform(-3, 3).ToArbitrary(), ScheduleCases.Short(), (deviation, mean, sc) =>
        {
            Schedule schedule = sc.Create();
            var grid = new LineRecursion(new UnivariateMixture([0.4, 0.6], [mean, mean], [deviation, deviation]), schedule, 513);
            var closed = new LinearRecursion(new LinearStructure(new RealVector([mean]), new IsotropicCovariance(1, deviation)), schedule);
            while (grid.Advance() && closed.Advance())
            {
            }

            double[] x = [-3, -0.5, 0, 1, 4], a = new double[5], b = new double[5];
            grid.Current.Evaluate(new Simulator.Numerics.PointBatch(x, 1), a);
            closed.Current.Evaluate(new Simulator.Numerics.PointBatch(x, 1), b);
            for (int i = 0; i < 5; i++)
                Close.Absolute(b[i], a[i], 1e-11 * (1 + Math.Abs(mean) + deviation), $"f({x[i]})");
            Assert.Equal(1, new LinearRecursion(new LinearStructure(new RealVector([mean]), new IsotropicCovariance(1, deviation)), schedule).Time);
        });

    /// <summary>DDIM steps of a Gaussian are exact steps; of a mixture they are not, and the distance is reported.</summary>
    [Fact]
    public void Ddim_differs_from_the_exact_learner_only_where_maps_bend()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(50);
        var bent = new LineRecursion(new UnivariateMixture([0.5, 0.5], [-1, 1], [0.4, 0.4]), schedule, 513, LearnerKind.Ddim);
        var straight = new LineRecursion(new UnivariateMixture([0.5, 0.5], [1, 1], [0.4, 0.4]), schedule, 513, LearnerKind.Ddim);
        while (bent.Advance() && straight.Advance())
        {
        }

        Assert.InRange(bent.Approximation.Mean, 1e-3, 1);
        Assert.InRange(straight.Approximation.Root, 0, 1e-11);
        Assert.False(bent.Advance());
    }

    /// <summary>The same steps give the same bits, wherever the work arrays lie in memory.</summary>
    [Fact]
    public void Same_input_same_bits()
    {
        double[] Values()
        {
            var recursion = new LineRecursion(new UnivariateMixture([0.2, 0.3, 0.5], [-40, 0, 1], [0.1, 1, 0.3]), new CosineSchedule().Create(20), 257);
            while (recursion.Advance())
            {
            }

            return Interpolant(recursion).Values.ToArray();
        }

        double[] expected = Values();
        var keep = new List<byte[]>();
        for (int i = 1; i < 60; i++)
        {
            keep.Add(new byte[8 * i + 3]);
            Assert.Equal(expected, Values());
        }
    }

    /// <summary>E|f_{t−1}(X_{t−1}) − f_t(X_t)|² over the pair, by double quadrature: not a difference of second moments.</summary>
    private static double SquaredStep(UnivariateMixture data, Schedule schedule, int t, UniformInterpolant before, UniformInterpolant after)
    {
        NoiseLevel level = schedule[t];
        double a = schedule.PairSlope(t), b = schedule.PairGain(t);
        UnivariateMixture q = Marginal(data, schedule, t);
        QuadratureRule rule = GaussHermite.Rule(48);
        return Integral(q, x =>
        {
            double value = after.Evaluate(x), sum = 0;
            for (int k = 0; k < data.Count; k++)
            {
                double s = data.StandardDeviations[k], m = data.Means[k], v = level.MarginalVariance(s * s);
                double z = (x - level.Signal * m) / Math.Sqrt(v);
                double responsibility = data.Weights[k] * Math.Exp(-0.5 * z * z - 0.9189385332046727) / Math.Sqrt(v) / q.Pdf(x);
                double mean = m + level.Signal * s * s / v * (x - level.Signal * m), deviation = s * level.Noise / Math.Sqrt(v);
                sum += responsibility * rule.Apply(u => Math.Pow(before.Evaluate(a * x + b * (mean + deviation * u)) - value, 2));
            }

            return sum;
        });
    }

    /// <summary>E g(X), X ~ q, by the trapezoidal rule, which converges exponentially for a smooth integrand that decays.</summary>
    private static double Integral(UnivariateMixture q, Func<double, double> g)
    {
        (double low, double high) = q.Extent(8.5);
        int n = (int)Math.Clamp((high - low) / (0.1 * q.StandardDeviations.Min()), 800, 6000);
        double h = (high - low) / n, sum = 0;
        for (int i = 0; i <= n; i++)
            sum += q.Pdf(low + i * h) * g(low + i * h);
        return sum * h;
    }

    private static UnivariateMixture Marginal(UnivariateMixture data, Schedule schedule, int t)
        => data.Smoothed(schedule[t].Signal, schedule[t].OneMinusAlphaBar);

    private static UniformInterpolant Interpolant(LineRecursion recursion) => ((LineFunction)recursion.Current).Interpolant;
}
