using Simulator.Consistency;
using Simulator.ErrorRecursion;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Tests.Consistency;
using Xunit;

namespace Simulator.Tests.ErrorRecursion;

/// <summary>The error recursion in the plane: term by term that of the product of which it is a rotation.</summary>
public class PlanarTraceTests
{
    private static ErrorTrace Start(Target target, Schedule schedule, Learner learner)
    {
        ErrorTrace trace = ErrorTrace.For(target.Structure, schedule, learner, TestContext.Current.CancellationToken)!;
        trace.Threads = 2;
        return trace;
    }

    /// <summary>Mean norms do not see a rotation; blocks are traced on the line.</summary>
    [Theory]
    [InlineData(LearnerKind.Exact)]
    [InlineData(LearnerKind.Ddim)]
    public void Terms_are_those_of_the_rotated_product(LearnerKind kind)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(9);
        var learner = new Learner(kind, [new InjectedError(6, 0.02)]);
        ErrorTrace plane = Start(PlanarCases.RotatedProduct, schedule, learner), product = Start(PlanarCases.Product, schedule, learner);
        var sums = new ErrorSums(plane.NumericalError);
        while (plane.Advance() is { } a)
        {
            ErrorTerms b = product.Advance()!;
            sums.Add(a);
            double size = Math.Max(b.Xi.Mean, 1e-4);
            foreach ((Term found, Term expected, string what) in ((Term, Term, string)[])
                [(a.Xi, b.Xi, "ξ"), (a.Tower, b.Tower, "tower"), (a.T1, b.T1, "T1"), (a.T2, b.T2, "T2"), (a.Remainder, b.Remainder, "remainder"),
                    (a.Approximation, b.Approximation, "approximation"), (a.Estimation, b.Estimation, "estimation"), (a.Gap, b.Gap, "gap")])
            {
                Close.Absolute(expected.Mean, found.Mean, 2e-5 * size, $"t = {a.Time}, {what}");
                Close.Absolute(expected.Mean, found.Mean, 2 * (found.Error + expected.Error) + 1e-9, $"t = {a.Time}, {what}, within its estimate");
            }

            Assert.InRange(a.Residual.Mean, 0, 5e-6 * size);
            Close.Relative(b.Spread, a.Spread, 1e-6);
            Close.Absolute(b.Irreducible, a.Irreducible, 1e-6 * b.Spread);
        }

        Assert.Equal(Status.Ok, plane.Solved);
        Assert.True(sums.TowerHolds);
        Assert.InRange(sums.Estimation, 0.01, 0.02);
    }

    /// <summary>Terms of planar blocks carry their laws: two copies of the plane are four lines.</summary>
    [Fact]
    public void Planar_blocks_are_traced_in_products()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(9);
        ErrorTrace planes = Start(new ProductTarget([(PlanarCases.RotatedProduct, 2)]), schedule, Learner.Exact);
        ErrorTrace lines = Start(new ProductTarget([(PlanarCases.Product, 2)]), schedule, Learner.Exact);
        while (planes.Advance() is { } a)
        {
            ErrorTerms b = lines.Advance()!;
            Close.Absolute(b.Xi.Mean, a.Xi.Mean, 2e-5 * Math.Max(b.Xi.Mean, 1e-4));
            Close.Absolute(b.T2.Mean, a.T2.Mean, 2e-5 * Math.Max(b.Xi.Mean, 1e-4));
        }
    }
}
