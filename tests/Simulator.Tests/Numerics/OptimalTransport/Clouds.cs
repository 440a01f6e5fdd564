using FsCheck;
using FsCheck.Fluent;
using Simulator.Numerics;
using Simulator.Numerics.Random;

namespace Simulator.Tests.Numerics.OptimalTransport;

/// <summary>Pairs of samples that reach the nasty corners, and plain loops to judge by.</summary>
internal static class Clouds
{
    public enum Shape
    {
        Normal,
        Lattice,
        Collinear,
        SameCloud,
        OnePoint,
        TwoPlaces,
        Sorted,
    }

    public sealed record Pair(Shape Shape, int Dimension, int First, int Second, double Scale, int Seed)
    {
        public double[] X => Points("x", First);

        public double[] Y => Shape == Shape.SameCloud && First == Second ? Permuted() : Points("y", Second);

        /// <summary>Weights that add up to 1, some tiny, some zero.</summary>
        public double[] Weights(string purpose, int count)
        {
            var random = RandomStream.Named(Seed, "transport", "test", "weights " + purpose);
            double[] weights = [.. Enumerable.Range(0, count).Select(_ => random.NextUniform() is var u && u < 0.15 ? 0 : u < 0.3 ? 1e-13 * u : u)];
            weights[0] += 0.5;
            double sum = weights.Sum();
            return [.. weights.Select(w => w / sum)];
        }

        private double[] Permuted()
        {
            double[] x = X;
            int[] order = [.. Enumerable.Range(0, First).OrderBy(i => RandomStream.Named(Seed, "transport", "test", "order").UniformAt((ulong)i))];
            return [.. order.SelectMany(i => x[(i * Dimension)..((i + 1) * Dimension)])];
        }

        private double[] Points(string purpose, int count)
        {
            var random = RandomStream.Named(Seed, "transport", "test", purpose);
            double[] points = new double[count * Dimension];
            random.FillNormal(points);
            for (int i = 0; i < count; i++)
            {
                for (int k = 0; k < Dimension; k++)
                {
                    ref double p = ref points[i * Dimension + k];
                    p = Shape switch
                    {
                        Shape.Lattice => Math.Round(p),
                        Shape.Collinear => points[i * Dimension] * (k + 1),
                        Shape.OnePoint => 0.7,
                        Shape.TwoPlaces => points[i * Dimension] > 0 ? 1 : -1,
                        _ => p,
                    };
                }
            }

            if (Shape == Shape.Sorted)
                points = [.. points.Chunk(Dimension).OrderBy(p => p[0]).SelectMany(p => p)];
            return [.. points.Select(p => p * Scale)];
        }
    }

    public static Arbitrary<Pair> Pairs(int most, bool sameSize) => Arb.From(
        from shape in Gen.Elements(Enum.GetValues<Shape>())
        from d in Gen.Elements(1, 1, 2, 2, 3, 9, 17)
        from first in Gen.Choose(1, most)
        from second in Gen.Choose(1, most)
        from scale in Gen.Elements(1.0, 1.0, 1e-100, 1e120)
        from seed in Gen.Choose(0, 1_000_000)
        select new Pair(shape, d, first, sameSize ? first : second, scale, seed),
        p => [.. new[] { p with { Dimension = 1 }, p with { Scale = 1 }, p with { First = 1, Second = sameSize ? 1 : p.Second }, p with { Shape = Shape.Normal } }.Where(s => s != p)]);

    public static double Distance(double[] x, int i, double[] y, int j, int d)
    {
        double largest = 0;
        for (int k = 0; k < d; k++)
            largest = Math.Max(largest, Math.Abs(x[i * d + k] - y[j * d + k]));
        if (largest == 0) return 0;
        double sum = 0;
        for (int k = 0; k < d; k++)
            sum += Math.Pow((x[i * d + k] - y[j * d + k]) / largest, 2);
        return largest * Math.Sqrt(sum);
    }

    /// <summary>The least mean cost over all permutations.</summary>
    public static double Brute(int n, Func<int, int, double> cost)
    {
        double best = double.PositiveInfinity;
        Go(0, new bool[n], 0);
        return best / n;

        void Go(int i, bool[] used, double sum)
        {
            if (i == n)
            {
                best = Math.Min(best, sum);
                return;
            }

            for (int j = 0; j < n; j++)
            {
                if (used[j]) continue;
                used[j] = true;
                Go(i + 1, used, sum + cost(i, j));
                used[j] = false;
            }
        }
    }

    public static PointBatch Batch(double[] points, int d) => new(points, d);
}
