using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Numerics;
using Simulator.Numerics.Ode;
using Xunit;

namespace Simulator.Tests.Numerics.Ode;

public class DormandPrinceTests
{
    public static TheoryData<string> Problems => [.. OdeProblem.All.Select(problem => problem.Name)];

    [Theory]
    [MemberData(nameof(Problems))]
    public void Error_is_proportional_to_the_tolerance(string name)
    {
        OdeProblem problem = Find(name);
        double previous = double.PositiveInfinity;
        foreach (double tolerance in (double[])[1e-4, 1e-6, 1e-8, 1e-10, 1e-12])
        {
            Outcome<OdeSolution> result = problem.Integrate(0, 3, tolerance);
            Assert.Equal((Status.Ok, 3.0), (result.Status, result.Value.Reached));
            double error = problem.Error(3, result.Value.End.Data);
            Assert.True(error <= 50 * tolerance, $"{error:E2} at {tolerance:E0}");
            Assert.True(error < previous, $"{error:E2} after {previous:E2}");
            previous = error;
        }
    }

    /// <summary>Within the error of the end, but for what the field makes of early errors.</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void Dense_output_is_as_accurate_as_the_end(string name)
    {
        OdeProblem problem = Find(name);
        double[] at = [.. Enumerable.Range(0, 301).Select(i => i == 300 ? -0.7 : 2 - 2.7 * i / 300)];
        foreach (double tolerance in (double[])[1e-5, 1e-8, 1e-11])
        {
            OdeSolution solution = problem.Integrate(2, -0.7, tolerance, at).Value;
            Assert.Equal(at, solution.Points);
            Assert.Equal(problem.Solution(2), solution.At(0).Data);
            Assert.Equal(solution.End.Data, solution.At(300).Data);
            for (int i = 0; i < at.Length; i++)
                Close.Absolute(0, problem.Error(at[i], solution.At(i).Data), 100 * tolerance, $"error at {at[i]}");
        }
    }

    [Fact]
    public void Wanted_points_do_not_change_the_steps()
    {
        OdeProblem problem = Find("circular orbit");
        OdeSolution with = problem.Integrate(0, 1, 1e-9, 0.1, 0.1, 0.5).Value, without = problem.Integrate(0, 1, 1e-9).Value;
        Assert.Equal(without.EndValues, with.EndValues);
        Assert.Equal(without.Statistics, with.Statistics);
        Assert.Equal(with.At(0).Data, with.At(1).Data);
    }

    [Property(MaxTest = 50)]
    public void Linear_system_follows_the_matrix_exponential(int seed)
    {
        int dimension = 1 + (seed & 3), count = 1 + (seed >> 2 & 7);
        double to = 2 * Math.Sin(seed + 0.5);
        var matrix = Matrix<double>.Build.Dense(dimension, dimension, (i, j) => Math.Sin(seed + 3.1 * i + 1.7 * j));
        double[] initial = [.. Enumerable.Range(0, count * dimension).Select(i => Math.Cos(seed + 1.3 * i))];
        Matrix<double> exponential = Exponential(matrix * to);
        Outcome<OdeSolution> result = DormandPrince.Integrate(Linear(matrix), new PointBatch(initial, dimension), 0, to);
        Assert.Equal(Status.Ok, result.Status);
        for (int i = 0; i < count; i++)
        {
            double[] expected = [.. exponential * Vector<double>.Build.Dense(initial[(i * dimension)..((i + 1) * dimension)])];
            for (int j = 0; j < dimension; j++)
                Close.Absolute(expected[j], result.Value.End[i][j], 1e-8 * (1 + exponential.L2Norm()), $"point {i}, coordinate {j}");
        }
    }

