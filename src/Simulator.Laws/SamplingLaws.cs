using Simulator.Consistency;
using Simulator.Flow;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Statistics;
using Simulator.Targets;
using LearnerLaw = Simulator.Laws.Law<Simulator.Consistency.IConsistencyLearner, Simulator.Laws.Generators.LawCase>;

namespace Simulator.Laws;

/// <summary>Laws of the samples a learner draws, and of what must not change them: rotations and repetitions.</summary>
internal static class SamplingLaws
{
    private const int Points = 64;

    private const int Strata = 512;

    public static LearnerLaw SamplingStartsAtNoise { get; } = new(
        nameof(SamplingStartsAtNoise),
        "the sample of the noise z is f_T(z), z ~ N(0, I): sampling starts at N(0, I) and not at q_T (section 3)",
        LawSource.Stated,
        TargetKinds.All,
        (learner, tried, options) => Training.Judge(learner, tried, options, training =>
        {
            double[] noise = training.Noise(Points), values = training.At(training.Steps, noise), samples = Samples(training, noise);
            return Verdict.All(values.Select((v, i) => Judge.Equal(
                Judge.Text($"coordinate {i % tried.Target.Dimension} of the sample of noise whose coordinate is {noise[i]:G6}"),
                new Measured(samples[i], 0),
                v,
                training.Claim,
                training.Scale + Math.Abs(v))));
        }));

    /// <summary>
    /// Z is uniform on the 512 midpoint quantiles of N(0, 1), and X_1 on their images under Φ_∞, which are its own midpoint quantiles. For these two
    /// discrete laws the inequality is exact as it stands, so that no discretisation error enters.
    /// </summary>
    public static LearnerLaw CouplingDominatesW1 { get; } = new(
        nameof(CouplingDominatesW1),
        "W1(law of the samples, X_1) ≤ E‖f_T(Z) − Φ_{T→1}(Z)‖ + E‖Φ_{T→1}(Z) − Φ_∞(Z)‖ (section 5)",
        LawSource.Derived,
        TargetKinds.Line | TargetKinds.Gaussian,
        (learner, tried, options) => Training.Judge(learner, tried, options, training =>
        {
            if (LineLaw.Of(tried.Target) is not { } data) return Verdict.NotApplicable("not on the line");
            double[] noise = [.. Enumerable.Range(0, Strata).Select(i => Normal.Quantile((i + 0.5) / Strata))];
            double[] samples = [.. Samples(training, noise).Order()], learned = training.At(training.Steps, noise), carried = new double[Strata];
            new QuantileFlow(new LineStructure(data), training.Schedule).Map(training.Steps, 1, new PointBatch(noise, 1), carried);
            UnivariateMixture first = LineLaw.At(data, training.Schedule[1]);
            double distance = 0, coupling = 0, initialisation = 0;
            for (int i = 0; i < Strata; i++)
            {
                double goal = first.FromNormalScore(noise[i]);
                distance += Math.Abs(samples[i] - goal) / Strata;
                coupling += Math.Abs(learned[i] - carried[i]) / Strata;
                initialisation += Math.Abs(carried[i] - goal) / Strata;
            }

            return Judge.AtMost("W1(law of the samples, X_1)", new Measured(distance, 0), coupling + initialisation + training.Claim, training.Scale);
        }));

    /// <summary>
    /// A Gaussian is rotated by its mean and covariance, so that a learner that looks at coordinates one by one is caught; anything else as a rotated
    /// target.
    /// </summary>
    public static LearnerLaw RotationEquivariant { get; } = new(
        nameof(RotationEquivariant),
        "for the law of QX_0, Q orthogonal, f_t(Qx) is Q f_t(x) (section 4)",
        LawSource.Derived,
        TargetKinds.All & ~TargetKinds.Line,
        (learner, tried, options) => Training.Judge(learner, tried, options, training =>
        {
            if (tried.Target.Dimension == 1) return Verdict.NotApplicable("nothing to rotate on the line");
            Target inner = tried.Target is RotatedTarget r ? r.Inner : tried.Target;
            Target turned = Turn.Of(inner, tried.Seed);
            if (!learner.CanLearn(turned)) return Verdict.NotApplicable("the learner cannot learn the rotated target");
            Run straight = new(learner, tried, inner), rotated = new(learner, tried, turned);
            var rotation = new Rotation(inner.Dimension, tried.Seed);
            return Verdict.All(Enumerable.Range(1, training.Steps).Select(t => Turned(training, t, straight[t], rotated[t], rotation)));
        }));

    public static LearnerLaw SameSeedSameBits { get; } = new(
        nameof(SameSeedSameBits),
        "equal target, schedule and seed give the same functions and samples, bit for bit",
        LawSource.Derived,
        TargetKinds.All,
        (learner, tried, options) => Training.Judge(learner, tried, options, training =>
        {
            var again = new Run(learner, tried, tried.Target);
            double[] noise = training.Noise(Points);
            for (int t = 1; t <= training.Steps; t++)
            {
                double[] points = training.PointsOf(t, Points), first = training.At(t, points), second = Training.Values(again[t], points);
                for (int i = 0; i < first.Length; i++)
                {
                    if (BitConverter.DoubleToInt64Bits(first[i]) != BitConverter.DoubleToInt64Bits(second[i]))
                    {
                        string place = Judge.Text($"f_{t} at a point with coordinate {points[i]:G6}");
                        return Verdict.Violated(Judge.Text(
                            $"{place}: found {second[i]:R} in the second run, expected {first[i]:R} as in the first (tolerance 0)."));
                    }
                }
            }

            return Samples(training, noise).AsSpan().SequenceEqual(Samples(training, noise))
                ? Verdict.Held
                : Verdict.Violated("samples of the same noise: found other ones in the second run, expected the same bits (tolerance 0).");
        }));

    private static double[] Samples(Training training, double[] noise)
    {
        var samples = new double[noise.Length];
        training.Learner.Sample(training[training.Steps], new PointBatch(noise, training.Target.Dimension), samples);
        return samples;
    }

    private static Verdict Turned(Training training, int t, ConsistencyFunction straight, ConsistencyFunction rotated, Rotation rotation)
    {
        double[] points = training.PointsOf(t, Points);
        if (training.Target is RotatedTarget) points = rotation.Back(new PointBatch(points, straight.Dimension));
        double[] turned = [.. points];
        rotation.Forth(turned);
        double[] expected = Training.Values(straight, points), found = Training.Values(rotated, turned);
        rotation.Forth(expected);
        double square = expected.Zip(found, (a, b) => (a - b) * (a - b)).Sum() / Points;

        // Both functions are off by at most t − 1 claims in the mean square; that of 64 points scatters around it.
        return Judge.AtMost(
            $"(E‖f_{t}(QX_{t}) of the rotated law − Q f_{t}(X_{t})‖²)^(1/2)",
            new Measured(Math.Sqrt(square), 0),
            8 * 2 * (t - 1) * training.Claim,
            training.Scale);
    }
}
