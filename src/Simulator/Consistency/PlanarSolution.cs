using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>f_T of a mixture in the plane on a grid, with the same on a grid of half as many intervals to judge it by; means over N(0, I) on lattices.</summary>
internal sealed class PlanarSolution : ExactSolution
{
    /// <summary>Rounding error of f_T per √T, relative to the size of X_1; error of the flow, relative to the same.</summary>
    private const double Rounding = 2e-15, FlowError = 1e-11;

    /// <summary>Steps of the coarsest and of the finest lattice.</summary>
    private const double CoarsestStep = 0.1, FinestStep = 0.05;

    /// <summary>A lattice is fine enough if means are known to the first part of themselves; with less than the second they are not known.</summary>
    private const double Wanted = 1e-5, Needed = 1e-3;

    private readonly MixtureStructure _mixture;
    private readonly PlanarRefinement _refinement;
    private readonly double _rounding, _scale;
    private readonly Lazy<Nodes> _nodes;

    public PlanarSolution(
        MixtureStructure mixture, GeneralFlow flow, PlanarRefinement refinement, StepErrors approximation, double scale, Status status)
        : base(refinement.Fine, flow)
    {
        (_mixture, _refinement, _scale, Approximation) = (mixture, refinement, scale, approximation);
        _rounding = Rounding * Math.Sqrt(flow.Schedule.Steps) * scale;
        double error = refinement.MeanError + _rounding;
        NumericalError = new Outcome<double>(error, status, new Diagnostics(error, refinement.Fine.Interpolant.Grid.Count));
        _nodes = new(FineEnough);
    }

    /// <inheritdoc/>
    public override Outcome<double> NumericalError { get; }

    /// <inheritdoc/>
    public override int Intervals => _refinement.Fine.Interpolant.Grid.CountX - 1;

    /// <inheritdoc/>
    public override StepErrors Approximation { get; }

