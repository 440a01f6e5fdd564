using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.Simd;

/// <summary>Vectorised functions against the runtime's scalar ones, on every path.</summary>
public class ElementwiseTests
{
    public static TheoryData<VectorPath> Paths => [VectorPath.Scalar, VectorPath.Vector256, VectorPath.Vector512];

    private static readonly double[] Corners =
    [
        0, -0.0, 1, -1, 1e-300, -1e-300, 5e-324, 2.2250738585072014e-308, 1e308, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        709.78, 709.79, -708.4, -745.13, -745.14, -746, 0.5 * Math.Log(2), -0.5 * Math.Log(2), Math.Sqrt(2), Math.Sqrt(0.5), 0.9999999999999999, 1.0000000000000002,
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Exponentials_are_within_two_units_in_the_last_place(VectorPath path)
    {
        double[] x = [.. Corners, .. Enumerable.Range(0, 40_001).Select(i => -750 + i * (1461.0 / 40_000)), .. Enumerable.Range(0, 2001).Select(i => -1 + i * 1e-3)];
        var y = new double[x.Length];
        Elementwise.Exp(x, y, path);
        for (int i = 0; i < x.Length; i++)
            Ulps(Math.Exp(x[i]), y[i], 2, $"exp({x[i]:R})");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Logarithms_are_within_two_units_in_the_last_place(VectorPath path)
    {
        double[] x =
        [
            .. Corners, .. Enumerable.Range(0, 20_001).Select(i => Math.Exp(-744 + i * (1453.0 / 20_000))), .. Enumerable.Range(1, 4001).Select(i => i * 5e-4),
            .. Enumerable.Range(0, 52).SelectMany(i => new[] { 1 + Math.ScaleB(1, -i), 1 - Math.ScaleB(0.5, -i) }),
        ];
        var y = new double[x.Length];
        Elementwise.Log(x, y, path);
        for (int i = 0; i < x.Length; i++)
            Ulps(Math.Log(x[i]), y[i], 2, $"log({x[i]:R})");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Sines_and_cosines_are_within_3e16(VectorPath path)
    {
        double[] x =
        [
            .. Corners, .. Enumerable.Range(-20_000, 40_001).Select(i => i * 5e-4), .. Enumerable.Range(-200, 401).Select(i => i * 0.25 * Math.PI),
            .. Enumerable.Range(0, 4001).Select(i => 99_990 + i * 0.005),
        ];
        double[] sine = new double[x.Length], cosine = new double[x.Length];
        Elementwise.SinCos(x, sine, cosine, path);
        for (int i = 0; i < x.Length; i++)
        {
            Same(Math.Sin(x[i]), sine[i], 3e-16, $"sin({x[i]:R})");
            Same(Math.Cos(x[i]), cosine[i], 3e-16, $"cos({x[i]:R})");
        }
    }

    [Property]
    public Property Bits_do_not_depend_on_neighbours_or_place() => Prop.ForAll(
        ArbMap.Default.ArbFor<double[]>(), Gen.Choose(0, 7).ToArbitrary(), (values, shift) =>
        {
            double[] padded = [.. Enumerable.Repeat(-1e5, shift), .. values, .. Enumerable.Repeat(800.0, 3)], alone = new double[1];
            double[] exp = new double[padded.Length], log = new double[padded.Length];
            foreach (VectorPath path in Paths.Select(row => row.Data))
            {
                Elementwise.Exp(padded, exp, path);
                Elementwise.Log(padded, log, path);
                for (int i = 0; i < values.Length; i++)
                {
                    Elementwise.Exp(values.AsSpan(i, 1), alone, path);
                    Assert.Equal(alone[0], exp[shift + i]);
                    Elementwise.Log(values.AsSpan(i, 1), alone, path);
                    Assert.Equal(alone[0], log[shift + i]);
                }
            }
        });

    [Fact]
    public void Lengths_must_agree()
    {
        var complaint = Assert.Throws<ArgumentException>(() => Elementwise.Exp(new double[3], new double[2]));
        Assert.Contains("3 arguments need as many results, not 2", complaint.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Elementwise.SinCos(new double[3], new double[3], new double[2]));
    }

    private static void Ulps(double expected, double actual, int most, string what)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected))
        {
            Assert.True(expected.Equals(actual), $"{what}: expected {expected}, found {actual:R}");
            return;
        }

        double unit = Math.Max(Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected), double.Epsilon);
        Assert.True(Math.Abs(actual - expected) <= most * unit, $"{what}: expected {expected:R}, found {actual:R}, {(actual - expected) / unit:0.0} units off");
    }

    private static void Same(double expected, double actual, double tolerance, string what)
    {
        if (double.IsNaN(expected)) Assert.True(double.IsNaN(actual), $"{what}: expected NaN, found {actual:R}");
        else Close.Absolute(expected, actual, tolerance, what);
    }
}
