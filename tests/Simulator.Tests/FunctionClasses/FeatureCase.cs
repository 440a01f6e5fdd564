using System.Collections.Immutable;
using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.FunctionClasses;

/// <summary>Every kind of features in small dimensions, alone and as a family puts them together.</summary>
internal static class FeatureCase
{
    private static readonly string[] Closed =
    [
        "affine", "fourier", "radial", "polynomial 2", "polynomial 3", "polynomial 4",
        "family affine", "family fourier", "family orthogonal", "family radial", "family polynomial",
    ];

    private static readonly string[] Open = ["gated", "family gated"];

    /// <summary>Noise at which the gates of <see cref="Law"/> turn smoothly.</summary>
    public static NoiseLevel Level { get; } = NoiseLevel.OfLogSigma(0.1);

    /// <summary>Maps whose means over Gaussians are closed forms.</summary>
    public static TheoryData<string, int> ClosedMaps => Over(Closed);

    /// <summary>Maps whose means over Gaussians are cubatures.</summary>
    public static TheoryData<string, int> OpenMaps => Over(Open);

    /// <summary>All maps.</summary>
    public static TheoryData<string, int> AllMaps => Over([.. Closed, .. Open]);

    public static FeatureMap Map(string name, int d)
    {
        var frame = new Frame([.. Enumerable.Range(0, d).Select(i => 0.3 - 0.2 * i)], 1.3);
        return name switch
        {
            "affine" => new AffineFeatures(frame),
            "fourier" => new FourierFeatures(frame.Centre, Normals(d * 13, "frequencies"), Normals(13, "phases")),
            "radial" => new RadialBasisFeatures(new PointBatch(Normals(9 * d, "centres"), d), 0.8),
            "polynomial 2" => new PolynomialFeatures(frame, 2),
            "polynomial 3" => new PolynomialFeatures(frame, 3),
            "polynomial 4" => new PolynomialFeatures(frame, 4),
            "gated" => new GatedFeatures(Gates(d), Level, frame),
            "family affine" => Family(FunctionClass.Affine, d),
            "family fourier" => Family(new(FeatureKind.Fourier, 11, [0.5, 1]), d),
            "family orthogonal" => Family(new(FeatureKind.Fourier, 11, [0.5, 1, 2], Orthogonal: true), d),
            "family radial" => Family(new(FeatureKind.RadialBasis, 10, [0.5, 1, 2]), d),
            "family polynomial" => Family(new(FeatureKind.Polynomial, 0, [], Degree: 3), d),
            "family gated" => Family(new(FeatureKind.Gated, 0, []), d),
            _ => throw new ArgumentException(name, nameof(name)),
        };
    }

    public static DataLaw Law(int d) => DataLaw.Of(Gates(d).Structure)!;

    /// <summary>Three components of other shapes, turned against the axes.</summary>
    public static MixtureTarget Gates(int d) => new(
        new RealVector([0.5, 0.3, 0.2]),
        [.. Enumerable.Range(0, 3).Select(k => new RealVector([.. Normals(d, $"mean {k}")]))],
        [.. Enumerable.Range(0, 3).Select(k => new FullCovariance(Covariance(d, k)))]);

    public static PointCloud Cloud(int d, int count = 17) => PointCloud.Of(new PointBatch(Normals(count * d, "cloud"), d));

    /// <summary>N(0, S) with eigenvectors that are no axes, or with axes.</summary>
    public static GaussianSpread Spread(bool turned, double[] variances, GaussianCubature? cubature = null)
    {
        int d = variances.Length;
        double[] basis = [];
        if (turned)
        {
            // Rows are Q e_i, so that columns are those of Qᵀ, which is as good a rotation.
            basis = new double[d * d];
            for (int i = 0; i < d; i++)
                basis[i * d + i] = 1;
            new Rotation(d, 5).Forth(basis);
        }

        return new GaussianSpread(basis, variances, cubature ?? GaussianCubature.OfDegree5(d));
    }

    public static double[] Normals(int count, string purpose)
    {
        var numbers = new double[count];
        RandomStream.Named(3, "test", "features", purpose).FillNormal(numbers);
        return numbers;
    }

    public static double[] Values(IFeatureValues map, int count, double[] points, int d)
    {
        int n = points.Length / d;
        var values = new double[n * count];
        map.Values(new PointBatch(points, d), new MatrixView(values, n, count));
        return values;
    }

    /// <summary>E f(m + ζ) for ζ ~ N(0, S) with S = Q diag(v) Qᵀ, by a tensor product of Gauss–Hermite rules; f gives <paramref name="count"/> numbers.</summary>
    public static double[] Mean(Func<double[], double[]> values, int count, double[] mean, double[] root, int nodes)
    {
        int d = mean.Length;
        QuadratureRule rule = GaussHermite.Rule(nodes);
        int total = (int)Math.Round(Math.Pow(nodes, d));
        double[] places = new double[total * d], weights = new double[total], result = new double[count];
        for (int g = 0; g < total; g++)
        {
            weights[g] = 1;
            mean.CopyTo(places, g * d);
            for (int l = 0, rest = g; l < d; l++, rest /= nodes)
            {
                weights[g] *= rule.Weights[rest % nodes];
                for (int i = 0; i < d; i++)
                    places[g * d + i] += root[i * d + l] * rule.Nodes[rest % nodes];
            }
        }

        double[] all = values(places);
        for (int g = 0; g < total; g++)
        {
            for (int j = 0; j < count; j++)
                result[j] += weights[g] * all[g * count + j];
        }

        return result;
    }

    /// <summary>L with L Lᵀ = S, from the nodes of a spread alone: its columns are Q √v.</summary>
    public static double[] Root(bool turned, double[] variances)
    {
        int d = variances.Length;
        double[] root = new double[d * d], basis = new double[d * d];
        for (int i = 0; i < d; i++)
            basis[i * d + i] = 1;
        if (turned) new Rotation(d, 5).Forth(basis);
        for (int i = 0; i < d * d; i++)
            root[i] = basis[i] * Math.Sqrt(variances[i % d]);
        return root;
    }

    private static FeatureMap Family(FunctionClass functionClass, int d) => new FeatureFamily(functionClass, Law(d), 7).At(Level);

    private static TheoryData<string, int> Over(string[] names) => [.. from name in names from d in Enumerable.Range(1, 3) select (name, d)];

    private static RealMatrix Covariance(int d, int k)
    {
        double[] root = Normals(d * d, $"covariance {k}");
        ImmutableArray<double> entries =
        [
            .. from i in Enumerable.Range(0, d) from j in Enumerable.Range(0, d)
               select 0.3 * Enumerable.Range(0, d).Sum(l => root[i * d + l] * root[j * d + l]) / d + (i == j ? 0.2 + 0.1 * k : 0),
        ];
        return new RealMatrix(d, new RealVector(entries));
    }
}
