using System.Numerics.Tensors;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.ErrorRecursion;

/// <summary>
/// What can be had of the error recursion of DDIM steps for a law without special structure: on flow lines x_t(z) of random noise z, which are lines of q_t at every t, the error
/// ξ_t = f_t − Φ_t, the gap of a step and its image T1_t = ∂Φ_{t−1} (E[X_{t−1}|X_t] − φ_t). The other terms are averages over the posterior of functions that are known only as
/// compositions of steps, and stay unknown. Composed DDIM steps are a learner of T1 alone to first order (section 6 (D)), so that what is known is most of it.
/// </summary>
internal sealed class SampledTrace : ErrorTrace
{
    /// <summary>Columns of Jacobians in all, fewest lines, numbers on all lines.</summary>
    private const int Columns = 8192, FewestLines = 64, MostNumbers = 1 << 25;

    /// <summary>Tolerance of flow lines: far below what so few lines can resolve.</summary>
    private const double Accuracy = 1e-7;

    private readonly ITangentDenoiser _denoiser;
    private readonly Learner _learner;
    private readonly ConsistencyRecursion _recursion;
    private readonly int _dimension;
    private readonly SampleExpectation _expectation = new();
    private readonly double _totalVariance;
    private readonly CancellationToken _cancellation;
    private double[][]? _lines;

    // Rows ∂Φ_{t−1} e_i of every line: transposed Jacobians.
    private double[] _jacobians = [];

    public SampledTrace(Structure structure, Schedule schedule, Learner learner, CancellationToken cancellation)
        : base(schedule)
    {
        _denoiser = Denoisers.WithTangents(structure) ?? throw new ArgumentException("A law with a derivative of its posterior mean is needed.", nameof(structure));
        _recursion = new SampledSolver().Start(structure, schedule, learner, 16);
        (_learner, _dimension, _cancellation, _totalVariance) = (learner, structure.Dimension, cancellation, structure.TotalVariance!.Value);
        Lines = Math.Min(learner.Sampling.Count, Math.Max(Math.Min(Columns / _dimension, MostNumbers / (_dimension * schedule.Steps)), FewestLines));
    }

    /// <inheritdoc/>
    public override string? Missing => $"they are averages over the posterior of composed steps, which {Lines} flow lines do not give";

    /// <summary>How many flow lines there are.</summary>
    public int Lines { get; }

    /// <inheritdoc/>
    public override Status Solved => _solved;

    /// <inheritdoc/>
    public override double NumericalError => 0;

    private Status _solved = Status.Ok;

    /// <inheritdoc/>
    protected override ErrorTerms AdvanceTo(int t)
    {
        _cancellation.ThrowIfCancellationRequested();
        _lines ??= Follow();
        _recursion.Advance();
        double[] here = _lines[t], before = _lines[t - 1], ends = _lines[1];
        double[] step = new double[here.Length], learned = new double[here.Length];
        DdimFunction.Step(_denoiser, Schedule, t, new PointBatch(here, _dimension), step);
        _recursion.Current.Evaluate(new PointBatch(here, _dimension), learned);
        double slope = _learner.ErrorSlope(t, Schedule[t], _dimension, _totalVariance);
        Term gap = Mean(step, before), xi = Mean(learned, ends), t1 = Known(_expectation.Of(Images(step, before)));
        double estimation = slope == 0 ? 0 : Math.Abs(slope) * MeanDistanceFromCentre(here, t);
        _lines[t - 1] = t == 2 ? _lines[1] : [];
        if (t < Schedule.Steps) AdvanceJacobians(t);
        return new ErrorTerms(
            t, Schedule[t].LogSigma, xi, Term.Unknown, t1, Term.Unknown, Term.Unknown, new Term(estimation, 0, null), Term.Unknown, Term.Unknown, gap, double.NaN, Spread(learned));
    }

