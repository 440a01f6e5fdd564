using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

[Properties(Arbitrary = [typeof(RegressionCases)], MaxTest = 100)]
public class NormalEquationsTests
{
    [Property]
    public void Solution_is_that_of_an_orthogonal_factorisation(RegressionCase sample)
    {
        // A penalty is as many further rows √(λ G_jj) e_j with output 0.
        Matrix<double> x = sample.Inputs, y = sample.Targets;
        double[] roots = [.. x.EnumerateColumns().Select(c => Math.Sqrt(sample.Ridge) * c.L2Norm())];
        Matrix<double> expected = x.Stack(Matrix<double>.Build.DenseOfDiagonalArray(roots)).QR().Solve(y.Stack(Matrix<double>.Build.Dense(sample.Features, sample.Outputs)));
        RidgeSolution solution = sample.Fit();
        AssertClose(expected, RegressionCase.Coefficients(solution), 1e-14 * solution.Condition);
        Assert.Equal(sample.Features, solution.Rank);
        Assert.Equal((sample.Features, sample.Outputs), (solution.Features, solution.Outputs));
    }

    [Property]
    public void Every_feature_has_its_own_penalty(RegressionCase sample)
    {
        double[] penalties = [.. Enumerable.Range(0, sample.Features).Select(j => j % 3 * 0.7)];
        Matrix<double> x = sample.Inputs, gram = x.TransposeThisAndMultiply(x);
        Matrix<double> penalised = gram + Matrix<double>.Build.DenseOfDiagonalArray([.. penalties.Select((p, j) => p * gram[j, j])]);
        Matrix<double> expected = penalised.Solve(x.TransposeThisAndMultiply(sample.Targets));
        RidgeSolution solution = RegressionCase.Fit(x, sample.Targets, penalties);
        AssertClose(expected, RegressionCase.Coefficients(solution), 1e-13 * solution.Condition);
    }

    [Property]
    public void Order_and_batches_of_rows_change_rounding_only(RegressionCase sample, PositiveInt batch)
    {
        Matrix<double> x = sample.Inputs, y = sample.Targets;
        RidgeSolution solution = sample.Fit();
        var order = new MathNet.Numerics.Permutation([.. Enumerable.Range(0, sample.Rows).Select(i => (i + 3) % sample.Rows)]);
        x.PermuteRows(order);
        y.PermuteRows(order);
        RidgeSolution permuted = RegressionCase.Fit(x, y, sample.Penalties, batch.Get);
        AssertClose(RegressionCase.Coefficients(solution), RegressionCase.Coefficients(permuted), 1e-13 * solution.Condition);
        Close.Relative(solution.Condition, permuted.Condition, 1e-9);
    }

    [Property]
    public void Repeated_rows_change_nothing(RegressionCase sample)
    {
        // The penalty is relative: it does not lose weight as rows become many.
        RidgeSolution solution = sample.Fit(), twice = RegressionCase.Fit(sample.Inputs.Stack(sample.Inputs), sample.Targets.Stack(sample.Targets), sample.Penalties);
        AssertClose(RegressionCase.Coefficients(solution), RegressionCase.Coefficients(twice), 1e-13 * solution.Condition);
        AssertMeanSquares(solution.MeanSquares, twice.MeanSquares, sample.Powers);
    }

    [Property]
    public void Several_outputs_are_each_alone(RegressionCase sample)
    {
        RidgeSolution solution = sample.Fit();
        for (int j = 0; j < sample.Outputs; j++)
        {
            RidgeSolution alone = RegressionCase.Fit(sample.Inputs, sample.Targets.SubMatrix(0, sample.Rows, j, 1), sample.Penalties);
            AssertClose(RegressionCase.Coefficients(alone), RegressionCase.Coefficients(solution).SubMatrix(0, sample.Features, j, 1), 1e-13 * solution.Condition);
            AssertMeanSquares(alone.MeanSquares, [solution.MeanSquares[j]], [sample.Powers[j]]);
        }
    }

    [Property]
    public void Mean_squares_are_those_of_the_residuals_and_the_system_is_solved(RegressionCase sample)
    {
        RidgeSolution solution = sample.Fit();
        AssertMeanSquares(RegressionCase.MeanSquares(sample.Inputs, sample.Targets, solution), solution.MeanSquares, sample.Powers);
        Assert.InRange(solution.Residual, 0, 1e-12);
    }

    [Property]
    public void What_is_linear_is_fitted_without_rest(RegressionCase sample)
    {
        Matrix<double> slopes = Matrix<double>.Build.Dense(sample.Features, 2, (i, j) => 1 + i - 3 * j);
        RidgeSolution solution = RegressionCase.Fit(sample.Inputs, sample.Inputs * slopes, RegressionCase.Uniform(sample.Features, 0));
        AssertClose(slopes, RegressionCase.Coefficients(solution), 1e-14 * solution.Condition);
        Assert.All(solution.MeanSquares, m => Assert.InRange(m, 0, 1e-9));
    }

