using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.FunctionClasses;

/// <summary>A function class for a law of data: its features at every noise level. What is random in them is drawn once, from the seed, so that neighbouring levels have neighbouring features.</summary>
public sealed class FeatureFamily
{
    /// <summary>Part of the deviation of the data that gates are wide at least.</summary>
    private const double SmallestWidth = 1e-3;

    private readonly FunctionClass _class;
    private readonly DataLaw _law;
    private readonly double[] _mean;

    private readonly IGaussianMixture? _gates;

    // Directions ω ℓ of Fourier features as columns, and their phases; data points and noise of the centres of radial ones.
    private readonly double[] _directions = [], _phases = [], _data = [], _noise = [];

    /// <summary>Draws the features of a class.</summary>
    /// <param name="functionClass">The class.</param>
    /// <param name="law">The law of X_0.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">Features of one's own are not there, or have another dimension.</exception>
    public FeatureFamily(FunctionClass functionClass, DataLaw law, long seed)
    {
        ArgumentNullException.ThrowIfNull(functionClass);
        ArgumentNullException.ThrowIfNull(law);
        (_class, _law, _mean) = (functionClass, law, law.Mean);
        int d = law.Dimension, m = functionClass.Count;
        switch (functionClass.Kind)
        {
            case FeatureKind.Fourier:
                (_directions, _phases) = (Directions(d, m, functionClass.Orthogonal, seed), new double[m]);
                RandomStream phases = Stream(seed, "phases");
                for (int j = 0; j < m; j++)
                    _phases[j] = 2 * Math.PI * phases.NextUniform();
                break;
            case FeatureKind.Gated:
                _gates = GatesOf(law, m, seed);
                break;
            case FeatureKind.RadialBasis:
                (_data, _noise) = (new double[m * d], new double[m * d]);
                law.Sample(Stream(seed, "centres"), _data);
                Stream(seed, "noise of centres").FillNormal(_noise);
                break;
            case FeatureKind.Own when functionClass.Own is null:
                throw new ArgumentException($"A class of kind {FeatureKind.Own} needs its features: make it by {nameof(FunctionClass)}.{nameof(FunctionClass.Of)}.", nameof(functionClass));
            case FeatureKind.Own when OwnAt(functionClass, law, NoiseLevel.OfLogSigma(0)).Dimension is var own && own != d:
                throw new ArgumentException($"The features '{functionClass.Own!.Name}' have dimension {own}, the data {d}.", nameof(functionClass));
        }
    }

    /// <summary>p, how many features a class has for a law, the affine ones included; as a double, since it may overflow.</summary>
    /// <param name="functionClass">The class.</param>
    /// <param name="law">The law of X_0.</param>
    public static double CountOf(FunctionClass functionClass, DataLaw law)
    {
        ArgumentNullException.ThrowIfNull(functionClass);
        ArgumentNullException.ThrowIfNull(law);
        double affine = 1 + law.Dimension;
        return affine + functionClass.Kind switch
        {
            FeatureKind.Fourier or FeatureKind.RadialBasis => functionClass.Count,
            FeatureKind.Polynomial => PolynomialFeatures.Monomials(law.Dimension, functionClass.Degree),
            FeatureKind.Own => OwnAt(functionClass, law, NoiseLevel.OfLogSigma(0)).Count,
            FeatureKind.Gated => ((law is MixtureDataLaw mixture ? mixture.Mixture.Components.Length : functionClass.Count) - 1) * affine,
            _ => 0,
        };
    }

    /// <summary>The target's own mixture; or isotropic clusters of a cloud, whose gates are as good as any.</summary>
    private static IGaussianMixture GatesOf(DataLaw law, int count, long seed)
    {
        if (law is MixtureDataLaw mixture) return mixture.Mixture;
        PointCloud cloud = ((CloudDataLaw)law).Cloud;
        int d = cloud.Dimension;
        var clusters = KMeans.Of(cloud.Batch, cloud.Weights.Span, count, Stream(seed, "clusters"));

        // A cluster of one point has no width of its own; all have that of all points around their centres.
        double deviation = Math.Sqrt(clusters.Weights.Zip(clusters.MeanSquares, (w, s) => w * s).Sum() / d);
        double width = Math.Max(deviation, SmallestWidth * Math.Sqrt(law.TotalVariance / d));
        return new MixtureTarget(
            new RealVector([.. clusters.Weights]),
            [.. Enumerable.Range(0, clusters.Weights.Length).Select(k => new RealVector([.. clusters.Centres[(k * d)..((k + 1) * d)]]))],
            [.. Enumerable.Repeat<Covariance>(new IsotropicCovariance(d, width), clusters.Weights.Length)]);
    }

