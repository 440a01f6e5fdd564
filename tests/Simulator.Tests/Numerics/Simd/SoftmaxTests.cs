using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Laws.Generators;
using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.Simd;

public class SoftmaxTests
{
    private static readonly Gen<(int Components, int Points, double[] Table)> Tables =
        from components in Gen.Choose(1, 9)
        from points in Gen.Choose(0, 19)
        from scale in Gen.Elements(1e-8, 1.0, 30.0, 700.0, 1e5)
        from table in Gen.ArrayOf(Sizes.Uniform(-1, 1), components * points)
        select (components, points, Array.ConvertAll(table, x => scale * x));

    [Property]
    public Property Columns_are_shares_and_sums_their_logarithms() => Prop.ForAll(Tables.ToArbitrary(), c =>
    {
        foreach (VectorPath path in Enum.GetValues<VectorPath>())
        {
            double[] shares = [.. c.Table], sums = new double[c.Points];
            Softmax.Columns(shares, c.Components, sums, path);
            for (int i = 0; i < c.Points; i++)
            {
                double[] logs = [.. Enumerable.Range(0, c.Components).Select(k => c.Table[k * c.Points + i])];
                double greatest = logs.Max(), sum = logs.Sum(l => Math.Exp(l - greatest));
                Close.Absolute(greatest + Math.Log(sum), sums[i], 1e-15 * (1 + Math.Abs(greatest)), "logarithm of the sum");
                for (int k = 0; k < c.Components; k++)
                {
                    // A subnormal share has no digits to spare: two of its units.
                    Close.Absolute(Math.Exp(logs[k] - greatest) / sum, shares[k * c.Points + i], 4e-15 * Math.Exp(logs[k] - greatest) + 2 * double.Epsilon, "share");
                }
            }
        }
    });

    [Property]
    public Property A_shift_of_all_logarithms_changes_no_share() => Prop.ForAll(Tables.ToArbitrary(), c =>
    {
        // A power of two large enough that adding it rounds nothing away would need small tables: integers do.
        double[] plain = Array.ConvertAll(c.Table, Math.Round), shifted = Array.ConvertAll(plain, x => x + 12345);
        double[] plainSums = new double[c.Points], shiftedSums = new double[c.Points];
        Softmax.Columns(plain, c.Components, plainSums);
        Softmax.Columns(shifted, c.Components, shiftedSums);
        Assert.Equal(plain, shifted);
        for (int i = 0; i < c.Points; i++)
            Close.Absolute(plainSums[i] + 12345, shiftedSums[i], 1e-15 * (1e5 + Math.Abs(plainSums[i])));
    });

    [Fact]
    public void Weight_zero_counts_nothing_and_hopeless_columns_are_NaN()
    {
        double[] table = [double.NegativeInfinity, double.NegativeInfinity, double.NaN, double.PositiveInfinity, 3, double.NegativeInfinity, 1, 1], sums = new double[4];
        Softmax.Columns(table, 2, sums);
        Assert.Equal([0, 1], new[] { table[0], table[4] });
        Assert.Equal(3, sums[0]);
        foreach (int column in new[] { 1, 2, 3 })
            Assert.True(double.IsNaN(table[column]), $"column {column}");
        Assert.Equal([double.NegativeInfinity, double.NaN, double.NaN], sums[1..]);
    }

    [Fact]
    public void Sizes_must_fit()
    {
        Assert.Throws<ArgumentException>(() => Softmax.Columns(new double[5], 2, []));
        Assert.Throws<ArgumentException>(() => Softmax.Columns(new double[6], 2, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Softmax.Columns(new double[5], 0, []));
    }
}