    /// <inheritdoc/>
    public override Measured LipschitzConstant => _refinement.LipschitzConstant;

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result)
    {
        _refinement.ErrorAt(points.Data, result);
        for (int i = 0; i < result.Length; i++)
            result[i] += _rounding;
    }

    /// <inheritdoc/>
    public override SamplingErrors Measure()
    {
        Nodes nodes = _nodes.Value;
        double mean = _refinement.MeanError + _rounding, root = _refinement.RootMeanSquareError + _rounding, flow = FlowError * _scale;
        Measured With(Measured m, double more) => new(m.Value, m.Error + more);
        Measured coupled = With(nodes.Coupled, mean + flow), optimal = With(nodes.Optimal, mean + flow), initial = With(nodes.Initial, flow);
        Measured underLast = With(nodes.UnderLast, mean + flow), start = With(nodes.Start, flow);
        (double dual, string by) = new PlanarDual(nodes.Lattice, nodes.Learned, nodes.Ends).Best(_mixture);
        double upper = optimal.Value + optimal.Error, lower = Math.Clamp(dual - mean - flow, 0, upper);
        (DistanceInterval w2, Status squares) = Squared(nodes, root + flow, lower, by);
        return new SamplingErrors(
            new DistanceInterval(lower, upper, by, "coupling along the flow from σ = ∞ (quadrature)"),
            w2,
            coupled,
            optimal,
            initial,
            SamplingErrors.OfProof(LipschitzConstant, start, underLast),
            underLast,
            NumericalError.Status.Worst(nodes.Status).Worst(squares));
    }

    /// <inheritdoc/>
    public override BlockErrors Errors()
    {
        Nodes nodes = _nodes.Value;
        double[] masses = nodes.Lattice.Masses;
        Outcome<SampledNorm> LawOf(double[] a, double[] b, Measured mean)
            => new(SampledNorm.OfNodes(NoiseLattice.Distances(a, b), masses), nodes.Status, new Diagnostics(mean.Error, masses.Length));

        // What the lattice misses counts as an error of f_T, so that products carry it on.
        double missed = nodes.All.Max(m => m.Error) + FlowError * _scale;
        return BlockErrors.OfOne(
            LawOf(nodes.Learned, nodes.Forth, nodes.Coupled),
            LawOf(nodes.Learned, nodes.Ends, nodes.Optimal),
            LawOf(nodes.Forth, nodes.Ends, nodes.Initial),
            LawOf(nodes.LearnedUnderLast, nodes.Ends, nodes.UnderLast),
            LawOf(nodes.Lattice.Points, nodes.Last, nodes.Start),
            _refinement.RootMeanSquareError + _rounding + missed,
            NumericalError.Status);
    }

    /// <summary>W2: above by the same coupling, below by W1 and by the deviations, W2 ≥ |√TrCov f_T − √TrCov X_1| (section 8).</summary>
    private (DistanceInterval W2, Status Status) Squared(Nodes nodes, double error, double w1, string w1By)
    {
        int n = nodes.Lattice.Count;
        double[] squares = new double[n], norms = new double[n], x = new double[n], y = new double[n];
        for (int i = 0; i < n; i++)
        {
            double fx = nodes.Learned[2 * i], fy = nodes.Learned[2 * i + 1], dx = fx - nodes.Ends[2 * i], dy = fy - nodes.Ends[2 * i + 1];
            (squares[i], norms[i], x[i], y[i]) = (dx * dx + dy * dy, fx * fx + fy * fy, fx, fy);
        }

        Measured square = nodes.Lattice.Mean(squares), norm = nodes.Lattice.Mean(norms), meanX = nodes.Lattice.Mean(x), meanY = nodes.Lattice.Mean(y);
        double upper = Math.Sqrt(square.Value + square.Error) + error;
        double variance = norm.Value - meanX.Value * meanX.Value - meanY.Value * meanY.Value;
        double varianceError = norm.Error + 2 * (Math.Abs(meanX.Value) * meanX.Error + Math.Abs(meanY.Value) * meanY.Error);
        double deviation = Math.Sqrt(Math.Max(0, variance)), deviations = Math.Abs(_scale - deviation) - varianceError / Math.Max(deviation, 1e-300) - error;
        bool byVariance = deviations > w1;
        double lower = Math.Clamp(byVariance ? deviations : w1, 0, upper);
        return (
            new DistanceInterval(lower, upper, byVariance ? "difference of the deviations" : $"W1 ({w1By})", "coupling along the flow from σ = ∞ (quadrature)"),
            square.Error <= Needed * square.Value + error * error ? Status.Ok : Status.NotConverged);
    }

    private Nodes FineEnough()
    {
        for (double step = CoarsestStep; ; step *= 0.5)
        {
            var nodes = new Nodes(this, step);
            if (nodes.Status != Status.Ok || nodes.Known(Wanted) || step <= FinestStep) return nodes;
        }
    }

    /// <summary>Everything at the points of a lattice.</summary>
    private sealed class Nodes
    {
        private readonly double _floor;

        public Nodes(PlanarSolution owner, double step)
        {
            int steps = owner.Flow.Schedule.Steps;
            Lattice = new NoiseLattice(step);
            int n = Lattice.Points.Length;
            _floor = 100 * FlowError * owner._scale;
            (Last, Status fromNoise) = Lattice.FromNoise(owner.Flow, steps);
            (Ends, Forth, Learned, LearnedUnderLast) = (new double[n], new double[n], new double[n], new double[n]);

            // Φ_{T→1} ∘ Φ_{∞→T} = Φ_∞.
            Status toEnd = owner.Flow.Map(steps, 1, new PointBatch(Last, 2), Ends), forth = owner.Flow.Map(steps, 1, new PointBatch(Lattice.Points, 2), Forth);
            owner._refinement.Fine.Interpolant.Evaluate(Lattice.Points, Learned, Environment.ProcessorCount);
            owner._refinement.Fine.Interpolant.Evaluate(Last, LearnedUnderLast, Environment.ProcessorCount);
            (Coupled, Optimal, Initial) = (Lattice.MeanDistance(Learned, Forth), Lattice.MeanDistance(Learned, Ends), Lattice.MeanDistance(Forth, Ends));
            (UnderLast, Start) = (Lattice.MeanDistance(LearnedUnderLast, Ends), Lattice.MeanDistance(Lattice.Points, Last));
            bool lost = new[] { fromNoise, toEnd, forth }.Any(s => s != Status.Ok);
            Status = lost || !Known(Needed) ? Status.NotConverged : Status.Ok;
        }

        public NoiseLattice Lattice { get; }

        /// <summary>Φ_{∞→T}(z), Φ_∞(z), Φ_{T→1}(z), f_T(z), f_T(Φ_{∞→T}(z)).</summary>
        public double[] Last { get; }

        public double[] Ends { get; }

        public double[] Forth { get; }

        public double[] Learned { get; }

        public double[] LearnedUnderLast { get; }

        public Measured Coupled { get; }

        public Measured Optimal { get; }

        public Measured Initial { get; }

        public Measured UnderLast { get; }

        /// <summary>E‖Z − Φ_{∞→T}(Z)‖, an upper bound of W1(N(0, I), q_T): so the proof form is an upper bound, too.</summary>
        public Measured Start { get; }

        public Measured[] All => [Coupled, Optimal, Initial, UnderLast, Start];

        public Status Status { get; }

        /// <summary>Whether all means are known to a part of themselves, or as well as the flow is.</summary>
        public bool Known(double part) => All.All(m => m.Error <= Math.Max(part * m.Value, _floor));
    }
}
