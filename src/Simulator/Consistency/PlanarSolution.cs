using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>f_T of a mixture in the plane on a grid, with the same on a grid of half as many intervals to judge it by; means over N(0, I) by quadrature.</summary>
internal sealed class PlanarSolution : ExactSolution
{
    /// <summary>Rounding error of f_T per √T, relative to the size of X_1; error of the flow, relative to the same.</summary>
    private const double Rounding = 2e-15, FlowError = 1e-10;

    /// <summary>What means are wanted to, relative to themselves; with less than the second they are not known.</summary>
    private const double Wanted = 1e-5, Needed = 1e-3;

    /// <summary>Tolerance of the flow for means: a norm has no use for more.</summary>
    private const double FlowTolerance = 1e-11;

    private readonly MixtureStructure _mixture;
    private readonly PlanarRefinement _refinement;
    private readonly double _rounding, _scale;
    private readonly int _threads;
    private readonly Lazy<Nodes> _nodes;

    public PlanarSolution(
        MixtureStructure mixture, GeneralFlow flow, PlanarRefinement refinement, StepErrors approximation, double scale, Status status, int threads)
        : base(refinement.Fine, flow)
    {
        (_mixture, _refinement, _scale, _threads, Approximation) = (mixture, refinement, scale, threads, approximation);
        _rounding = Rounding * Math.Sqrt(flow.Schedule.Steps) * scale;
        double error = refinement.MeanError + _rounding;
        NumericalError = new Outcome<double>(error, status, new Diagnostics(error, refinement.Fine.Interpolant.Grid.Count));
        _nodes = new(() => new Nodes(this));
    }

    /// <inheritdoc/>
    public override Outcome<double> NumericalError { get; }

    /// <inheritdoc/>
    public override int Intervals => _refinement.Fine.Interpolant.Grid.CountX - 1;

    /// <inheritdoc/>
    public override bool IsOptimallyCoupled => false;

    /// <inheritdoc/>
    public override StepErrors Approximation { get; }

