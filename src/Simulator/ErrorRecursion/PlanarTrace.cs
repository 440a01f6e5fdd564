using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.ErrorRecursion;

/// <summary>
/// The error recursion in the plane. Flow lines are labelled by noise z: they start at v = Φ_∞(z) and are followed upwards with their Jacobians, so a mean under q_t is
/// one under N(0, I) at every t. Off the lines Φ_{t−1} is known on a grid like f_{t−1}, as Φ_{t−2} ∘ φ_{t−1}.
/// </summary>
internal sealed class PlanarTrace : ErrorTrace
{
    /// <summary>
    /// f_t is kept on a grid so many times finer than W1 needs, up to the finest; Φ is steeper than f and gets a finer one of its own, which averages nothing and so costs less.
    /// </summary>
    private const int Finer = 2, FinestIntervals = 384, FinestFlowIntervals = 768;

    /// <summary>Wanted error of means relative to themselves, and what any mean may be off by.</summary>
    private const double Relative = 3e-6, Absolute = 1e-11;

    /// <summary>
    /// What errors of interpolation may make of a sum over steps, relative to E‖ξ_T‖; they add up over the steps at which Φ is nearly as steep as at T: this part of them.
    /// </summary>
    private const double LargestSum = 1e-5, SteepPart = 0.25;

    /// <summary>Tolerance of the flow from step to step.</summary>
    private const double FlowTolerance = 1e-11;

    /// <summary>What the grid of Φ may be off by, relative to the largest E‖ξ_t‖: below what counts as a violation of the identity.</summary>
    private const double LargestGridError = 5e-6;

    /// <summary>Lines that a thread takes at a time.</summary>
    private const int Piece = 1024;

    private readonly MixtureStructure _law;
    private readonly Learner _learner;
    private readonly bool _withLaws;
    private readonly Status _solved;
    private readonly PlanarRecursion _recursion;
    private readonly PlanarExtent _extent;
    private readonly PlanarQuadrature _rule;
    private readonly MixtureDenoiser _denoiser;
    private readonly double[] _ends, _jacobians;
    private readonly int _intervals;
    private double[] _points;
    private PlanarInterpolant _flow;
    private Status _followed;
    private double _largestGridError, _largestXi;

    /// <summary>Starts at t = 1.</summary>
    /// <param name="law">The law, in the plane.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="withLaws">Whether terms carry their laws, for products.</param>
    /// <param name="cancellation">Stops the solve that comes first.</param>
    public PlanarTrace(MixtureStructure law, Schedule schedule, Learner learner, bool withLaws, CancellationToken cancellation)
        : base(schedule)
    {
        (_law, _learner, _withLaws, _denoiser) = (law, learner, withLaws, new MixtureDenoiser(law));
        ExactSolution solution = new PlanarSolver().Solve(law, schedule, learner, null, cancellation);
        (_solved, NumericalError) = (solution.NumericalError.Status, solution.NumericalError.Value);
        _extent = new PlanarExtent(law, schedule);

        // Nodes where Φ and f_T − Φ need them: the terms of all steps live there, too.
        var flow = new ProbabilityFlow(_denoiser, threads: learner.Sampling.Threads);
        _rule = PlanarQuadrature.For(
            noise =>
            {
                Outcome<double[]> last = flow.Map(NoiseLevel.Infinite, schedule[schedule.Steps], new PointBatch(noise, 2));
                Outcome<double[]> ends = flow.Map(schedule[schedule.Steps], schedule[1], new PointBatch(last.Value, 2));
                var learned = new double[noise.Length];
                solution.Function.Evaluate(new PointBatch(last.Value, 2), learned);
                return ([ends.Value, learned, noise, last.Value], last.Status.Worst(ends.Status));
            },
            [(0, 1), (0, 2)],
            Relative,
            Absolute);
        _followed = _rule.Status;
        (_ends, _points) = (_rule.Fields[0], _rule.Fields[0]);
        _jacobians = ProbabilityFlow.Axes(_rule.Count, 2);
        _intervals = solution.Intervals;
        double allowed = LargestSum * _rule.MeanDistance(_rule.Fields[1], _ends).Value / (schedule.Steps * Math.Max(1, SteepPart * schedule.Steps));
        while (_intervals < FinestFlowIntervals && _followed == Status.Ok && !(ErrorOfGrid(flow) <= allowed))
        {
            cancellation.ThrowIfCancellationRequested();
            _intervals *= 2;
        }

        _recursion = new PlanarRecursion(law, schedule, Math.Min(FinestIntervals, Finer * solution.Intervals), learner, measuresApproximation: false) { Threads = Threads };
        PlanarGrid grid = _extent.At(1, _intervals);
        _flow = new PlanarInterpolant(grid, grid.Points());
    }

    /// <inheritdoc/>
    public override Status Solved
        => _followed != Status.Ok || _largestGridError > LargestGridError * _largestXi ? _solved.Worst(Status.NotConverged) : _solved;

    /// <inheritdoc/>
    public override double NumericalError { get; }

    /// <summary>Three digits: errors of T2 are bounds, several times what they bound.</summary>
    public override double LargestError => 1e-3;

    /// <inheritdoc/>
    public override int Threads
    {
        get => base.Threads;
        set => _recursion.Threads = base.Threads = value;
    }

