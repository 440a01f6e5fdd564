using System.Collections.Immutable;
using Simulator.Flow;
using Simulator.Laws.Generators;
using Simulator.Laws.Reference;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using FlowLaw = Simulator.Laws.Law<Simulator.Laws.FlowFactory, Simulator.Laws.Generators.LawCase>;

namespace Simulator.Laws;

/// <summary>Gives the probability flow of a target over a schedule.</summary>
/// <param name="target">The law of X_0.</param>
/// <param name="schedule">The schedule.</param>
/// <returns>The flow, or null if it is not known.</returns>
public delegate FlowMap? FlowFactory(Target target, Schedule schedule);

/// <summary>The laws of the probability flow (16–17).</summary>
public static class FlowLaws
{
    private const int Points = 16;

    /// <summary>Laws are compared by distribution functions on the line, elsewhere by moments, which the rules for mixtures in the plane miss too often.</summary>
    private const TargetKinds WithMoments = TargetKinds.Averaged & ~TargetKinds.Planar;

    /// <summary>All laws.</summary>
    public static ImmutableArray<FlowLaw> All { get; } =
    [
        new("FlowComposes", "Φ_{m→k} ∘ Φ_{t→m} = Φ_{t→k} (section 8)", LawSource.Derived, TargetKinds.All, With(Composes)),
        new("FlowInverts", "Φ_{k→t} ∘ Φ_{t→k} = id (section 8)", LawSource.Derived, TargetKinds.All, With(Inverts)),
        new("FlowCarriesLaws", "Φ_{t→k}(X_t) ~ q_k (section 6, link b)", LawSource.Stated, WithMoments, With(Carries)),
        new("FlowIncreases", "on the line Φ_{t→k} is increasing (section 8)", LawSource.Derived, TargetKinds.Line | TargetKinds.Gaussian, With(Increases)),
        new(
            "FlowIsRotationEquivariant",
            "for the law of QX_0, Q orthogonal, Φ(Qx) is QΦ(x) (section 4)",
            LawSource.Derived,
            TargetKinds.All & ~TargetKinds.Line,
            Turns),
    ];

    /// <summary>Tries all laws on a flow.</summary>
    /// <param name="name">The name of the flow, for the report.</param>
    /// <param name="factory">Gives the flow of a target.</param>
    /// <param name="options">How hard to look; null for the defaults.</param>
    public static LawReport Check(string name, FlowFactory factory, LawOptions? options = null) => Check(name, factory, All, options);

    /// <summary>Tries some laws on a flow.</summary>
    /// <param name="name">The name of the flow, for the report.</param>
    /// <param name="factory">Gives the flow of a target.</param>
    /// <param name="laws">The laws.</param>
    /// <param name="options">How hard to look; null for the defaults.</param>
    public static LawReport Check(string name, FlowFactory factory, IEnumerable<FlowLaw> laws, LawOptions? options = null)
    {
        LawOptions claim = options ?? new LawOptions();
        return LawRunner.Check(name, factory, laws, law => LawRunner.Cases(law, claim.Targets, claim), claim);
    }

    private static Func<FlowFactory, LawCase, LawOptions, Verdict> With(Func<Subject, Verdict> check)
        => (factory, tried, options) => factory(tried.Target, tried.Schedule) is { } flow
            ? check(new Subject(flow, tried, options.Tolerance))
            : Verdict.NotApplicable($"no flow for a target of kind '{tried.Target.Kind}'");

    private static Verdict Composes(Subject s)
    {
        int last = s.Tried.Steps, middle = 1 + last / 2;
        (int From, int Via, int To)[] times = [(last, middle, 1), (1, middle, last)];
        return Verdict.All(times.Select(m => s.Same(
            $"Φ_{m.Via}→{m.To}(Φ_{m.From}→{m.Via}(x))",
            m.From,
            s.Map(m.From, m.Via, s.At(m.From)),
            m.Via,
            m.To,
            s.Map(m.From, m.To, s.At(m.From)))));
    }

    private static Verdict Inverts(Subject s)
    {
        (int From, int To)[] times = [(s.Tried.Steps, 1), (1, s.Tried.Steps)];
        return Verdict.All(times.Select(m => s.Same(
            $"Φ_{m.To}→{m.From}(Φ_{m.From}→{m.To}(x))", m.From, s.Map(m.From, m.To, s.At(m.From)), m.To, m.From, s.At(m.From))));
    }

    /// <summary>
    /// A flow map bends more than a quadrature in the plane resolves: what its two rules differ by was once half of the error (a circle, cosine schedule,
    /// T = 2), so several times that is allowed.
    /// </summary>
    private const double Caution = 10;

