using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Diffusion;
using Simulator.Laws.Generators;
using Simulator.Laws.Reference;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using PosteriorLaw = Simulator.Laws.Law<Simulator.Laws.DenoiserFactory, Simulator.Laws.Generators.LawCase>;

namespace Simulator.Laws;

/// <summary>Gives the denoiser of a target.</summary>
/// <param name="target">The law of X_0.</param>
/// <returns>The denoiser, or null if it is not known.</returns>
public delegate IDenoiser? DenoiserFactory(Target target);

/// <summary>The laws of the posterior mean D = E[X_0 | X_t = x] (section 8), at the first, the middle and the last noise level.</summary>
public static class PosteriorLaws
{
    private const int Points = 6;

    /// <summary>Differences are taken over this part of the noise, over which densities change little.</summary>
    private const double Step = 1e-3;

    /// <summary>Rounding of a difference quotient: 1e-15 over a step, with room for sums over components.</summary>
    private const double Rounding = 1e-15 / Step * 100;

    /// <summary>All laws.</summary>
    public static ImmutableArray<PosteriorLaw> All { get; } =
    [
        new(
            "TweedieHolds",
            "(√ᾱ_t D − x)/(1−ᾱ_t) = ∇ log q_t(x) (section 1)",
            LawSource.Derived,
            TargetKinds.Line | TargetKinds.Gaussian | TargetKinds.Planar,
            With(Tweedie)),
        new("JacobianIsSymmetric", "∇D is symmetric (section 8)", LawSource.Derived, TargetKinds.All & ~TargetKinds.Line, With(Symmetric)),
        new(
            "JacobianIsCovariance",
            "∇_y D = Cov(X_0 | X_t = x)/σ_t², y = x/√ᾱ_t (section 1)",
            LawSource.Derived,
            TargetKinds.Averaged,
            With(Covariance)),
        new("CovarianceIsPositive", "∇_y D σ_t² = Cov(X_0 | X_t = x) ⪰ 0 (section 8)", LawSource.Derived, TargetKinds.All, With(Positive)),
    ];

    /// <summary>Tries all laws on a denoiser.</summary>
    /// <param name="name">The name of the denoiser, for the report.</param>
    /// <param name="factory">Gives the denoiser of a target.</param>
    /// <param name="options">How hard to look; null for the defaults.</param>
    public static LawReport Check(string name, DenoiserFactory factory, LawOptions? options = null) => Check(name, factory, All, options);

    /// <summary>Tries some laws on a denoiser.</summary>
    /// <param name="name">The name of the denoiser, for the report.</param>
    /// <param name="factory">Gives the denoiser of a target.</param>
    /// <param name="laws">The laws.</param>
    /// <param name="options">How hard to look; null for the defaults.</param>
    public static LawReport Check(string name, DenoiserFactory factory, IEnumerable<PosteriorLaw> laws, LawOptions? options = null)
    {
        LawOptions claim = options ?? new LawOptions();
        return LawRunner.Check(name, factory, laws, law => LawRunner.Cases(law, claim.Targets, claim), claim);
    }

    private static Func<DenoiserFactory, LawCase, LawOptions, Verdict> With(Func<Subject, Verdict> check)
        => (factory, tried, options) => factory(tried.Target) is { } denoiser
            ? Verdict.All(new SortedSet<int> { 1, (1 + tried.Steps) / 2, tried.Steps }.Select(t => check(new Subject(denoiser, tried, t, options.Tolerance))))
            : Verdict.NotApplicable($"no denoiser for a target of kind '{tried.Target.Kind}'");

    private static Verdict Tweedie(Subject s)
    {
        if (s.Tried.Target is not IGaussianMixture mixture) return Verdict.NotApplicable("no density of this target");
        var density = new MixtureMarginal(mixture, s.Level);
        double[] points = s.Draw(), means = s.Denoised(points);
        int d = s.Dimension;
        return Verdict.All(points.Select((x, i) =>
        {
            double[] point = points[(i / d * d)..(i / d * d + d)];
            double LogDensity(double shift)
            {
                double[] moved = [.. point];
                moved[i % d] += shift;
                var log = new double[1];
                density.LogDensity(new PointBatch(moved, d), log);
                return log[0];
            }

            Measured slope = Derivative(s.Level, LogDensity);
            double score = (s.Level.Signal * means[i] - x) / s.Level.OneMinusAlphaBar, height = 1 + Math.Abs(LogDensity(0));
            double allowance = (s.Tolerance * s.Scale * s.Level.Signal / s.Level.Noise + Rounding * (height + s.Scale / s.Level.Noise)) / s.Level.Noise;
            return Judge.Equal(
                Judge.Text($"slope of log q_{s.Time} along axis {i % d} at {CSharp.List(point)}"), slope with { Error = 0 }, score, allowance + slope.Error, 0);
        }));
    }