    [Property(MaxTest = 50)]
    public void Oscillator_goes_there_and_back(int seed)
    {
        double frequency = 1 + (seed & 7), to = 10 * Math.Sin(seed + 0.3);
        VectorField field = (_, y, dy) =>
        {
            for (int i = 0; i < y.Length; i += 2)
                (dy[i], dy[i + 1]) = (frequency * y[i + 1], -frequency * y[i]);
        };
        double[] initial = [1, 0, Math.Sin(seed), Math.Cos(seed), 1e-3, 2];
        OdeSolution there = DormandPrince.Integrate(field, new PointBatch(initial, 2), 0, to).Value;
        OdeSolution back = DormandPrince.Integrate(field, there.End, to, 0).Value;
        Close.Absolute(Math.Cos(frequency * to), there.End[0][0], 1e-7);
        Close.Absolute(-Math.Sin(frequency * to), there.End[0][1], 1e-7);
        for (int i = 0; i < initial.Length; i++)
            Close.Absolute(initial[i], back.EndValues[i], 2e-7, $"entry {i}");
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Batch_equals_single_points_within_the_tolerance(string name)
    {
        OdeProblem problem = Find(name);
        int d = problem.Dimension;
        double[] initial = problem.Solution(0, 9);
        OdeSolution batch = DormandPrince.Integrate(problem.Batch, new PointBatch(initial, d), 0, 2).Value;
        for (int i = 0; i < 9; i++)
        {
            OdeSolution single = DormandPrince.Integrate(problem.Batch, new PointBatch(initial.AsSpan(i * d, d), d), 0, 2).Value;
            for (int j = 0; j < d; j++)
                Close.Absolute(single.End[0][j], batch.End[i][j], 1e-8, $"point {i}");
        }
    }

    /// <summary>Easy company does not loosen the steps of a hard point.</summary>
    [Fact]
    public void Hardest_point_dictates_the_step()
    {
        VectorField field = (_, y, dy) =>
        {
            for (int i = 0; i < y.Length; i += 3)
                (dy[i], dy[i + 1], dy[i + 2]) = (y[i + 2] * y[i + 1], -y[i + 2] * y[i], 0);
        };
        double[] easy = [.. Enumerable.Repeat((double[])[1, 0, 0.01], 500).SelectMany(y => y)], hard = [1, 0, 20];
        OdeSolution alone = DormandPrince.Integrate(field, new PointBatch(hard, 3), 0, 1).Value;
        OdeSolution together = DormandPrince.Integrate(field, new PointBatch([.. easy, .. hard], 3), 0, 1).Value;
        Assert.InRange(together.Statistics.Accepted, alone.Statistics.Accepted - 2, alone.Statistics.Accepted + 2);
        Close.Absolute(Math.Cos(20), together.End[500][0], 1e-8);
    }

    [Fact]
    public void Jump_of_the_field_is_met_by_rejected_steps()
    {
        VectorField field = (s, _, dy) => dy.Fill(s < 0.5 ? 0 : 1);
        Outcome<OdeSolution> result = DormandPrince.Integrate(field, new PointBatch([0, 3], 1), 0, 1);
        Assert.Equal(Status.Ok, result.Status);
        Assert.True(result.Value.Statistics.Rejected > 0);
        Close.Absolute(0.5, result.Value.EndValues[0], 1e-9);
        Close.Absolute(3.5, result.Value.EndValues[1], 1e-9);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Statistics_count_what_was_done(string name)
    {
        OdeProblem problem = Find(name);
        long calls = 0;
        VectorField counted = (s, y, dy) =>
        {
            calls++;
            problem.Batch(s, y, dy);
        };
        Outcome<OdeSolution> result = DormandPrince.Integrate(counted, new PointBatch(problem.Solution(0), problem.Dimension), 0, 2);
        OdeStatistics statistics = result.Value.Statistics;
        Assert.Equal(calls, statistics.Evaluations);
        Assert.Equal(calls, result.Diagnostics.Evaluations);
        Assert.Equal(2 + 6 * (statistics.Accepted + statistics.Rejected), calls);
        Assert.True(statistics.Rejected <= 1 + statistics.Accepted / 5, $"{statistics}");
        double error = problem.Error(2, result.Value.End.Data);
        Assert.True(error <= 2 * result.Diagnostics.ErrorEstimate, $"{error:E2} beyond {result.Diagnostics.ErrorEstimate:E2}");
    }

    [Fact]
    public void Nothing_to_integrate_costs_nothing()
    {
        VectorField field = (_, _, _) => Assert.Fail("evaluated");
        OdeSolution still = DormandPrince.Integrate(field, new PointBatch([1, 2], 2), 3, 3, [3, 3]).Value;
        Assert.Equal([1, 2, 1, 2], still.Values);
        Assert.Equal(new OdeStatistics(0, 0, 0), still.Statistics);
        OdeSolution empty = DormandPrince.Integrate(field, new PointBatch([], 2), 0, 1, [0, 0.5]).Value;
        Assert.Equal((1.0, 0, 2), (empty.Reached, empty.End.Count, empty.Points.Length));
        Assert.Equal(0, empty.At(1).Count);
    }

    [Fact]
    public void Interval_of_a_few_doubles_is_crossed()
    {
        double to = Math.BitIncrement(Math.BitIncrement(1.0));
        Outcome<OdeSolution> result = DormandPrince.Integrate((_, y, dy) => y.CopyTo(dy), new PointBatch([1], 1), 1, to);
        Assert.Equal((Status.Ok, to), (result.Status, result.Value.Reached));
        Close.Absolute(to, result.Value.EndValues[0], 3e-16);
    }

    private static OdeProblem Find(string name) => OdeProblem.All.Single(problem => problem.Name == name);

    private static VectorField Linear(Matrix<double> matrix) => (_, y, dy) =>
    {
        int d = matrix.RowCount;
        for (int i = 0; i < y.Length; i += d)
        {
            for (int j = 0; j < d; j++)
            {
                double sum = 0;
                for (int k = 0; k < d; k++)
                    sum += matrix[j, k] * y[i + k];
                dy[i + j] = sum;
            }
        }
    };

    /// <summary>The Taylor series of a matrix made small by halving, squared as often.</summary>
    private static Matrix<double> Exponential(Matrix<double> matrix)
    {
        const int Halvings = 8, Terms = 16;
        Matrix<double> small = matrix / (1 << Halvings), identity = Matrix<double>.Build.DenseIdentity(matrix.RowCount), sum = identity;
        for (int k = Terms; k >= 1; k--)
            sum = identity + small * sum / k;
        for (int k = 0; k < Halvings; k++)
            sum *= sum;
        return sum;
    }
}