    [Property]
    public void A_duplicate_fits_as_well_as_without_it(RegressionCase sample)
    {
        Matrix<double> x = sample.Inputs;
        RidgeSolution without = RegressionCase.Fit(x, sample.Targets, RegressionCase.Uniform(sample.Features, 0));
        Matrix<double> more = x.Append(x.SubMatrix(0, sample.Rows, sample.Features - 1, 1) * -3);
        RidgeSolution with = RegressionCase.Fit(more, sample.Targets, RegressionCase.Uniform(sample.Features + 1, 0));
        Assert.Equal(sample.Features, with.Rank);
        Assert.True(with.Condition > 1e13, $"condition {with.Condition}");
        AssertClose(x * RegressionCase.Coefficients(without), more * RegressionCase.Coefficients(with), 1e-12 * without.Condition);
        AssertMeanSquares(without.MeanSquares, with.MeanSquares, sample.Powers);
        Assert.InRange(with.Residual, 0, 1e-10);

        // Of all solutions it is the shortest, in features of mean square 1: the weight is shared out evenly.
        Matrix<double> b = RegressionCase.Coefficients(with);
        for (int j = 0; j < sample.Outputs; j++)
            Close.Absolute(b[sample.Features - 1, j], -3 * b[sample.Features, j], 1e-10 * without.Condition * (1 + b.Enumerate().Max(Math.Abs)));
    }

    [Property]
    public void A_duplicate_with_a_penalty_needs_no_eigenvalues(RegressionCase sample)
    {
        Matrix<double> x = sample.Inputs, more = x.Append(x.SubMatrix(0, sample.Rows, 0, 1));
        RidgeSolution solution = RegressionCase.Fit(more, sample.Targets, RegressionCase.Uniform(sample.Features + 1, 0.01));
        Assert.Equal(sample.Features + 1, solution.Rank);
        AssertMeanSquares(RegressionCase.MeanSquares(more, sample.Targets, solution), solution.MeanSquares, sample.Powers);
    }

    [Property]
    public void A_feature_that_vanishes_gets_no_weight(RegressionCase sample)
    {
        Matrix<double> x = sample.Inputs, more = x.InsertColumn(sample.Features / 2, Vector<double>.Build.Dense(sample.Rows));
        RidgeSolution without = sample.Fit(), with = RegressionCase.Fit(more, sample.Targets, RegressionCase.Uniform(sample.Features + 1, sample.Ridge));
        Matrix<double> b = RegressionCase.Coefficients(with);
        Assert.All(b.Row(sample.Features / 2), c => Assert.Equal(0, c));
        AssertClose(RegressionCase.Coefficients(without), b.RemoveRow(sample.Features / 2), 1e-13 * without.Condition);
        AssertMeanSquares(without.MeanSquares, with.MeanSquares, sample.Powers);
    }

    [Property]
    public void More_features_than_rows_fit_all_of_them(RegressionCase sample)
    {
        int n = Math.Min(3, sample.Features);
        Matrix<double> x = sample.Inputs.SubMatrix(0, n, 0, sample.Features), y = sample.Targets.SubMatrix(0, n, 0, sample.Outputs);
        RidgeSolution solution = RegressionCase.Fit(x, y, RegressionCase.Uniform(sample.Features, 0));
        Matrix<double> scaled = x * Matrix<double>.Build.DenseOfDiagonalArray([.. x.EnumerateColumns().Select(c => 1 / c.L2Norm())]);
        Vector<double> singular = scaled.Svd(computeVectors: false).S;

        // Rows that are nearly dependent are rounding themselves.
        if (singular[^1] < 1e-3 * singular[0]) return;
        Assert.Equal(n, solution.Rank);
        AssertClose(y, x * RegressionCase.Coefficients(solution), 1e-6);
        Assert.All(solution.MeanSquares, m => Assert.InRange(m, 0, 1e-9));
    }