    /// <summary>On the line by distribution functions; elsewhere by the first and second moments of all coordinates.</summary>
    private static Verdict Carries(Subject s)
    {
        int last = s.Tried.Steps;
        if (LineLaw.Of(s.Tried.Target) is { } data)
        {
            UnivariateMixture from = LineLaw.At(data, s.Tried.Schedule[last]), to = LineLaw.At(data, s.Tried.Schedule[1]);
            double[] x = s.At(last), y = s.Map(last, 1, x);
            return Verdict.All(x.Select((p, i) => Judge.Equal(
                Judge.Text($"P(X_1 ≤ Φ_{last}→1({p:G6}))"),
                new Measured(to.Cdf(y[i]), 0),
                from.Cdf(p),
                s.Tolerance * (1 + to.Pdf(y[i]) * (s.Scale + Math.Abs(y[i]))),
                1)));
        }

        if (ReferenceLaw.For(s.Tried.Target) is not { } law) return Verdict.NotApplicable("no reference for this target");
        NestedRule source = law.Marginal(s.Tried.Schedule[last]), goal = law.Marginal(s.Tried.Schedule[1]);
        double[] carried = s.Map(last, 1, source.Nodes);
        int d = law.Dimension;
        return Verdict.All(
            from i in Enumerable.Range(-1, d + 1)
            from j in Enumerable.Range(0, d)
            let expected = Moment(goal, goal.Nodes, i, j)
            let found = Moment(source, carried, i, j)
            let scale = s.Scale * (i < 0 ? 1 : s.Scale)
            select Judge.Equal(
                i < 0 ? $"E Φ_{last}→1(X_{last}), coordinate {j}" : $"E of the product of coordinates {i} and {j} of Φ_{last}→1(X_{last})",
                found with { Error = Caution * (found.Error + expected.Error) },
                expected.Value,
                2 * s.Tolerance * scale,
                scale));
    }

    private static Measured Moment(NestedRule rule, double[] points, int i, int j)
    {
        int d = rule.Dimension;
        return rule.Mean([.. Enumerable.Range(0, rule.Count).Select(n => points[n * d + j] * (i < 0 ? 1 : points[n * d + i]))]);
    }

    private static Verdict Increases(Subject s)
    {
        if (s.Tried.Target.Dimension != 1) return Verdict.NotApplicable("not on the line");
        int last = s.Tried.Steps;
        double[] x = [.. s.At(last).Order()], y = s.Map(last, 1, x);
        return Verdict.All(Enumerable.Range(1, x.Length - 1).Select(i => Judge.AtMost(
            Judge.Text($"fall of Φ_{last}→1 between {x[i - 1]:G6} and {x[i]:G6}"), new Measured(y[i - 1] - y[i], 0), 2 * s.Tolerance * s.Scale, s.Scale)));
    }

    private static Verdict Turns(FlowFactory factory, LawCase tried, LawOptions options)
    {
        Target inner = tried.Target is RotatedTarget r ? r.Inner : tried.Target;
        if (inner.Dimension == 1) return Verdict.NotApplicable("nothing to rotate on the line");
        if (factory(inner, tried.Schedule) is not { } straight || factory(Turn.Of(inner, tried.Seed), tried.Schedule) is not { } turned)
            return Verdict.NotApplicable($"no flow for a target of kind '{inner.Kind}' or its rotation");
        var (before, after) = (new Subject(straight, tried with { Target = inner }, options.Tolerance), new Subject(turned, tried, options.Tolerance));
        var rotation = new Rotation(inner.Dimension, tried.Seed);
        double[] points = before.At(tried.Steps), expected = before.Map(tried.Steps, 1, points);
        rotation.Forth(points);
        rotation.Forth(expected);
        return after.Same($"Φ_{tried.Steps}→1(Qx) of the rotated law", tried.Steps, points, tried.Steps, 1, expected);
    }

    /// <summary>A flow on a case.</summary>
    private sealed class Subject(FlowMap flow, LawCase tried, double tolerance)
    {
        public LawCase Tried => tried;

        public double Tolerance => tolerance;

        public double Scale { get; } = Math.Sqrt(tried.Target.SecondMoment + tried.Target.Dimension);

        /// <summary>Points drawn from q_t.</summary>
        public double[] At(int t)
            => TargetSamples.Noisy(tried.Target, tried.Schedule[t], Points, RandomStream.Named(tried.Seed, "laws", $"t = {t}", "points"));

        public double[] Map(int from, int to, double[] points)
        {
            var result = new double[points.Length];
            flow.Map(from, to, new PointBatch(points, flow.Dimension), result);
            return result;
        }

        /// <summary>
        /// Whether Φ_{from→to} of points that are known up to the tolerance is what is expected: the tolerance grows with the stretching of the map
        /// there, which is found by moving the points a little.
        /// </summary>
        public Verdict Same(string what, int start, double[] points, int from, int to, double[] expected)
        {
            double[] found = Map(from, to, points);
            double step = 1e-5 * Scale;
            double[] moved = Map(from, to, [.. points.Select(p => p + step)]), back = Map(from, to, [.. points.Select(p => p - step)]);
            return Verdict.All(found.Select((f, i) =>
            {
                double stretch = Math.Max(Math.Abs(moved[i] - f), Math.Abs(back[i] - f)) / step;
                return Judge.Equal(
                    Judge.Text($"{what}, x drawn from q_{start}, coordinate {i % flow.Dimension}"),
                    new Measured(f, 0),
                    expected[i],
                    tolerance * (Scale + Math.Abs(expected[i]) + stretch * (Scale + Math.Abs(points[i]))),
                    Scale);
            }));
        }
    }
}
