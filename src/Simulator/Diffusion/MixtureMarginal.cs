using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.Mixtures;
using Simulator.Numerics.Simd;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>
/// The law q of <c>X = √ᾱ X_0 + √(1−ᾱ) Z</c> for a Gaussian mixture in any dimension, and what X says about X_0 (section 3), in closed form:
/// with <c>V_k = ᾱ S_k + (1−ᾱ) I</c>, <c>X_0 | X = x ~ Σ r_k(x) N(μ_k(x), C_k)</c>. Everything happens in the eigenbases of the S_k.
/// </summary>
/// <remarks>Points are in x-coordinates, one a row. Instances are immutable and may be shared by threads.</remarks>
public sealed class MixtureMarginal
{
    private readonly ImmutableArray<MarginalComponent> _components;
    private readonly Lazy<MixtureKernel> _score, _mean;

    /// <summary>The marginal of a mixture at a noise level.</summary>
    /// <param name="target">The law of X_0.</param>
    /// <param name="level">The noise level.</param>
    public MixtureMarginal(IGaussianMixture target, NoiseLevel level)
    {
        ArgumentNullException.ThrowIfNull(target);
        Level = level;
        _components = [.. target.Components.Select(c => new MarginalComponent(c, level))];
        Dimension = _components[0].Dimension;
        _score = new(() => new MixtureKernel([.. _components.Select(c => c.ScoreTerm())]));
        _mean = new(() => new MixtureKernel([.. _components.Select(c => c.MeanTerm())]));
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>K.</summary>
    public int Count => _components.Length;

    /// <summary>The noise level.</summary>
    public NoiseLevel Level { get; }

    /// <summary>log q(x).</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n values.</param>
    /// <param name="threads">At most so many threads; no number depends on it.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void LogDensity(PointBatch points, Span<double> result, int threads = 1)
    {
        Check(points, result, 1);
        _score.Value.Evaluate(points, result, [], [], threads);
    }

    /// <summary>The posterior weights r_k(x).</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × K; every row sums to 1.</param>
    /// <param name="threads">At most so many threads; no number depends on it.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void Responsibilities(PointBatch points, Span<double> result, int threads = 1)
    {
        Check(points, result, Count);
        _score.Value.Evaluate(points, [], result, [], threads);
    }

    /// <summary>The score ∇log q(x) = −Σ r_k V_k⁻¹ (x − √ᾱ m_k), without division by the noise.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × d.</param>
    /// <param name="threads">At most so many threads; no number depends on it.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void Score(PointBatch points, Span<double> result, int threads = 1)
    {
        Check(points, result, Dimension);
        _score.Value.Evaluate(points, [], [], result, threads);
    }

    /// <summary>The Jacobian of the score, ∇²log q(x) = −Σ r_k V_k⁻¹ + Cov_r(V_k⁻¹ (x − √ᾱ m_k)).</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × d × d.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void ScoreJacobian(PointBatch points, Span<double> result)
    {
        int d = Dimension;
        Check(points, result, d * d);
        var work = new Work(this);
        var mean = new double[d];
        for (int i = 0; i < points.Count; i++)
        {
            work.Locate(points[i]);
            Span<double> matrix = result.Slice(i * d * d, d * d);
            matrix.Clear();
            Array.Clear(mean);
            for (int k = 0; k < Count; k++)
                TensorPrimitives.MultiplyAdd(work.Pull(k), work.Responsibilities[k], mean, mean);
            for (int k = 0; k < Count; k++)
            {
                double r = work.Responsibilities[k];
                _components[k].AddInverse(-r, matrix);
                AddOuter(r, work.Pull(k), mean, matrix);
            }
        }
    }

    /// <summary>The denoiser D(x) = E[X_0 | X = x] = Σ r_k μ_k.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × d.</param>
    /// <param name="threads">At most so many threads; no number depends on it.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void PosteriorMean(PointBatch points, Span<double> result, int threads = 1)
    {
        Check(points, result, Dimension);
        _mean.Value.Evaluate(points, [], [], result, threads);
    }

    /// <summary>The denoiser D(x), and C(x) v = Cov(X_0 | X = x) v for p vectors v at each point.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="tangents">Vectors v, n × p × d.</param>
    /// <param name="means">Receives D, n × d.</param>
    /// <param name="images">Receives C v, n × p × d.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void PosteriorMean(PointBatch points, ReadOnlySpan<double> tangents, Span<double> means, Span<double> images)
    {
        TangentShapes.Check(points, Dimension, tangents, means, images);
        if (points.Count > 0) new MixtureTangents(_components).Evaluate(points, tangents, means, images);
    }

    /// <summary>C(x) = Cov(X_0 | X = x) = Σ r_k [C_k + (μ_k − D)(μ_k − D)ᵀ], positive semidefinite.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × d × d.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void PosteriorCovariance(PointBatch points, Span<double> result)
    {
        int d = Dimension;
        Check(points, result, d * d);
        var work = new Work(this);
        var mean = new double[d];
        var componentMean = new double[d];
        for (int i = 0; i < points.Count; i++)
        {
            work.Locate(points[i]);
            work.Mean(mean);
            Span<double> matrix = result.Slice(i * d * d, d * d);
            matrix.Clear();
            for (int k = 0; k < Count; k++)
            {
                double r = work.Responsibilities[k];
                work.ComponentMean(k, componentMean);
                _components[k].AddPosteriorCovariance(r, matrix);
                AddOuter(r, componentMean, mean, matrix);
            }
        }
    }

    /// <summary>matrix += weight (a − centre)(a − centre)ᵀ.</summary>
    private static void AddOuter(double weight, ReadOnlySpan<double> a, ReadOnlySpan<double> centre, Span<double> matrix)
    {
        int d = a.Length;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                matrix[i * d + j] += weight * (a[i] - centre[i]) * (a[j] - centre[j]);
        }
    }

