using Simulator.Laws;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Laws;

/// <summary>The axioms of a metric on our W1, and on what one might take for it.</summary>
public class MetricLawTests
{
    private static readonly (string Mutant, LineMetric Metric, string Law)[] Table =
    [
        ("∫ (F − G)⁺", OneSided, "DistanceIsSymmetric"),
        ("W1²", (p, q) => Math.Pow(Ours(p, q), 2), "DistanceObeysTriangle"),
        ("difference of the means", (p, q) => Math.Abs(p.Mean - q.Mean), "DistanceSeparatesLaws"),
    ];

    public static TheoryData<string> Mutants => [.. Table.Select(row => row.Mutant)];

    [Fact]
    public void Our_distance_obeys_every_law()
    {
        LawReport report = MetricLaws.Check("W1", Ours, new LawOptions { Cases = 40 });
        Assert.True(report.AllHeld, report.ToString());
        Assert.All(report.Findings, f => Assert.True(f.Judged >= 20, report.ToString()));
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_is_caught_with_a_simple_counterexample(string mutant)
    {
        (_, LineMetric metric, string law) = Table.Single(row => row.Mutant == mutant);
        LawReport report = MetricLaws.Check(mutant, metric, new LawOptions { Seed = 9, Cases = 40 });
        Assert.Contains(law, report.Violated);
        LineTriple simple = Assert.IsType<LineTriple>(report[law].Case);
        Assert.True(simple.First.Weights.Count + simple.Second.Weights.Count + simple.Third.Weights.Count <= 4, report[law].Counterexample);
        Assert.StartsWith("new LineTriple(new LineCase([", report[law].Counterexample, StringComparison.Ordinal);
        Simple.Says(report[law]);
        Assert.Equal(LawStatus.Held, MetricLaws.All.Single(l => l.Name == law).Check(Ours, simple, new LawOptions()).Status);
    }

    [Fact]
    public void Every_law_catches_a_mutant() => Simple.Covers(MetricLaws.All.Select(l => l.Name), Table.Select(row => row.Law));

    private static double Ours(UnivariateMixture p, UnivariateMixture q)
    {
        Outcome<double> distance = LineDistance.W1(p, q);
        Assert.Equal(Status.Ok, distance.Status);
        return distance.Value;
    }

    private static double OneSided(UnivariateMixture p, UnivariateMixture q)
    {
        double[] breakpoints = [.. LineDistance.Breakpoints(p).Union(LineDistance.Breakpoints(q)).Order()];
        return AdaptiveQuadrature.Integrate(
            (x, y) =>
            {
                for (int i = 0; i < x.Length; i++)
                    y[i] = 2 * Math.Max(0, p.Cdf(x[i]) - q.Cdf(x[i]));
            },
            breakpoints,
            1e-12,
            1e-10).Value;
    }
}
