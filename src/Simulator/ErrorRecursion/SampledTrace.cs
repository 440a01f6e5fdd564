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
/// The error recursion for a law without special structure: on flow lines x_t(z) of random noise z, which are lines of q_t at every t, the error
/// ξ_t = f_t − Φ_t, the gap of a step and its image T1_t = ∂Φ_{t−1} (E[X_{t−1}|X_t] − φ_t). The other terms are averages over the posterior. For a regression and a mixture they are
/// taken as well (<see cref="PosteriorTerms"/>); for DDIM steps, which are known only as compositions, they stay unknown: these are a learner of T1 alone to first order (section 6 (D)), so that what is known is
/// most of it.
/// </summary>
internal sealed class SampledTrace : ErrorTrace
{
    /// <summary>Columns of Jacobians in all, fewest lines, numbers on all lines, nodes of posteriors in all.</summary>
    private const int Columns = 8192, FewestLines = 64, MostNumbers = 1 << 25, MostNodes = 1 << 15;

    /// <summary>Tolerance of flow lines: far below what so few lines can resolve.</summary>
    internal const double Accuracy = 1e-7;

    private readonly ITangentDenoiser _denoiser;
    private readonly Learner _learner;
    private readonly ConsistencyRecursion _recursion;
    private readonly int _dimension;
    private readonly SampleExpectation _expectation = new();
    private readonly double _totalVariance;
    private readonly CancellationToken _cancellation;
    private readonly PosteriorTerms? _posterior;
    private double[][]? _lines;

    // Rows ∂Φ_{t−1} e_i of every line: transposed Jacobians.
    private double[] _jacobians = [];

    public SampledTrace(Structure structure, Schedule schedule, Learner learner, CancellationToken cancellation)
        : base(schedule)
    {
        _denoiser = Denoisers.WithTangents(structure) ?? (Denoisers.MixtureOf(structure) is { } gaussian ? new MixtureDenoiser(gaussian) : null) ?? throw new ArgumentException("A law with a derivative of its posterior mean is needed.", nameof(structure));
        _recursion = learner.Kind == LearnerKind.Regression ? RegressionSolver.Start(structure, schedule, learner, cancellation) : new SampledSolver().Start(structure, schedule, learner, 16);
        (_learner, _dimension, _cancellation, _totalVariance) = (learner, structure.Dimension, cancellation, structure.TotalVariance!.Value);
        int most = Math.Min(Columns / _dimension, MostNumbers / (_dimension * schedule.Steps));
        if (_recursion is RegressionRecursion && DataLaw.Of(structure) is MixtureDataLaw mixture)
        {
            _posterior = new PosteriorTerms(mixture, _denoiser, schedule, learner.Sampling.Threads);
            most = Math.Min(most, MostNodes / _posterior.Nodes);
        }

        Lines = Math.Min(learner.Sampling.Count, Math.Max(most, FewestLines));
    }

    /// <inheritdoc/>
    public override string? Missing => _posterior is not null ? null
        : _recursion is RegressionRecursion ? "they are averages of the flow over the posterior, which takes as many flow lines as there are data points"
        : $"they are averages over the posterior of composed steps, which {Lines} flow lines do not give";

    /// <inheritdoc/>
    public override int? SampledLines => Lines;

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
        double[] images = Images(step, before);
        ErrorTerms terms = new(
            t, Schedule[t].LogSigma, Mean(learned, ends), Term.Unknown, Mean(images, new double[images.Length]), Term.Unknown, Term.Unknown, Term.Zero, Term.Unknown, Term.Unknown, Mean(step, before), double.NaN, Spread(learned));
        terms = _recursion is RegressionRecursion regression ? OfRegression(terms, regression, here, learned, images, ends) : OfDdim(terms, here);
        _lines[t - 1] = t == 2 ? _lines[1] : [];
        if (t < Schedule.Steps) AdvanceJacobians(t);
        return terms;
    }

    /// <summary>DDIM steps may have injected errors.</summary>
    private ErrorTerms OfDdim(ErrorTerms terms, double[] here)
    {
        double slope = _learner.ErrorSlope(terms.Time, Schedule[terms.Time], _dimension, _totalVariance);
        return terms with { Estimation = new Term(slope == 0 ? 0 : Math.Abs(slope) * MeanDistanceFromCentre(here, terms.Time), 0, null) };
    }

    /// <summary>A regression knows f_t^F and f_t*; with E[Φ_{t−1}(X_{t−1})|X_t] all terms follow.</summary>
    private ErrorTerms OfRegression(ErrorTerms terms, RegressionRecursion recursion, double[] here, double[] learned, double[] images, double[] ends)
    {
        var points = new PointBatch(here, _dimension);
        double[] best = new double[here.Length], projected = new double[here.Length];
        recursion.Unconstrained(points, best);
        if (recursion.Projection is { } projection) projection.Evaluate(points, projected);
        terms = recursion.Projection is null
            ? terms with { Estimation = Term.Unknown }
            : terms with { Estimation = Mean(learned, projected), Approximation = Mean(projected, best) };
        if (_posterior is null) return terms;
        (double[] flowed, double error, Status status) = _posterior.FlowMean(terms.Time, here);
        _solved = _solved.Worst(status);
        double[] bent = new double[here.Length], rest = new double[here.Length];
        for (int i = 0; i < bent.Length; i++)
        {
            bent[i] = flowed[i] - ends[i] - images[i];
            rest[i] = learned[i] - ends[i] - (best[i] - flowed[i]) - (learned[i] - best[i]) - (images[i] + bent[i]);
        }

        Term tower = Mean(best, flowed), second = Mean(bent, new double[bent.Length]);
        return terms with
        {
            Tower = tower with { Error = tower.Error + error },
            T2 = second with { Error = second.Error + error },
            Residual = Mean(rest, new double[rest.Length]),
        };
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

    /// <summary>∂Φ_{t−1} (m_t − φ_t) on every line.</summary>
    private double[] Images(double[] step, double[] before)
    {
        int d = _dimension;
        var images = new double[Lines * d];
        for (int i = 0; i < Lines; i++)
        {
            Span<double> image = images.AsSpan(i * d, d);
            for (int j = 0; j < d; j++)
                TensorPrimitives.MultiplyAdd(_jacobians.AsSpan((i * d + j) * d, d), step[i * d + j] - before[i * d + j], image, image);
        }

        return images;
    }

    /// <summary>E‖x − y‖.</summary>
    private Term Mean(double[] x, double[] y)
    {
        Measured mean = _expectation.OfDistances(new PointBatch(x, _dimension), new PointBatch(y, _dimension));
        return new Term(mean.Value, mean.Error, null);
    }

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
