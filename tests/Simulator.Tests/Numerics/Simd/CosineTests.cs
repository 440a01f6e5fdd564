using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics.Random;
using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.Simd;

/// <summary>a cos(x + o) against the runtime's scalar cosine, on every path.</summary>
public class CosineTests
{
    public static TheoryData<VectorPath> Paths => [VectorPath.Scalar, VectorPath.Vector256, VectorPath.Vector512];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Cosines_are_within_3e16_of_the_amplitude(VectorPath path)
    {
        // The sum x + o is rounded the same way by both, so nothing is allowed for it. The runtime's cosine and its product are themselves off by what is to be found, hence 28 digits.
        double[] x = Arguments(), result = new double[x.Length];
        double[] offsets = [.. x.Select((_, i) => i % 3 == 0 ? 0 : Math.Sin(i) * 3)], amplitudes = [.. x.Select((_, i) => Math.Pow(10, i % 5 - 2) * (i % 2 == 0 ? 1 : -1.4142135623730951))];
        Elementwise.Cos(x, offsets, amplitudes, result, path);
        for (int i = 0; i < x.Length; i++)
        {
            double error = Math.Abs((double)(Exact(amplitudes[i]) * Cosine(x[i] + offsets[i]) - Exact(result[i])));
            Assert.True(error <= 3e-16 * Math.Abs(amplitudes[i]), $"{amplitudes[i]:R} cos({x[i]:R} + {offsets[i]:R}): found {result[i]:R}, off by {error / Math.Abs(amplitudes[i]):E2} of the amplitude");
        }
    }