    private void Check(PointBatch points, Span<double> result, int width)
    {
        if (points.Dimension != Dimension || result.Length != points.Count * width)
            throw new ArgumentException($"Points must be n × {Dimension} and the result n × {width}.", nameof(result));
    }

    /// <summary>Work space of the matrices, for one point at a time; one per call, so that nothing is allocated per point.</summary>
    private sealed class Work(MixtureMarginal owner)
    {
        private readonly double[] _rotated = new double[owner.Count * owner.Dimension];
        private readonly double[] _scratch = new double[owner.Dimension];
        private readonly double[] _vector = new double[owner.Dimension];
        private readonly double[] _responsibilities = new double[owner.Count];

        public ReadOnlySpan<double> Responsibilities => _responsibilities;

        /// <summary>Prepares everything about a point; returns log q(x).</summary>
        public double Locate(ReadOnlySpan<double> x)
        {
            for (int k = 0; k < owner.Count; k++)
                _responsibilities[k] = owner._components[k].LogTerm(x, _scratch, Rotated(k));
            double maximum = TensorPrimitives.Max<double>(_responsibilities);
            TensorPrimitives.Subtract(_responsibilities, maximum, _responsibilities);
            Exponential.OfNonPositive(_responsibilities);
            double sum = TensorPrimitives.Sum<double>(_responsibilities);
            TensorPrimitives.Divide(_responsibilities, sum, _responsibilities);
            return maximum + Math.Log(sum);
        }

        /// <summary>V_k⁻¹ (x − √ᾱ m_k); valid until the next call.</summary>
        public ReadOnlySpan<double> Pull(int k)
        {
            owner._components[k].Pull(Rotated(k), _scratch, _vector);
            return _vector;
        }

        public void ComponentMean(int k, Span<double> result) => owner._components[k].PosteriorMean(Rotated(k), _scratch, result);

        /// <summary>D = Σ r_k μ_k.</summary>
        public void Mean(Span<double> result)
        {
            result.Clear();
            for (int k = 0; k < owner.Count; k++)
            {
                ComponentMean(k, _vector);
                TensorPrimitives.MultiplyAdd(_vector, _responsibilities[k], result, result);
            }
        }

        private Span<double> Rotated(int k) => _rotated.AsSpan(k * owner.Dimension, owner.Dimension);
    }
}