    private static Verdict Symmetric(Subject s) => s.Dimension == 1
        ? Verdict.NotApplicable("a derivative on the line is symmetric")
        : s.Judge((_, jacobian) => Verdict.All(
            from i in Enumerable.Range(0, s.Dimension)
            from j in Enumerable.Range(0, i)
            select s.Near($"∂_{j} D_{i} at t = {s.Time}", jacobian[i, j], jacobian[j, i].Value, jacobian[j, i].Error)));

    private static Verdict Covariance(Subject s)
    {
        if (ReferenceLaw.For(s.Tried.Target) is not { } law) return Verdict.NotApplicable("no reference for this target");
        int d = s.Dimension;
        return s.Judge((point, jacobian) =>
        {
            NestedRule posterior = law.Posterior(s.Level, point);
            var mean = new double[d];
            posterior.Mean(posterior.Nodes, mean);
            Measured Product(int i, int j) => posterior.Mean(
                [.. Enumerable.Range(0, posterior.Count).Select(n => (posterior.Nodes[n * d + i] - mean[i]) * (posterior.Nodes[n * d + j] - mean[j]))]);
            return Verdict.All(
                from i in Enumerable.Range(0, d)
                from j in Enumerable.Range(0, d)
                let product = Product(i, j)
                let variance = s.Level.Sigma * s.Level.Sigma
                select s.Near(
                    $"∂_{j} D_{i} at t = {s.Time} and x = {CSharp.List(point)}",
                    jacobian[i, j],
                    product.Value / variance,
                    product.Error / variance));
        });
    }

    private static Verdict Positive(Subject s) => s.Judge((point, jacobian) =>
    {
        int d = s.Dimension;
        var symmetric = Matrix<double>.Build.Dense(d, d, (i, j) => 0.5 * (jacobian[i, j].Value + jacobian[j, i].Value));
        double least = symmetric.Evd(Symmetricity.Symmetric).EigenValues.Min(v => v.Real);
        double error = d * Enumerable.Range(0, d * d).Max(i => s.Allowance(jacobian[i / d, i % d]));
        return Simulator.Laws.Judge.AtMost(
            $"minus the least eigenvalue of ∇D at t = {s.Time} and x = {CSharp.List(point)}", new Measured(-least, 0), error, 1);
    });

    /// <summary>A central difference with Richardson's correction, and what the correction was: far above the error that is left.</summary>
    private static Measured Derivative(NoiseLevel level, Func<double, double> function)
    {
        double h = Step * level.Noise, near = (function(h) - function(-h)) / (2 * h), far = (function(2 * h) - function(-2 * h)) / (4 * h);
        return new Measured(near + (near - far) / 3, Math.Abs(near - far));
    }

    /// <summary>A denoiser on a case at one time.</summary>
    private sealed class Subject(IDenoiser denoiser, LawCase tried, int t, double tolerance)
    {
        public LawCase Tried => tried;

        public int Time => t;

        public int Dimension => tried.Target.Dimension;

        public double Tolerance => tolerance;

        public NoiseLevel Level { get; } = tried.Schedule[t];

        public double Scale { get; } = Math.Sqrt(tried.Target.SecondMoment);

        public double[] Draw() => TargetSamples.Noisy(tried.Target, Level, Points, RandomStream.Named(tried.Seed, "laws", $"t = {t}", "points"));

        public double[] Denoised(double[] points)
        {
            var means = new double[points.Length];
            denoiser.Denoise(Level, new PointBatch(points, Dimension), means);
            return means;
        }

        /// <summary>A verdict on ∇_y D at points drawn from q_t.</summary>
        public Verdict Judge(Func<double[], Measured[,], Verdict> check)
        {
            double[] points = Draw();
            return Verdict.All(Enumerable.Range(0, Points).Select(i =>
            {
                double[] point = points[(i * Dimension)..((i + 1) * Dimension)];
                return check(point, Jacobian(point));
            }));
        }

        /// <summary>How far off an entry of ∇_y D may be: by the denoiser's claim over a step, by rounding, by the step itself.</summary>
        public double Allowance(Measured entry)
            => entry.Error + (Rounding + tolerance / Step) * (1 + Scale / Level.Sigma) * (1 + Math.Abs(entry.Value));

        public Verdict Near(string what, Measured found, double expected, double error)
            => Laws.Judge.Equal(what, found with { Error = 0 }, expected, Allowance(found) + error, 1);

        private Measured[,] Jacobian(double[] point)
        {
            var result = new Measured[Dimension, Dimension];
            for (int j = 0; j < Dimension; j++)
            {
                for (int i = 0; i < Dimension; i++)
                {
                    Measured slope = Derivative(Level, shift =>
                    {
                        double[] moved = [.. point];
                        moved[j] += shift;
                        return Denoised(moved)[i];
                    });
                    result[i, j] = new Measured(Level.Signal * slope.Value, Level.Signal * slope.Error);
                }
            }

            return result;
        }
    }
}
