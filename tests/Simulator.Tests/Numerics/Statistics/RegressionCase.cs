using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;

namespace Simulator.Tests.Numerics.Statistics;

/// <summary>A regression with a constant, features of other means and noise in the outputs.</summary>
public sealed record RegressionCase(int Seed, int Features, int Outputs, int Spare, double Ridge)
{
    /// <summary>More rows than features, so that the least squares have one solution.</summary>
    public int Rows => Features + Spare;

    public Matrix<double> Inputs
    {
        get
        {
            RandomStream stream = RandomStream.Named(Seed, "test", "regression", "features");
            return Matrix<double>.Build.Dense(Rows, Features, (_, j) => j == 0 ? 1 : 0.5 * j + stream.NextNormal());
        }
    }

    public Matrix<double> Targets
    {
        get
        {
            RandomStream stream = RandomStream.Named(Seed, "test", "regression", "outputs");
            Matrix<double> slopes = Matrix<double>.Build.Dense(Features, Outputs, (_, _) => 2 * stream.NextNormal());
            return Inputs * slopes + Matrix<double>.Build.Dense(Rows, Outputs, (_, _) => stream.NextNormal());
        }
    }

    public double[] Penalties => Uniform(Features, Ridge);

    public static double[] Uniform(int features, double ridge) => [.. Enumerable.Repeat(ridge, features)];

    /// <summary>Fits rows in batches of a given size.</summary>
    public static RidgeSolution Fit(Matrix<double> inputs, Matrix<double> targets, double[] penalties, int batch = int.MaxValue)
    {
        var equations = new NormalEquations(inputs.ColumnCount, targets.ColumnCount, new SimdBackend(1));
        double[] rows = inputs.Append(targets).ToRowMajorArray();
        int width = equations.Width;
        for (int first = 0; first < inputs.RowCount; first += Math.Min(batch, inputs.RowCount))
        {
            int count = Math.Min(batch, inputs.RowCount - first);
            equations.Add(new ReadOnlyMatrixView(rows.AsSpan(first * width), count, width));
        }

        return equations.Solve(penalties);
    }

    public RidgeSolution Fit() => Fit(Inputs, Targets, Penalties);

    public static Matrix<double> Coefficients(RidgeSolution solution)
        => Matrix<double>.Build.DenseOfRowMajor(solution.Features, solution.Outputs, solution.Coefficients);

    /// <summary>Mean squares of the residuals, from the residuals.</summary>
    public static double[] MeanSquares(Matrix<double> inputs, Matrix<double> targets, RidgeSolution solution)
    {
        Matrix<double> rest = targets - inputs * Coefficients(solution);
        return [.. Enumerable.Range(0, targets.ColumnCount).Select(j => rest.Column(j).DotProduct(rest.Column(j)) / inputs.RowCount)];
    }

    /// <summary>Mean squares of the outputs: what rounding of mean squares is relative to.</summary>
    public double[] Powers => [.. Enumerable.Range(0, Outputs).Select(j => Targets.Column(j).DotProduct(Targets.Column(j)) / Rows)];
}

/// <summary>The generator of <see cref="RegressionCase"/>.</summary>
public static class RegressionCases
{
    public static Arbitrary<RegressionCase> Case() => Arb.From(
        from seed in Gen.Choose(0, 1_000_000)
        from features in Gen.Choose(1, 8)
        from outputs in Gen.Choose(1, 4)
        from spare in Gen.Choose(5, 80)
        from ridge in Gen.Elements(0, 1e-6, 0.01, 1)
        select new RegressionCase(seed, features, outputs, spare, ridge),
        c => [.. new[] { c with { Features = Math.Max(1, c.Features / 2) }, c with { Outputs = 1 }, c with { Spare = 5 }, c with { Ridge = 0 } }.Where(smaller => smaller != c)]);
}