    // An estimate by power iteration may miss a direction that its start misses; hence the fixed seed.
    [Property(MaxTest = 300, Replay = "20261125,7")]
    public void Condition_is_within_a_factor_of_two(RegressionCase sample)
    {
        Matrix<double> x = sample.Inputs, scaled = x * Matrix<double>.Build.DenseOfDiagonalArray([.. x.EnumerateColumns().Select(c => 1 / c.L2Norm())]);
        Matrix<double> system = scaled.TransposeThisAndMultiply(scaled) + sample.Ridge * Matrix<double>.Build.DenseIdentity(sample.Features);
        double[] values = [.. system.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).Order()];
        double expected = values[^1] / values[0], found = sample.Fit().Condition;
        Assert.InRange(found, 0.5 * expected, 2 * expected);
    }

    [Property]
    public void More_features_never_raise_the_mean_square(RegressionCase sample)
    {
        double[]? before = null;
        for (int p = 1; p <= sample.Features; p++)
        {
            RidgeSolution solution = RegressionCase.Fit(sample.Inputs.SubMatrix(0, sample.Rows, 0, p), sample.Targets, RegressionCase.Uniform(p, 0));
            for (int j = 0; j < sample.Outputs && before is not null; j++)
                Assert.True(solution.MeanSquares[j] <= before[j] + 1e-12 * sample.Powers[j], $"{p} features: {before[j]:R} became {solution.MeanSquares[j]:R}");
            before = solution.MeanSquares;
        }
    }

    [Property]
    public void A_larger_penalty_never_lowers_the_mean_square(RegressionCase sample)
    {
        double[] least = RegressionCase.Fit(sample.Inputs, sample.Targets, RegressionCase.Uniform(sample.Features, 0)).MeanSquares;
        double[] some = RegressionCase.Fit(sample.Inputs, sample.Targets, RegressionCase.Uniform(sample.Features, 0.5)).MeanSquares;
        for (int j = 0; j < sample.Outputs; j++)
            Assert.True(least[j] <= some[j] + 1e-12 * sample.Powers[j]);
    }

    [Property]
    public void Units_of_features_change_coefficients_only(RegressionCase sample)
    {
        double[] units = [.. Enumerable.Range(0, sample.Features).Select(j => Math.Pow(10, (j * 5 + sample.Seed) % 13 - 6))];
        RidgeSolution solution = sample.Fit();
        Matrix<double> scale = Matrix<double>.Build.DenseOfDiagonalArray(units);
        RidgeSolution other = RegressionCase.Fit(sample.Inputs * scale, sample.Targets, sample.Penalties);
        AssertClose(RegressionCase.Coefficients(solution), scale * RegressionCase.Coefficients(other), 1e-13 * solution.Condition);
        Close.Relative(solution.Condition, other.Condition, 1e-9);
        Assert.Equal(solution.Rank, other.Rank);
        AssertMeanSquares(solution.MeanSquares, other.MeanSquares, sample.Powers);
    }

    [Fact]
    public void Rows_are_counted_and_forgotten()
    {
        var equations = new NormalEquations(2, 1, new SimdBackend(1));
        equations.Add(new ReadOnlyMatrixView([1, 5, 9, 1, 7, -3, 1, 0, 2], 3, 3));
        equations.Add(new ReadOnlyMatrixView([], 0, 3));
        Assert.Equal((2, 1, 3, 3), (equations.Features, equations.Outputs, equations.Width, equations.Count));
        equations.Clear();
        Assert.Equal(0, equations.Count);
        equations.Add(new ReadOnlyMatrixView([1, 0, 4, 1, 1, 6], 2, 3));
        double[] line = equations.Solve([0, 0]).Coefficients;
        Close.Absolute(4, line[0], 1e-13);
        Close.Absolute(2, line[1], 1e-13);
    }

    [Fact]
    public void Parts_of_longer_rows_can_be_added()
    {
        var equations = new NormalEquations(1, 1, new SimdBackend(1));
        equations.Add(new ReadOnlyMatrixView([1, 3, double.NaN, 2, 6, double.NaN, 3, 9], 3, 2, 3));
        Close.Absolute(3, equations.Solve([0]).Coefficients[0], 1e-14);
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        var backend = new SimdBackend(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalEquations(0, 1, backend));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalEquations(1, 0, backend));
        Assert.Throws<ArgumentNullException>(() => new NormalEquations(1, 1, null!));
        var equations = new NormalEquations(2, 1, backend);
        Assert.Throws<InvalidOperationException>(() => equations.Solve([0, 0]));
        Assert.Throws<ArgumentException>(() => equations.Add(new ReadOnlyMatrixView(new double[8], 2, 4)));
        Assert.Equal(0, equations.Count);
        equations.Add(new ReadOnlyMatrixView([1, 2, 3], 1, 3));
        Assert.Throws<ArgumentException>(() => equations.Solve([0]));
        Assert.Throws<ArgumentException>(() => equations.Solve([0, 0, 0]));
    }

    [Fact]
    public void Features_that_are_not_finite_are_refused()
    {
        foreach (double wrong in (double[])[double.NaN, double.PositiveInfinity])
        {
            var equations = new NormalEquations(2, 1, new SimdBackend(1));
            equations.Add(new ReadOnlyMatrixView([1, 2, 3, 1, wrong, 4, 1, 5, 1], 3, 3));
            Assert.Throws<ArgumentException>(() => equations.Solve([0, 0]));
        }
    }

    private static void AssertClose(Matrix<double> expected, Matrix<double> actual, double tolerance)
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.RowCount, actual.ColumnCount));
        double size = 1 + expected.Enumerate().Max(Math.Abs);
        for (int i = 0; i < expected.RowCount; i++)
        {
            for (int j = 0; j < expected.ColumnCount; j++)
                Close.Absolute(expected[i, j], actual[i, j], Math.Max(tolerance, 1e-13) * size, $"({i}, {j})");
        }
    }

    private static void AssertMeanSquares(double[] expected, double[] actual, double[] powers)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int j = 0; j < expected.Length; j++)
            Close.Absolute(expected[j], actual[j], 1e-12 * powers[j], $"mean square {j}");
    }
}
