using System.Collections.Immutable;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Mixtures;
using Simulator.Numerics.Random;

namespace Simulator.Numerics.Benchmarks;

/// <summary>Scores of mixtures and posterior means of clouds, with data as the NumPy peers have it: standard normal points and means, K = 16, d = 64.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Operations">Floating-point operations that the structure needs; 0 where exponentials dominate.</param>
/// <param name="Run">Does it with a number of threads.</param>
public sealed record MixtureBenchmark(string Name, double Operations, Action<int> Run)
{
    private const int Dimension = 64, Components = 16;

    /// <summary>Scores at n points for full, shared, diagonal and isotropic covariances.</summary>
    /// <param name="n">How many points.</param>
    public static IEnumerable<MixtureBenchmark> Scores(int n)
    {
        var random = RandomStream.Named(1, "benchmark", "mixture", "data");
        int d = Dimension;
        double[] points = Normals(random, n * d), result = new double[n * d];
        (double[] Mean, double[] Variances, double[] Basis)[] parts = [.. Enumerable.Range(0, Components).Select(_ => Part(random))];
        foreach ((string name, double operations) in new[]
                 {
                     ("full", 2.0 * n * Components * d * (d + 1)), ("shared", 4.0 * n * d * d + 6.0 * n * Components * d),
                     ("diagonal", 6.0 * n * Components * d), ("isotropic", 5.0 * n * Components * d),
                 })
        {
            var kernel = new MixtureKernel([.. parts.Select(p =>
            {
                ImmutableArray<double> variances = name == "isotropic" ? [.. p.Variances.Select(_ => 0.5 + p.Variances[0])] : [.. p.Variances];
                ImmutableArray<double> basis = name switch { "full" => [.. p.Basis], "shared" => [.. parts[0].Basis], _ => [] };
                return new MixtureTerm(-0.5 * variances.Sum(Math.Log), [.. p.Mean], variances, [.. variances.Select(v => -1 / v)], [], basis);
            })]);
            yield return new MixtureBenchmark(
                $"score {name} {n} x {d}, K = {Components}", operations, threads => kernel.Evaluate(new PointBatch(points, d), [], [], result, threads));
        }
    }

    /// <summary>Posterior means of a cloud of 1797 points, the size of the digits.</summary>
    /// <param name="n">How many points.</param>
    public static MixtureBenchmark Cloud(int n)
    {
        const int Size = 1797;
        var random = RandomStream.Named(1, "benchmark", "cloud", "data");
        double[] cloud = Normals(random, Size * Dimension), points = Normals(random, n * Dimension), result = new double[n * Dimension];
        var kernel = new CloudKernel(new PointBatch(cloud, Dimension), [], 0.9, 0.7);
        return new MixtureBenchmark(
            $"cloud {Size} x {Dimension}, {n} points", 5.0 * n * Size * Dimension, threads => kernel.Evaluate(new PointBatch(points, Dimension), [], result, threads));
    }

    /// <summary>A component at ᾱ = ½ as the peer makes it: S = AAᵀ + 0.1, A with entries of variance 1/d.</summary>
    private static (double[] Mean, double[] Variances, double[] Basis) Part(RandomStream random)
    {
        int d = Dimension;
        double[] a = Normals(random, d * d), s = new double[d * d], values = new double[d];
        var backend = new SimdBackend(1);
        backend.Gram(1.0 / d, new ReadOnlyMatrixView(a, d, d), 0, new MatrixView(s, d, d));
        backend.SymmetricEigen(new MatrixView(s, d, d), values);
        return (Array.ConvertAll(Normals(random, d), m => Math.Sqrt(0.5) * m), Array.ConvertAll(values, v => 0.5 * (v + 0.1) + 0.5), s);
    }

    private static double[] Normals(RandomStream random, int count)
    {
        var values = new double[count];
        random.FillNormal(values);
        return values;
    }
}
