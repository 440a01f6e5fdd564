using Simulator.Numerics;
using Simulator.Numerics.Ode;
using Xunit;

namespace Simulator.Tests.Numerics.Ode;

/// <summary>What cannot be integrated says so and tells how far it came; what makes no sense is refused.</summary>
public class DormandPrinceFailureTests
{
    private static readonly VectorField Growth = (_, y, dy) => y.CopyTo(dy);

    [Fact]
    public void Stiff_field_runs_out_of_steps()
    {
        VectorField stiff = (s, y, dy) => dy[0] = -1e7 * (y[0] - Math.Cos(s));
        Outcome<OdeSolution> result = DormandPrince.Integrate(
            stiff, new PointBatch([1], 1), 0, 1, [0, 0.5, 1], new OdeOptions { MaximumSteps = 2000 });
        Assert.Equal(Status.NotConverged, result.Status);
        Assert.Equal(2000, result.Value.Statistics.Accepted + result.Value.Statistics.Rejected);
        Assert.InRange(result.Value.Reached, 1e-5, 0.1);
        Assert.Equal([0], result.Value.Points);
        Close.Absolute(Math.Cos(result.Value.Reached), result.Value.EndValues[0], 1e-7);
    }

    [Fact]
    public void Too_few_steps_end_early_on_the_solution()
    {
        Outcome<OdeSolution> result = DormandPrince.Integrate(
            Growth, new PointBatch([1, 2], 1), 0, 10, new OdeOptions { MaximumSteps = 3 });
        Assert.Equal(Status.NotConverged, result.Status);
        Assert.InRange(result.Value.Reached, 1e-3, 5);
        Close.Relative(2 * Math.Exp(result.Value.Reached), result.Value.EndValues[1], 1e-8);
    }

    [Fact]
    public void Pole_is_approached_and_not_passed()
    {
        VectorField square = (_, y, dy) => dy[0] = y[0] * y[0];
        Outcome<OdeSolution> result = DormandPrince.Integrate(square, new PointBatch([1], 1), 0, 2);
        Assert.Equal(Status.NotConverged, result.Status);
        Assert.InRange(result.Value.Reached, 1 - 1e-6, 1 + 1e-6);
        Assert.True(double.IsFinite(result.Value.EndValues[0]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Field_that_is_not_finite_stops_the_integration_where_it_begins_to_be(double bad)
    {
        VectorField later = (s, y, dy) => dy.Fill(Math.Abs(s) < 0.5 ? 1 : bad);
        foreach (double to in (double[])[1, -1])
        {
            Outcome<OdeSolution> result = DormandPrince.Integrate(later, new PointBatch([0, 7], 1), 0, to, [0.1 * to, 0.9 * to]);
            Assert.Equal(Status.NotConverged, result.Status);
            Close.Absolute(0.5 * to, result.Value.Reached, 1e-12);
            Close.Absolute(0.5 * to, result.Value.EndValues[0], 1e-10);
            Assert.Single(result.Value.Points);
            Close.Absolute(7 + 0.1 * to, result.Value.Values[1], 1e-10);
        }
    }

    [Fact]
    public void Field_that_is_not_finite_at_the_start_goes_nowhere()
    {
        VectorField never = (_, _, dy) => dy.Fill(double.NaN);
        Outcome<OdeSolution> result = DormandPrince.Integrate(never, new PointBatch([1, 2], 2), 5, 6, [5, 6]);
        Assert.Equal((Status.NotConverged, 5.0, 1L), (result.Status, result.Value.Reached, result.Value.Statistics.Evaluations));
        Assert.Equal([1, 2], result.Value.EndValues);
        Assert.Equal([5], result.Value.Points);
    }

    [Fact]
    public void One_bad_point_is_seen_among_many()
    {
        VectorField root = (_, y, dy) =>
        {
            for (int i = 0; i < y.Length; i++)
                dy[i] = -Math.Sqrt(y[i]);
        };
        double[] initial = [.. Enumerable.Repeat(100.0, 40)];
        Assert.Equal(Status.Ok, DormandPrince.Integrate(root, new PointBatch(initial, 1), 0, 5).Status);
        initial[17] = 1;
        Assert.Equal(Status.NotConverged, DormandPrince.Integrate(root, new PointBatch(initial, 1), 0, 5).Status);
    }

    [Fact]
    public void Values_beyond_double_precision_are_not_accepted()
    {
        VectorField constant = (_, _, dy) => dy.Fill(1e308);
        Outcome<OdeSolution> result = DormandPrince.Integrate(constant, new PointBatch([1e308], 1), 0, 2);
        Assert.Equal(Status.NotConverged, result.Status);
        Assert.True(double.IsFinite(result.Value.EndValues[0]));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        static void Refused(string name, Action action) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(action).ParamName);
        static void Options(string name, OdeOptions options)
            => Refused(name, () => DormandPrince.Integrate(Growth, new PointBatch([1], 1), 0, 1, options));

        Refused("field", () => DormandPrince.Integrate(null!, new PointBatch([1], 1), 0, 1));
        Refused("initial", () => DormandPrince.Integrate(Growth, default, 0, 1));
        Refused("initial", () => DormandPrince.Integrate(Growth, new PointBatch([1, double.NaN], 1), 0, 1));
        Refused("from", () => DormandPrince.Integrate(Growth, new PointBatch([1], 1), double.NegativeInfinity, 1));
        Refused("to", () => DormandPrince.Integrate(Growth, new PointBatch([1], 1), 0, double.NaN));
        Refused("to", () => DormandPrince.Integrate(Growth, new PointBatch([1], 1), -1e308, 1e308));
        Refused("at", () => DormandPrince.Integrate(Growth, new PointBatch([1], 1), 0, 1, [1.5]));
        Refused("at", () => DormandPrince.Integrate(Growth, new PointBatch([1], 1), 0, 1, [0.5, 0.4]));
        Refused("at", () => DormandPrince.Integrate(Growth, new PointBatch([1], 1), 1, 0, [0.4, 0.5]));
        Refused("at", () => DormandPrince.Integrate(Growth, new PointBatch([1], 1), 0, 1, [double.NaN]));
        Options(nameof(OdeOptions.AbsoluteTolerance), new() { AbsoluteTolerance = 0 });
        Options(nameof(OdeOptions.AbsoluteTolerance), new() { AbsoluteTolerance = double.NaN });
        Options(nameof(OdeOptions.RelativeTolerance), new() { RelativeTolerance = -1e-9 });
        Options(nameof(OdeOptions.RelativeTolerance), new() { RelativeTolerance = 1 });
        Options(nameof(OdeOptions.MaximumSteps), new() { MaximumSteps = 0 });
        OdeSolution solution = DormandPrince.Integrate(Growth, new PointBatch([1], 1), 0, 1, [0.5]).Value;
        Refused("index", () => solution.At(1));
        Refused("index", () => solution.At(-1));
    }
}
