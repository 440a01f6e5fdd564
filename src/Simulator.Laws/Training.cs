using Simulator.Consistency;
using Simulator.Laws.Generators;
using Simulator.Laws.Reference;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Laws;

/// <summary>A learner's f_1, …, f_T on a case, learned as far as a law asks for them, with what laws need to judge them.</summary>
internal sealed class Training
{
    private readonly Run _run;
    private readonly double _tolerance;

    private Training(IConsistencyLearner learner, LawCase tried, double tolerance)
    {
        (Learner, Case, Schedule, _tolerance) = (learner, tried, tried.Schedule, tolerance);
        _run = new Run(learner, tried, tried.Target);
        NoiseLevel first = Schedule[1];
        Scale = Math.Sqrt(first.AlphaBar * tried.Target.SecondMoment + Target.Dimension * first.OneMinusAlphaBar);
    }

    /// <summary>The learner.</summary>
    public IConsistencyLearner Learner { get; }

    /// <summary>The case.</summary>
    public LawCase Case { get; }

    /// <summary>The law of the data.</summary>
    public Target Target => Case.Target;

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; }

    /// <summary>T.</summary>
    public int Steps => Schedule.Steps;

    /// <summary>(E‖X_1‖²)^{1/2}.</summary>
    public double Scale { get; }

    /// <summary>η, the claimed (E‖f_t − f_t*‖²)^{1/2} of one step.</summary>
    public double Claim => _tolerance * Scale;

    /// <summary>f_t.</summary>
    /// <param name="t">1 … T.</param>
    public ConsistencyFunction this[int t] => _run[t];

    /// <summary>A verdict on a learner; not applicable if it cannot learn the target.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="tried">The case.</param>
    /// <param name="options">The claim.</param>
    /// <param name="check">The verdict.</param>
    public static Verdict Judge(IConsistencyLearner learner, LawCase tried, LawOptions options, Func<Training, Verdict> check)
    {
        if (!learner.CanLearn(tried.Target)) return Verdict.NotApplicable($"the learner cannot learn a target of kind '{tried.Target.Kind}'");
        return check(new Training(learner, tried, options.Tolerance));
    }

    /// <summary>f_t at points.</summary>
    /// <param name="t">1 … T.</param>
    /// <param name="points">n × d.</param>
    public double[] At(int t, double[] points) => Values(this[t], points);

    /// <summary>A function at points.</summary>
    /// <param name="function">The function.</param>
    /// <param name="points">n × d.</param>
    public static double[] Values(ConsistencyFunction function, double[] points)
    {
        var values = new double[points.Length];
        function.Evaluate(new PointBatch(points, function.Dimension), values);
        return values;
    }

    /// <summary>Points drawn from q_t, the same for equal cases.</summary>
    /// <param name="t">1 … T.</param>
    /// <param name="count">n.</param>
    public double[] PointsOf(int t, int count)
        => TargetSamples.Noisy(Target, Schedule[t], count, RandomStream.Named(Case.Seed, "laws", $"t = {t}", "points"));

    /// <summary>Standard normal points, the same for equal cases.</summary>
    /// <param name="count">n.</param>
    public double[] Noise(int count)
    {
        var noise = new double[count * Target.Dimension];
        RandomStream.Named(Case.Seed, "laws", "", "noise").FillNormal(noise);
        return noise;
    }

    /// <summary>What averages need; not for every target.</summary>
    public ReferenceLaw? Reference() => ReferenceLaw.For(Target);

    /// <summary>(E‖·‖²)^{1/2} of vectors at the nodes of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="vectors">n × d.</param>
    /// <param name="errors">How far off each vector may be, n numbers; may be empty.</param>
    public static Measured RootMeanSquare(NestedRule rule, double[] vectors, ReadOnlySpan<double> errors = default)
    {
        int d = rule.Dimension;
        double fine = 0, coarse = 0, off = 0;
        for (int i = 0; i < rule.Count; i++)
        {
            double square = 0;
            for (int j = i * d; j < (i + 1) * d; j++)
                square += vectors[j] * vectors[j];
            fine += rule.Fine[i] * square;
            coarse += rule.Coarse[i] * square;
            if (!errors.IsEmpty) off += rule.Fine[i] * errors[i] * errors[i];
        }

        double root = Math.Sqrt(fine);
        return new Measured(root, Math.Abs(root - Math.Sqrt(coarse)) + Math.Sqrt(off));
    }
}