    /// <summary>How many features are affine, and come first.</summary>
    public int AffineCount => 1 + _law.Dimension;

    /// <summary>The features at a noise level.</summary>
    /// <param name="level">The level.</param>
    public FeatureMap At(NoiseLevel level)
    {
        Frame frame = FrameAt(level);
        var affine = new AffineFeatures(frame);
        ImmutableArray<FeatureMap> features = _class.Kind switch
        {
            FeatureKind.Fourier => [Fourier(frame)],
            FeatureKind.RadialBasis => Radial(level, frame),
            FeatureKind.Polynomial => [new PolynomialFeatures(frame, _class.Degree)],
            FeatureKind.Gated when _gates!.Components.Length > 1 => [new GatedFeatures(_gates, level, frame)],
            FeatureKind.Own => [OwnAt(_class, _law, level)],
            _ => [],
        };
        return features.IsEmpty ? affine : new ConcatenatedFeatures([affine, .. features]);
    }

    /// <summary>The coefficients of the identity in the class at a level, p × d.</summary>
    /// <param name="level">The level.</param>
    /// <param name="count">p.</param>
    public double[] Identity(NoiseLevel level, int count)
    {
        int d = _law.Dimension;
        Frame frame = FrameAt(level);
        var coefficients = new double[count * d];
        frame.Centre.CopyTo(coefficients, 0);
        for (int j = 0; j < d; j++)
            coefficients[(1 + j) * d + j] = frame.Scale;
        return coefficients;
    }

    private static FeatureMap OwnAt(FunctionClass functionClass, DataLaw law, NoiseLevel level) => functionClass.Own!.At(level, Frame.At(law.Mean, law.TotalVariance, level));

    private Frame FrameAt(NoiseLevel level) => Frame.At(_mean, _law.TotalVariance, level);

    private FourierFeatures Fourier(Frame frame)
    {
        int d = frame.Dimension, m = _class.Count;
        double[] frequencies = [.. _directions];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < m; j++)
                frequencies[i * m + j] /= frame.Distance * Bandwidth(j);
        }

        return new FourierFeatures(frame.Centre, frequencies, _phases);
    }

    private ImmutableArray<FeatureMap> Radial(NoiseLevel level, Frame frame)
    {
        int d = frame.Dimension, sets = Math.Min(_class.Bandwidths.Length, _class.Count);
        double[] centres = new double[_data.Length];
        ForwardProcess.Marginal(level, _data, _noise, centres);
        return
        [
            .. Enumerable.Range(0, sets).Select(b =>
            {
                double[] own = [.. Enumerable.Range(0, _class.Count).Where(j => j % _class.Bandwidths.Length == b).SelectMany(j => centres[(j * d)..((j + 1) * d)])];
                return new RadialBasisFeatures(new PointBatch(own, d), _class.Bandwidths[b] * frame.Distance);
            }),
        ];
    }

    private double Bandwidth(int feature) => _class.Bandwidths[feature % _class.Bandwidths.Length];

    private static RandomStream Stream(long seed, string purpose) => RandomStream.Named(seed, "regression", "features", purpose);

    /// <summary>Standard normal columns; or orthogonal ones in sets of d with the lengths of normal ones.</summary>
    private static double[] Directions(int d, int m, bool orthogonal, long seed)
    {
        var directions = new double[d * m];
        if (!orthogonal)
        {
            Stream(seed, "directions").FillNormal(directions);
            return directions;
        }

        RandomStream lengths = Stream(seed, "lengths"), seeds = Stream(seed, "rotations");
        double[] length = new double[d], set = new double[d * d];
        for (int first = 0; first < m; first += d)
        {
            set.AsSpan().Clear();
            for (int j = 0; j < d; j++)
                set[j * d + j] = 1;
            new Rotation(d, (long)(seeds.BitsAt(seeds.Position++) >> 1)).Forth(set);
            for (int j = 0; j < Math.Min(d, m - first); j++)
            {
                lengths.FillNormal(length);
                double size = TensorPrimitives.Norm<double>(length);
                for (int i = 0; i < d; i++)
                    directions[i * m + first + j] = set[j * d + i] * size;
            }
        }

        return directions;
    }
}