    /// <summary>x_t(z) at every t, from noise down: the way in which the flow is never stiff.</summary>
    private double[][] Follow()
    {
        ProbabilityFlow flow = Flow();
        var noise = new double[Lines * _dimension];
        RandomStream.Named(_learner.Sampling.Seed, "trace", "lines", "noise").FillNormal(noise);
        var lines = new double[Schedule.Steps + 1][];
        NoiseLevel level = NoiseLevel.Infinite;
        double[] current = noise;
        for (int t = Schedule.Steps; t >= 1; t--)
        {
            _cancellation.ThrowIfCancellationRequested();
            Outcome<double[]> next = flow.Map(level, Schedule[t], new PointBatch(current, _dimension));
            _solved = _solved.Worst(next.Status);
            (lines[t], current, level) = (next.Value, next.Value, Schedule[t]);
        }

        _jacobians = ProbabilityFlow.Axes(Lines, _dimension);
        return lines;
    }

    private ProbabilityFlow Flow() => new(_denoiser, ProbabilityFlow.Tolerance(Accuracy), _learner.Sampling.Threads);

    /// <summary>∂Φ_t = ∂Φ_{t−1} ∂φ_t on every line.</summary>
    private void AdvanceJacobians(int t)
    {
        int d = _dimension, width = (1 + d) * d;
        Outcome<double[]> moved = Flow().Map(Schedule[t], Schedule[t - 1], new PointBatch(_lines![t], d), ProbabilityFlow.Axes(Lines, d));
        _solved = _solved.Worst(moved.Status);
        var next = new double[_jacobians.Length];
        var backend = new SimdBackend(1);
        for (int i = 0; i < Lines; i++)
        {
            backend.Multiply(
                1,
                new ReadOnlyMatrixView(moved.Value.AsSpan(i * width + d, d * d), d, d),
                new ReadOnlyMatrixView(_jacobians.AsSpan(i * d * d, d * d), d, d),
                0,
                new MatrixView(next.AsSpan(i * d * d, d * d), d, d));
        }

        _jacobians = next;
    }

    /// <summary>‖∂Φ_{t−1} (m_t − φ_t)‖ on every line.</summary>
    private double[] Images(double[] step, double[] before)
    {
        int d = _dimension;
        double[] norms = new double[Lines], image = new double[d];
        for (int i = 0; i < Lines; i++)
        {
            Array.Clear(image);
            for (int j = 0; j < d; j++)
                TensorPrimitives.MultiplyAdd(_jacobians.AsSpan((i * d + j) * d, d), step[i * d + j] - before[i * d + j], image, image);
            norms[i] = TensorPrimitives.Norm<double>(image);
        }

        return norms;
    }

    private Term Mean(double[] x, double[] y) => Known(_expectation.OfDistances(new PointBatch(x, _dimension), new PointBatch(y, _dimension)));

    private static Term Known(Measured mean) => new(mean.Value, mean.Error, null);

    private double MeanDistanceFromCentre(double[] points, int t)
    {
        double[] mean = Denoisers.MeanOf(_denoiser), distances = new double[Lines];
        TensorPrimitives.Multiply(mean, Schedule[t].Signal, mean);
        for (int i = 0; i < Lines; i++)
            distances[i] = TensorPrimitives.Distance<double>(points.AsSpan(i * _dimension, _dimension), mean);
        return distances.Average();
    }

    /// <summary>Tr Cov of points.</summary>
    private double Spread(double[] points)
    {
        int d = _dimension;
        double[] mean = new double[d];
        for (int i = 0; i < Lines; i++)
            TensorPrimitives.MultiplyAdd(points.AsSpan(i * d, d), 1.0 / Lines, mean, mean);
        double sum = 0;
        for (int i = 0; i < Lines; i++)
        {
            double distance = TensorPrimitives.Distance<double>(points.AsSpan(i * d, d), mean);
            sum += distance * distance;
        }

        return sum / (Lines - 1);
    }
}