    /// <inheritdoc/>
    public override Measured LipschitzConstant => _refinement.LipschitzConstant;

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result)
    {
        _refinement.ErrorAt(points.Data, result);

        // Beyond the grid both continue it straight: their difference says nothing.
        for (int i = 0; i < result.Length; i++)
            result[i] = _refinement.Fine.Interpolant.Grid.Contains(points[i][0], points[i][1]) ? result[i] + _rounding : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public override SamplingErrors Measure()
    {
        Nodes nodes = _nodes.Value;
        double mean = _refinement.MeanError + _rounding, root = _refinement.RootMeanSquareError + _rounding, flow = FlowError * _scale;
        Measured With(Measured m, double more) => new(m.Value, m.Error + more);
        Measured coupled = With(nodes.Coupled, mean + flow), optimal = With(nodes.Optimal, mean + flow), initial = With(nodes.Initial, flow);
        Measured underLast = With(nodes.UnderLast, mean + flow), start = With(nodes.Start, flow);
        DistanceInterval w1 = CouplingBounds.W1(
            new PointBatch(nodes.Learned, 2), new PointBatch(nodes.Ends, 2), nodes.Rule, "coupling along the flow from σ = ∞", SampledSolver.PotentialsOf(_mixture, Flow.Schedule[1].Signal));
        w1 = w1 with { Lower = Math.Max(0, w1.Lower - mean - flow), Upper = w1.Upper + mean + flow };
        (DistanceInterval w2, Status squares) = Squared(nodes, root + flow, w1.Lower, w1.LowerBy);
        return new SamplingErrors(
            w1,
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
        int n = nodes.Rule.FineCount;
        double[] masses = nodes.Rule.Masses[..n];
        Outcome<SampledNorm> LawOf(double[] a, double[] b, Measured mean)
            => new(SampledNorm.OfNodes(PlanarQuadrature.Distances(a, b).AsSpan(0, n), masses), nodes.Status, new Diagnostics(mean.Error, n));

        // What the rule misses counts as an error of f_T, so that products carry it on.
        double missed = nodes.All.Max(m => m.Error) + FlowError * _scale;
        return BlockErrors.OfOne(
            LawOf(nodes.Learned, nodes.Forth, nodes.Coupled),
            LawOf(nodes.Learned, nodes.Ends, nodes.Optimal),
            LawOf(nodes.Forth, nodes.Ends, nodes.Initial),
            LawOf(nodes.LearnedUnderLast, nodes.Ends, nodes.UnderLast),
            LawOf(nodes.Rule.Points, nodes.Last, nodes.Start),
            _refinement.RootMeanSquareError + _rounding + missed,
            NumericalError.Status);
    }

    /// <summary>W2: above by the same coupling, below by W1 and by the deviations, W2 ≥ |√TrCov f_T − √TrCov X_1| (section 8).</summary>
    private (DistanceInterval W2, Status Status) Squared(Nodes nodes, double error, double w1, string w1By)
    {
        int n = nodes.Rule.Count;
        double[] squares = new double[n], norms = new double[n], x = new double[n], y = new double[n];
        for (int i = 0; i < n; i++)
        {
            double fx = nodes.Learned[2 * i], fy = nodes.Learned[2 * i + 1], dx = fx - nodes.Ends[2 * i], dy = fy - nodes.Ends[2 * i + 1];
            (squares[i], norms[i], x[i], y[i]) = (dx * dx + dy * dy, fx * fx + fy * fy, fx, fy);
        }

        Measured square = nodes.Rule.Of(squares), norm = nodes.Rule.Of(norms), meanX = nodes.Rule.Of(x), meanY = nodes.Rule.Of(y);
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

    /// <summary>Everything at the nodes of a rule.</summary>
    private sealed class Nodes
    {
        public Nodes(PlanarSolution owner)
        {
            Schedule schedule = owner.Flow.Schedule;
            int steps = schedule.Steps;
            var flow = new GeneralFlow(new MixtureDenoiser(owner._mixture), schedule, new FlowOptions { Tolerance = FlowTolerance, Threads = owner._threads });
            double floor = 10 * FlowError * owner._scale;
            Rule = PlanarQuadrature.For(
                points =>
                {
                    int n = points.Length, threads = owner._threads;
                    double[] last = new double[n], ends = new double[n], forth = new double[n], learned = new double[n], underLast = new double[n];

                    // Φ_{T→1} ∘ Φ_{∞→T} = Φ_∞.
                    Status status = flow.MapNoise(steps, new PointBatch(points, 2), last)
                        .Worst(flow.Map(steps, 1, new PointBatch(last, 2), ends))
                        .Worst(flow.Map(steps, 1, new PointBatch(points, 2), forth));
                    owner._refinement.Fine.Interpolant.Evaluate(points, learned, threads);
                    owner._refinement.Fine.Interpolant.Evaluate(last, underLast, threads);
                    return ([last, ends, forth, learned, underLast, points], status);
                },
                [(3, 2), (3, 1), (2, 1), (4, 1), (5, 0)],
                Wanted,
                floor);
            (Coupled, Optimal, Initial) = (Rule.MeanDistance(Learned, Forth), Rule.MeanDistance(Learned, Ends), Rule.MeanDistance(Forth, Ends));
            (UnderLast, Start) = (Rule.MeanDistance(LearnedUnderLast, Ends), Rule.MeanDistance(Rule.Points, Last));
            bool known = All.All(m => m.Error <= Math.Max(Needed * m.Value, floor));
            Status = Rule.Status != Status.Ok || !known ? Status.NotConverged : Status.Ok;
        }

        public PlanarQuadrature Rule { get; }

        /// <summary>Φ_{∞→T}(z).</summary>
        public double[] Last => Rule.Fields[0];

        /// <summary>Φ_∞(z).</summary>
        public double[] Ends => Rule.Fields[1];

        /// <summary>Φ_{T→1}(z).</summary>
        public double[] Forth => Rule.Fields[2];

        /// <summary>f_T(z).</summary>
        public double[] Learned => Rule.Fields[3];

        /// <summary>f_T(Φ_{∞→T}(z)).</summary>
        public double[] LearnedUnderLast => Rule.Fields[4];

        public Measured Coupled { get; }

        public Measured Optimal { get; }

        public Measured Initial { get; }

        public Measured UnderLast { get; }

        /// <summary>E‖Z − Φ_{∞→T}(Z)‖, an upper bound of W1(N(0, I), q_T): so the proof form is an upper bound, too.</summary>
        public Measured Start { get; }

        public Measured[] All => [Coupled, Optimal, Initial, UnderLast, Start];

        public Status Status { get; }
    }
}
