using Simulator.Numerics.Interpolation;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// The exact recursion in the plane for a Gaussian mixture (section 4 (D)): f_t is kept on a tensor grid that follows the extent of q_t, and
/// <c>f_t(x) = Σ_k r_k E f_{t−1}(a_t x + b_t (μ_k + C_k^{1/2} Z))</c> is a Gauss–Hermite rule per component along the axes of C_k. No sampling.
/// </summary>
public sealed class PlanarRecursion : ConsistencyRecursion
{
    private readonly IGaussianMixture _law;
    private readonly Learner _learner;
    private readonly bool _measures;
    private readonly int _intervals;
    private readonly PlanarExtent _extent;
    private readonly double _totalVariance;
    private readonly RealVector _mean;
    private PlanarInterpolant _current;

    /// <summary>Starts the recursion.</summary>
    /// <param name="law">The law of X_0, in the plane.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="intervals">Intervals of the grid in either coordinate, at least 16.</param>
    /// <param name="learner">Which steps to take; null for the exact ones.</param>
    /// <param name="measuresApproximation">Whether to compute <see cref="Approximation"/>, too: most of the work of DDIM steps.</param>
    /// <exception cref="ArgumentException">The law is not one in the plane.</exception>
    public PlanarRecursion(MixtureStructure law, Schedule schedule, int intervals, Learner? learner = null, bool measuresApproximation = true)
        : base(schedule)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentOutOfRangeException.ThrowIfLessThan(intervals, 16);
        if (law.Dimension != 2) throw new ArgumentException($"A law in the plane is needed, found dimension {law.Dimension}.", nameof(law));
        (_law, _learner, _measures, _intervals) = (law, learner ?? Learner.Exact, measuresApproximation, intervals);
        _extent = new PlanarExtent(law, schedule);
        _totalVariance = law.TotalVariance!.Value;
        Threads = _learner.Sampling.Threads;
        _mean = law.Mean;
        PlanarGrid grid = _extent.At(1, intervals);
        _current = new PlanarInterpolant(grid, grid.Points());
    }

    /// <inheritdoc/>
    public override ConsistencyFunction Current => new PlanarFunction(Time, _current);

    /// <summary>How many threads a step may use, at first the learner's; no number depends on it.</summary>
    public int Threads { get; set; }

    /// <summary>
    /// Σ_{k ≤ t} E‖f_k^F − f_k*‖ and Σ_{k ≤ t} (E‖f_k^F − f_k*‖²)^{1/2}, X_k ~ q_k, the distance of the steps taken from the exact ones; 0 for the exact learner.
    /// </summary>
    public (double Mean, double Root) Approximation { get; private set; }

    /// <inheritdoc/>
    protected override void AdvanceTo(int t)
    {
        PlanarGrid grid = _extent.At(t, _intervals);
        var step = new Step(this, t, grid);
        Workers.Run(Threads, grid.CountY, step.FillRow);
        (double mean, double root) = step.Difference();
        Approximation = (Approximation.Mean + mean, Approximation.Root + root);
        _current = new PlanarInterpolant(grid, step.Values);
    }

    /// <summary>A step: the rows of the new grid, each by itself.</summary>
    private sealed class Step
    {
        private readonly PlanarGrid _grid, _before;
        private readonly PlanarInterpolant _last;
        private readonly PlanarPair _pair;
        private readonly PlanarNode[][] _nodes;
        private readonly double _errorSlope, _centreX, _centreY;
        private readonly bool _averages, _composes;
        private readonly double[] _means, _squares;

        public Step(PlanarRecursion owner, int t, PlanarGrid grid)
        {
            (_grid, _last, _before) = (grid, owner._current, owner._current.Grid);
            _pair = new PlanarPair(owner._law, owner.Schedule, t);
            _composes = owner._learner.Kind == LearnerKind.Ddim;
            _averages = !_composes || owner._measures;
            _nodes = _averages ? [.. Enumerable.Range(0, _pair.Count).Select(k => _pair.Nodes(k, _before))] : [];
            NoiseLevel level = owner.Schedule[t];
            _errorSlope = owner._learner.ErrorSlope(t, level, 2, owner._totalVariance);
            (_centreX, _centreY) = (level.Signal * owner._mean[0], level.Signal * owner._mean[1]);
            (Values, _means, _squares) = (new double[2 * grid.Count], new double[grid.CountY], new double[grid.CountY]);
        }

        public double[] Values { get; }

        /// <summary>E‖f − f*‖ and (E‖f − f*‖²)^{1/2} under q_t by the trapezoidal rule on the grid, before injected errors.</summary>
        public (double Mean, double Root) Difference() => (_means.Sum(), Math.Sqrt(_squares.Sum()));

        public void FillRow(int row)
        {
            int n = _grid.CountX;
            double[] points = new double[2 * n], shares = new double[_pair.Count * n], logDensity = new double[n];
            _grid.FillRow(row, points);
            _pair.Shares(points, shares, logDensity);
            Span<double> values = Values.AsSpan(2 * row * n, 2 * n), point = stackalloc double[2], image = stackalloc double[2];
            for (int i = 0; i < n; i++)
            {
                double x = points[2 * i], y = points[2 * i + 1];
                (double X, double Y) average = default;
                (point[0], point[1]) = (0, 0);
                for (int k = 0; k < _pair.Count; k++)
                {
                    double share = shares[k * n + i];
                    if (share < PlanarPair.LeastShare) continue;
                    (double cx, double cy) = _pair.Centre(k, x, y);
                    point[0] += share * cx;
                    point[1] += share * cy;
                    if (!_averages) continue;
                    (double ax, double ay) = _last.Average((cx - _before.LowX) / _before.StepX, (cy - _before.LowY) / _before.StepY, _nodes[k]);
                    average.X += share * ax;
                    average.Y += share * ay;
                }

                (image[0], image[1]) = average;
                if (_composes)
                {
                    _last.Evaluate(point, image);
                    if (_averages)
                    {
                        double mass = Math.Exp(logDensity[i]) * _grid.StepX * _grid.StepY, difference = double.Hypot(image[0] - average.X, image[1] - average.Y);
                        _means[row] += mass * difference;
                        _squares[row] += mass * difference * difference;
                    }
                }

                values[2 * i] = image[0] + _errorSlope * (x - _centreX);
                values[2 * i + 1] = image[1] + _errorSlope * (y - _centreY);
            }
        }
    }
}
