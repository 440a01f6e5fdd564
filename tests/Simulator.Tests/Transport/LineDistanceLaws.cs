using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Transport;

/// <summary>The two forms of W1 on the line against each other; the axioms of a metric are laws of <c>Simulator.Laws</c>.</summary>
public class LineDistanceLaws
{
    [Property(MaxTest = 40)]
    public Property Quantile_form_equals_distribution_form() => Prop.ForAll(LineCases.Solvable(), LineCases.Solvable(), (a, b) =>
    {
        // ∫ |F_a⁻¹(F_b(v)) − v| q_b(v) dv against ∫ |F_a − F_b|.
        UnivariateMixture first = a.Law, second = b.Law;
        Outcome<double> quantile = LineDistance.MeanAbsolute(
            (v, y) =>
            {
                for (int i = 0; i < v.Length; i++)
                    y[i] = (first.FromNormalScore(second.NormalScore(v[i])) - v[i]) * second.Pdf(v[i]);
            },
            second);
        double distribution = W1(first, second);
        Assert.Equal(Status.Ok, quantile.Status);
        Close.Absolute(distribution, quantile.Value, 1e-8 * (1 + distribution));
        Outcome<double> w2 = LineDistance.RootMeanSquare(
            (v, y) =>
            {
                for (int i = 0; i < v.Length; i++)
                    y[i] = Math.Pow(first.FromNormalScore(second.NormalScore(v[i])) - v[i], 2) * second.Pdf(v[i]);
            },
            second);
        Assert.True(quantile.Value <= w2.Value + 1e-8, "W1 ≤ W2");
    });

    [Fact]
    public void Shift_and_scale_are_exact()
    {
        var law = new UnivariateMixture([0.3, 0.7], [-1, 2], [0.5, 1]);
        var shifted = new UnivariateMixture([0.3, 0.7], [-0.75, 2.25], [0.5, 1]);
        Close.Relative(0.25, W1(law, shifted), 1e-10);
        Close.Relative(Math.Sqrt(2 / Math.PI), W1(UnivariateMixture.StandardNormal, new UnivariateMixture([1], [0], [2])), 1e-10);
    }

    private static double W1(UnivariateMixture a, UnivariateMixture b)
    {
        Outcome<double> result = LineDistance.W1(a, b);
        Assert.Equal(Status.Ok, result.Status);
        return result.Value;
    }
}