    /// <inheritdoc/>
    protected override ErrorTerms AdvanceTo(int t)
    {
        var follow = new ProbabilityFlow(_denoiser, ProbabilityFlow.Tolerance(FlowTolerance), Threads);
        PlanarInterpolant last = ((PlanarFunction)_recursion.Current).Interpolant;
        _recursion.Advance();
        int n = _rule.Count;
        Outcome<double[]> states = follow.Map(Schedule[t - 1], Schedule[t], new PointBatch(_points, 2), ProbabilityFlow.Axes(n, 2));
        _followed = _followed.Worst(states.Status);
        var here = new double[2 * n];
        for (int i = 0; i < n; i++)
            (here[2 * i], here[2 * i + 1]) = (states.Value[6 * i], states.Value[6 * i + 1]);

        PlanarGrid known = last.Grid;
        var pair = new PlanarPair(_law, Schedule, t);
        PlanarNode[][] nodes = [.. Enumerable.Range(0, pair.Count).Select(k => pair.Nodes(k, known, more: 1))];
        double slope = _learner.ErrorSlope(t, Schedule[t], 2, _law.TotalVariance!.Value), signal = Schedule[t].Signal;
        RealVector mean = _law.Mean;
        var step = new PlanarTraceStep(_learner.Kind, pair, nodes, (last, ((PlanarFunction)_recursion.Current).Interpolant, _flow), (slope, signal * mean[0], signal * mean[1]), n);
        Workers.Run(Threads, (n + Piece - 1) / Piece, piece => step.Measure(here, _points, _ends, _jacobians, piece * Piece, Math.Min(n, (piece + 1) * Piece)));

        Propagate(states.Value);
        if (t < Schedule.Steps)
        {
            PlanarGrid grid = _extent.At(t, _intervals);
            Outcome<double[]> before = follow.Map(Schedule[t], Schedule[t - 1], new PointBatch(grid.Points(), 2));
            _followed = _followed.Worst(before.Status);
            var values = new double[before.Value.Length];
            _flow.Evaluate(before.Value, values, Threads);
            _flow = new PlanarInterpolant(grid, values);
        }

        _points = here;
        return Terms(t, step);
    }

    /// <summary>E‖·‖ of what a grid of Φ_{T→1} is off by, interpolated once.</summary>
    private double ErrorOfGrid(ProbabilityFlow flow)
    {
        PlanarGrid grid = _extent.At(Schedule.Steps, _intervals);
        Outcome<double[]> images = flow.Map(Schedule[Schedule.Steps], Schedule[1], new PointBatch(grid.Points(), 2));
        _followed = _followed.Worst(images.Status);
        var interpolated = new double[_ends.Length];
        new PlanarInterpolant(grid, images.Value).Evaluate(_rule.Fields[3], interpolated, _learner.Sampling.Threads);
        return _rule.MeanDistance(interpolated, _ends).Value;
    }

    /// <summary>J_t = J_{t−1} P⁻¹, P the derivative of φ_t⁻¹ along the lines; states hold a point, then P e_1 and P e_2.</summary>
    private void Propagate(double[] states)
    {
        for (int i = 0; i < _rule.Count; i++)
        {
            double a = states[6 * i + 2], c = states[6 * i + 3], b = states[6 * i + 4], d = states[6 * i + 5], determinant = a * d - b * c;
            Span<double> j = _jacobians.AsSpan(4 * i, 4);
            (j[0], j[1]) = ((j[0] * d - j[1] * c) / determinant, (j[1] * a - j[0] * b) / determinant);
            (j[2], j[3]) = ((j[2] * d - j[3] * c) / determinant, (j[3] * a - j[2] * b) / determinant);
        }
    }

    private ErrorTerms Terms(int t, PlanarTraceStep step)
    {
        double grid = _rule.Of(step.GridError).Value, bent = _rule.Of(step.BendError).Value;

        // Of T2, the grid gets wrong what its error changes by between a line and its neighbours: twice its error at most.
        double curved = Math.Min(2 * grid, bent);
        Term xi = Of(step.Xi, 0);
        (_largestGridError, _largestXi) = (Math.Max(_largestGridError, grid), Math.Max(_largestXi, xi.Mean));
        return new ErrorTerms(
            t,
            Schedule[t].LogSigma,
            xi,
            Of(step.Tower, grid + curved),
            Of(step.T1, 0),
            Of(step.T2, curved),
            Of(step.Remainder, bent),
            Of(step.Estimation, 0),
            Of(step.Approximation, 0),
            Of(step.Residual, 0),
            Of(step.Gap, 0),
            _rule.Of(step.Scatter).Value,
            _rule.Of(step.Square).Value - Math.Pow(_rule.Of(step.ValueX).Value, 2) - Math.Pow(_rule.Of(step.ValueY).Value, 2));

        Term Of(double[] norms, double more)
        {
            Measured mean = _rule.Of(norms);
            int n = _rule.FineCount;
            return new Term(mean.Value, mean.Error + more, _withLaws ? [new RepeatedNorm(SampledNorm.OfNodes(norms.AsSpan(0, n), _rule.Masses.AsSpan(0, n)), 1)] : null);
        }
    }
}
