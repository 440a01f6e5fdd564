using System.Collections.Immutable;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Targets;

namespace Simulator.Benchmarks;

/// <summary>Mixtures with full covariances for benchmarks.</summary>
internal static class RandomMixtures
{
    /// <summary>Components with covariances AAᵀ/d + 0.1 and standard normal means.</summary>
    public static MixtureTarget Of(RandomStream random, int dimension, int components)
    {
        var means = ImmutableArray.CreateBuilder<RealVector>();
        var covariances = ImmutableArray.CreateBuilder<Covariance>();
        for (int k = 0; k < components; k++)
        {
            double[] matrix = new double[dimension * dimension];
            new SimdBackend(1).Gram(
                1.0 / dimension, new ReadOnlyMatrixView(Normals(random, matrix.Length), dimension, dimension), 0, new MatrixView(matrix, dimension, dimension));
            for (int i = 0; i < dimension; i++)
                matrix[i * (dimension + 1)] += 0.1;
            means.Add(new RealVector([.. Normals(random, dimension)]));
            covariances.Add(new FullCovariance(new RealMatrix(dimension, new RealVector([.. matrix]))));
        }

        return new MixtureTarget(new RealVector([.. Enumerable.Repeat(1.0 / components, components)]), means.ToImmutable(), covariances.ToImmutable());
    }

    /// <summary>Standard normal numbers.</summary>
    public static double[] Normals(RandomStream random, int count)
    {
        var values = new double[count];
        random.FillNormal(values);
        return values;
    }
}
