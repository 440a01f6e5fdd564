using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.OptimalTransport;
using Simulator.Numerics.Random;
using Xunit;

namespace Simulator.Tests.Numerics.OptimalTransport;

public class BuresTests
{
    private static readonly Arbitrary<(int Dimension, int Seed)> Cases = Arb.From(
        from d in Gen.Choose(1, 12)
        from seed in Gen.Choose(0, 1_000_000)
        select (d, seed));

    [Property(MaxTest = 60)]
    public Property Commuting_covariances_have_a_closed_form() => Prop.ForAll(Cases, c =>
    {
        (int d, int seed) = c;
        double[] q = Orthogonal(d, seed), s = Normals(seed, "s", d), t = Normals(seed, "t", d);
        double expected = Math.Sqrt(s.Zip(t).Sum(p => Math.Pow(Math.Abs(p.First) - Math.Abs(p.Second), 2)));
        Close.Absolute(expected, Distance(Conjugated(q, s, d), Conjugated(q, t, d), d), 1e-12 * d);
    });

    [Property(MaxTest = 60)]
    public Property The_formula_with_traces_for_two_by_two(int seed)
    {
        // In two dimensions tr (S^½ S' S^½)^½ = (tr SS' + 2 √(det S det S'))^½.
        double[] s = Covariance(2, seed), t = Covariance(2, seed + 1);
        double product = s[0] * t[0] + 2 * s[1] * t[1] + s[3] * t[3], determinants = Math.Max(0, s[0] * s[3] - s[1] * s[1]) * Math.Max(0, t[0] * t[3] - t[1] * t[1]);
        double square = s[0] + s[3] + t[0] + t[3] - 2 * Math.Sqrt(product + 2 * Math.Sqrt(determinants));
        double found = Distance(s, t, 2);
        return (Math.Abs(square - found * found) <= 1e-12 * (1 + s[0] + s[3] + t[0] + t[3])).ToProperty();
    }

    [Property(MaxTest = 60)]
    public Property Nearly_equal_covariances_keep_their_digits() => Prop.ForAll(Cases, c =>
    {
        // S and (1 + h)² S are h √tr S apart: far below what traces could tell for h = 1e-9.
        (int d, int seed) = c;
        const double H = 1.0 / (1 << 30);
        double[] s = Covariance(d, seed), t = [.. s.Select(v => v * (1 + H) * (1 + H))];
        double trace = Enumerable.Range(0, d).Sum(k => s[k * d + k]);
        Close.Absolute(H * Math.Sqrt(trace), Distance(s, t, d), 3e-15 * d * Math.Sqrt(trace));
    });

    [Property(MaxTest = 60)]
    public Property The_error_estimate_holds_for_singular_covariances_too() => Prop.ForAll(Cases, c =>
    {
        (int d, int seed) = c;
        double[] q = Orthogonal(d, seed), s = Normals(seed, "s", d), t = Normals(seed, "t", d);
        s[0] = t[d - 1] = 0;
        double expected = Math.Sqrt(s.Zip(t).Sum(p => Math.Pow(Math.Abs(p.First) - Math.Abs(p.Second), 2)));
        var found = Bures.W2(new double[d], View(Conjugated(q, s, d), d), new double[d], View(Conjugated(q, t, d), d));
        Close.Absolute(expected, found.Value, found.Diagnostics.ErrorEstimate + 1e-15 * d);
        Assert.InRange(found.Diagnostics.ErrorEstimate, 0, 2.1e-8 * d * (s.Max(Math.Abs) + t.Max(Math.Abs)) + 1e-14 * expected);
    });

    [Property(MaxTest = 60)]
    public Property A_metric_that_rotations_do_not_change() => Prop.ForAll(Cases, c =>
    {
        (int d, int seed) = c;
        double[] s = Covariance(d, seed), t = Covariance(d, seed + 1), r = Covariance(d, seed + 2), q = Orthogonal(d, seed);
        double st = Distance(s, t, d);
        Close.Absolute(st, Distance(t, s, d), 1e-11, "symmetry");
        Close.Absolute(0, Distance(s, s, d), 1e-13 * d, "same");
        Assert.True(Distance(s, r, d) <= st + Distance(t, r, d) + 1e-11, "triangle");
        Close.Absolute(st, Distance(Congruent(q, s, d), Congruent(q, t, d), d), 1e-11, "rotation");
    });

    [Fact]
    public void Means_singular_covariances_and_scales()
    {
        Assert.Equal(5, Bures.W2([0, 0], View([0, 0, 0, 0], 2), [3, 4], View([0, 0, 0, 0], 2)).Value, 14);
        Assert.Equal(Math.Sqrt(2), Bures.W2([0, 0], View([1, 0, 0, 0], 2), [0, 0], View([0, 0, 0, 1], 2)).Value, 14);
        Assert.Equal(1e100, Bures.W2([0], View([4e200], 1), [0], View([1e200], 1)).Value, 1e86);
        Assert.Equal(1, Bures.GelbrichLowerBound([0], View([4], 1), [0], View([1], 1)).Value, 14);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => Bures.W2([], View([], 0), [], View([], 0)));
        Assert.Throws<ArgumentException>(() => Bures.W2([0], View([1], 1), [0, 0], View([1], 1)));
        Assert.Throws<ArgumentException>(() => Bures.W2([0, 0], View([1], 1), [0, 0], View([1], 1)));
        Assert.Contains("semidefinite", Assert.Throws<ArgumentException>(() => Bures.W2([0], View([-1], 1), [0], View([1], 1))).Message, StringComparison.Ordinal);
        Assert.Contains("symmetric", Assert.Throws<ArgumentException>(() => Bures.W2([0, 0], View([1, 0.5, 0, 1], 2), [0, 0], View([1, 0, 0, 1], 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Bures.W2([0], View([double.NaN], 1), [0], View([1], 1)));
    }

    private static ReadOnlyMatrixView View(double[] data, int d) => new(data, d, d);

    private static double Distance(double[] s, double[] t, int d) => Bures.W2(new double[d], View(s, d), new double[d], View(t, d)).Value;

    private static double[] Covariance(int d, int seed)
    {
        double[] a = Normals(seed, "root", d * d), s = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                s[i * d + j] = Enumerable.Range(0, d).Sum(k => a[i * d + k] * a[j * d + k]) / d;
        }

        return s;
    }

    private static double[] Orthogonal(int d, int seed)
    {
        double[] vectors = Covariance(d, seed + 7), values = new double[d];
        new SimdBackend(1).SymmetricEigen(new MatrixView(vectors, d, d), values);
        return vectors;
    }

    /// <summary>Q diag(s²) Qᵀ.</summary>
    private static double[] Conjugated(double[] q, double[] s, int d)
        => [.. Enumerable.Range(0, d * d).Select(p => Enumerable.Range(0, d).Sum(k => q[p / d * d + k] * s[k] * s[k] * q[p % d * d + k]))];

    /// <summary>Q S Qᵀ.</summary>
    private static double[] Congruent(double[] q, double[] s, int d)
        => [.. Enumerable.Range(0, d * d).Select(p => Enumerable.Range(0, d * d).Sum(k => q[p / d * d + k / d] * s[k] * q[p % d * d + k % d]))];

    private static double[] Normals(int seed, string purpose, int count)
    {
        var values = new double[count];
        RandomStream.Named(seed, "bures", "test", purpose).FillNormal(values);
        return values;
    }
}
