using System.Collections.Immutable;
using Simulator.Laws.Generators;
using Simulator.Laws.Reference;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using MetricLaw = Simulator.Laws.Law<Simulator.Laws.LineMetric, Simulator.Laws.Generators.LineTriple>;

namespace Simulator.Laws;

/// <summary>A distance between mixtures on the line that is meant to be W1.</summary>
/// <param name="first">One law.</param>
/// <param name="second">The other.</param>
public delegate double LineMetric(UnivariateMixture first, UnivariateMixture second);

/// <summary>The axioms of a metric for W1 on the line, with its dual bound in place of mere positivity (section 5).</summary>
public static class MetricLaws
{
    /// <summary>All laws.</summary>
    public static ImmutableArray<MetricLaw> All { get; } =
    [
        new("DistanceIsSymmetric", "W1(P, Q) = W1(Q, P) (section 8)", LawSource.Derived, TargetKinds.Line, (metric, tried, options) =>
        {
            double there = metric(tried.First.Law, tried.Second.Law), back = metric(tried.Second.Law, tried.First.Law);
            return Judge.Equal("W1(Q, P)", new Measured(back, 0), there, 2 * options.Tolerance * Scale(tried), Scale(tried));
        }),
        new("DistanceObeysTriangle", "W1(P, R) ≤ W1(P, Q) + W1(Q, R) (section 8)", LawSource.Derived, TargetKinds.Line, (metric, tried, options) =>
        {
            double first = metric(tried.First.Law, tried.Second.Law), second = metric(tried.Second.Law, tried.Third.Law);
            double whole = metric(tried.First.Law, tried.Third.Law);
            return Judge.AtMost("W1(P, R)", new Measured(whole, 0), first + second + 3 * options.Tolerance * Scale(tried), Scale(tried));
        }),
        new(
            "DistanceSeparatesLaws",
            "W1(P, P) = 0, and W1(P, Q) ≥ |E h(P) − E h(Q)| for every 1-Lipschitz h, so that it is positive for P ≠ Q (section 5)",
            LawSource.Derived,
            TargetKinds.Line,
            Separates),
    ];

    /// <summary>Tries all laws on a distance.</summary>
    /// <param name="name">The name of the distance, for the report.</param>
    /// <param name="metric">The distance.</param>
    /// <param name="options">How hard to look; null for the defaults.</param>
    public static LawReport Check(string name, LineMetric metric, LawOptions? options = null)
        => LawRunner.Check(name, metric, All, _ => LineTriple.Any(), options);

    private static Verdict Separates(LineMetric metric, LineTriple tried, LawOptions options)
    {
        double scale = Scale(tried), distance = metric(tried.First.Law, tried.Second.Law);
        double width = Math.Sqrt(tried.First.Law.Variance), centre = tried.First.Law.Mean;
        IEnumerable<(string Text, Func<double, double> Test)> tests =
            [("the identity", x => x), .. new double[] { -1, 0, 1 }.Select(c => Hyperbola(centre + c * width, width))];
        return Verdict.All(tests
            .Select(h =>
            {
                Measured first = Mean(tried.First, h.Test), second = Mean(tried.Second, h.Test);
                double gap = Math.Abs(first.Value - second.Value);
                return Judge.AtMost(
                    $"|E h(P) − E h(Q)| with h {h.Text}",
                    new Measured(gap, first.Error + second.Error),
                    distance + options.Tolerance * scale,
                    scale);
            })
            .Prepend(Judge.Equal("W1(P, P)", new Measured(metric(tried.First.Law, tried.First.Law), 0), 0, options.Tolerance * scale, scale)));
    }

    private static (string Text, Func<double, double> Test) Hyperbola(double centre, double width)
        => (Judge.Text($"= ((x − {centre:G6})² + {width:G6}²)^(1/2)"), x => Math.Sqrt((x - centre) * (x - centre) + width * width));

    private static Measured Mean(LineCase law, Func<double, double> test)
    {
        NestedRule rule = new MixtureReference(law.Target).Marginal(NoiseLevel.Zero);
        return rule.Mean([.. rule.Nodes.Select(test)]);
    }

    private static double Scale(LineTriple tried)
        => 1 + new[] { tried.First.Law, tried.Second.Law, tried.Third.Law }.Max(l => Math.Abs(l.Mean) + Math.Sqrt(l.Variance));
}