    [Fact]
    public void The_reference_is_the_cosine()
    {
        for (double x = -1e5; x <= 1e5; x += 97.3)
            Close.Absolute(Math.Cos(x), (double)Cosine(x), 3e-16, $"cos({x:R})");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Zeros_of_the_cosine_keep_their_relative_digits(VectorPath path)
    {
        // cos((k + ½)π) is what the argument lacks in digits of π: the reduction must keep more than a double of them.
        double[] x = [.. Enumerable.Range(-300, 601).Select(k => (k + 0.5) * Math.PI)], result = Plain(x, path);
        for (int i = 0; i < x.Length; i++)
            Close.Relative(Math.Cos(x[i]), result[i], 1e-11, $"cos({x[i]:R})");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Large_arguments_are_those_of_the_runtime(VectorPath path)
    {
        double[] x = [1.0001e5, -1.0001e5, 1e6, -3e7, 1e15, 1e22, -1e300, double.MaxValue, 1e5, -1e5, Math.BitIncrement(1e5), 3], result = Plain(x, path);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(Math.Cos(x[i]), result[i], 3e-16, $"cos({x[i]:R})");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Offsets_decide_whether_an_argument_is_large(VectorPath path)
    {
        double[] x = [.. Enumerable.Repeat(1e9, 9)], offsets = [.. Enumerable.Range(0, 9).Select(i => i - 1e9)], ones = [.. Enumerable.Repeat(1.0, 9)], result = new double[9];
        Elementwise.Cos(x, offsets, ones, result, path);
        for (int i = 0; i < 9; i++)
            Close.Absolute(Math.Cos(i), result[i], 3e-16);
        Elementwise.Cos(offsets, [.. Enumerable.Repeat(-1e9, 9)], ones, result, path);
        for (int i = 0; i < 9; i++)
            Close.Absolute(Math.Cos(i - 2e9), result[i], 3e-16);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_is_not_finite_is_not_a_number_and_harms_no_neighbour(VectorPath path)
    {
        foreach (double wrong in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (int place = 0; place < 19; place++)
            {
                double[] x = [.. Enumerable.Range(0, 19).Select(i => 0.3 * i)];
                x[place] = wrong;
                double[] result = Plain(x, path);
                for (int i = 0; i < 19; i++)
                {
                    if (i == place) Assert.True(double.IsNaN(result[i]), $"cos({wrong}) is {result[i]}");
                    else Close.Absolute(Math.Cos(x[i]), result[i], 3e-16);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Zero_is_exact_and_zero_amplitudes_give_zero(VectorPath path)
    {
        double[] result = new double[11];
        Elementwise.Cos(new double[11], new double[11], [.. Enumerable.Repeat(Math.Sqrt(2), 11)], result, path);
        Assert.All(result, r => Close.Absolute(Math.Sqrt(2), r, 3e-16));
        Elementwise.Cos([.. Enumerable.Range(0, 11).Select(i => (double)i)], new double[11], new double[11], result, path);
        Assert.All(result, r => Assert.Equal(0.0, Math.Abs(r)));
    }

    [Property]
    public Property Bits_do_not_depend_on_neighbours_or_place() => Prop.ForAll(
        ArbMap.Default.ArbFor<double[]>(), Gen.Choose(0, 9).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), (values, before, after) =>
        {
            // Neighbours beyond the angle that is reduced send a whole pack the other way.
            double[] padded = [.. Enumerable.Repeat(2e5, before), .. values, .. Enumerable.Repeat(0.1, after)], result = new double[padded.Length], alone = new double[1];
            double[] offsets = [.. Enumerable.Repeat(0.7, padded.Length)], amplitudes = [.. Enumerable.Repeat(1.3, padded.Length)];
            foreach (VectorPath path in Paths.Select(row => row.Data))
            {
                Elementwise.Cos(padded, offsets, amplitudes, result, path);
                for (int i = 0; i < values.Length; i++)
                {
                    Elementwise.Cos(values.AsSpan(i, 1), [0.7], [1.3], alone, path);
                    Assert.Equal(alone[0], result[before + i]);
                }
            }
        });

    [Theory]
    [MemberData(nameof(Paths))]
    public void Results_may_take_the_place_of_arguments(VectorPath path)
    {
        for (int length = 0; length < 20; length++)
        {
            double[] x = [.. Enumerable.Range(0, length).Select(i => i == 4 ? 1e6 : 1.7 * i - 9)], offsets = [.. x.Select((_, i) => 0.1 * i)], amplitudes = [.. x.Select((_, i) => 1 + 0.01 * i)];
            var result = new double[length];
            Elementwise.Cos(x, offsets, amplitudes, result, path);
            Elementwise.Cos(x, offsets, amplitudes, x, path);
            Assert.Equal(result, x);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Nothing_beside_the_results_is_written(VectorPath path)
    {
        for (int length = 0; length < 20; length++)
        {
            double[] room = [.. Enumerable.Repeat(-7.0, 40)], zeros = new double[length];
            Elementwise.Cos(zeros, zeros, zeros, room.AsSpan(10, length), path);
            Assert.All(room.Where((_, i) => i < 10 || i >= 10 + length), r => Assert.Equal(-7, r));
            Assert.All(room[10..(10 + length)], r => Assert.Equal(0.0, Math.Abs(r)));
        }
    }

    [Fact]
    public void Lengths_must_agree()
    {
        var complaint = Assert.Throws<ArgumentException>(() => Elementwise.Cos(new double[3], new double[3], new double[3], new double[2]));
        Assert.Contains("3 arguments need as many offsets, amplitudes and results, not 3, 3 and 2", complaint.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Elementwise.Cos(new double[3], new double[2], new double[3], new double[3]));
        Assert.Throws<ArgumentException>(() => Elementwise.Cos(new double[3], new double[3], new double[4], new double[3]));
    }

    /// <summary>cos x to more than 20 decimal places, for |x| ≤ 10⁵ or so.</summary>
    private static decimal Cosine(double x)
    {
        const decimal Pi = 3.1415926535897932384626433833m;
        decimal exact = Exact(x), turns = Math.Round(exact / Pi), r = exact - turns * Pi, square = r * r, term = 1, sum = 1;
        for (int k = 1; k <= 15; k++)
        {
            term *= -square / (2 * k * (2 * k - 1));
            sum += term;
        }

        return turns % 2 == 0 ? sum : -sum;
    }

    /// <summary>All digits of a double, where the cast would keep 15 of them.</summary>
    private static decimal Exact(double x)
    {
        if (Math.Abs(x) < 1e-25) return 0;
        int exponent = Math.ILogB(x) - 52;
        decimal value = (long)Math.ScaleB(x, -exponent);
        for (; exponent < 0; exponent++)
            value /= 2;
        for (; exponent > 0; exponent--)
            value *= 2;
        return value;
    }

    private static double[] Plain(double[] x, VectorPath path)
    {
        var result = new double[x.Length];
        Elementwise.Cos(x, new double[x.Length], [.. Enumerable.Repeat(1.0, x.Length)], result, path);
        return result;
    }

    private static double[] Arguments()
    {
        RandomStream random = RandomStream.Named(1, "test", "cosine", "arguments");
        return
        [
            0, -0.0, 5e-324, 1e-300, 1e-9, -1e-5,
            .. Enumerable.Range(-400, 801).SelectMany(i => (double[])[i * 0.5 * Math.PI, Math.BitIncrement(i * 0.5 * Math.PI), i * 0.5 * Math.PI + 1e-7, (i + 0.5) * 0.5 * Math.PI]),
            .. Enumerable.Range(-10_000, 20_001).Select(i => i * 1e-3),
            .. Enumerable.Range(0, 20_000).Select(_ => 2e5 * (random.NextUniform() - 0.5)),
            .. Enumerable.Range(0, 2001).Select(i => 99_990 + i * 0.01),
        ];
    }
}
