using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Transport;

namespace Simulator.ErrorRecursion;

/// <summary>
/// The error recursion along a ray (D). On every flow line the pair's posterior is a quadrature; Φ_{t−1} around the line is its series where the step
/// is short and the inverse of x_{t−1}(v) where it is not. Terms are kept as densities over v, that is times q_1(v): in a gap of the data T1 is huge
/// and q_1 tiny, and their product q_{t−1}(x) is neither.
/// </summary>
internal sealed class RayTrace : ErrorTrace
{
    /// <summary>How often panels are halved for T2, and what they may leave of it in their last coefficients, relative to the largest E‖T2_t‖.</summary>
    private const int MostRounds = 3;

    private const double Resolution = 3e-5;

    /// <summary>The square of a larger difference could overflow.</summary>
    private const double LargestDifference = 1e150;

    private readonly IRay _ray;
    private readonly ConsistencyRecursion _recursion;
    private readonly Learner? _learner;
    private readonly double _totalVariance;
    private readonly bool _withLaws;
    private readonly FlowLines _lines;
    private readonly IRayLaw _first;
    private FlowSnapshot _snapshot;
    private FlowSnapshot? _earlier;

    /// <summary>Starts at t = 1.</summary>
    /// <param name="ray">The law.</param>
    /// <param name="recursion">The learner's recursion at f_1.</param>
    /// <param name="learner">Which steps it takes; null if that is not known, when all of f_t − f_t* counts as approximation.</param>
    /// <param name="totalVariance">Tr Cov X_0.</param>
    /// <param name="solved">What became of the solve that found the grid of the recursion, and the numerical error of f_T.</param>
    /// <param name="withLaws">Whether terms carry their laws, for products.</param>
    public RayTrace(
        IRay ray, ConsistencyRecursion recursion, Learner? learner, double totalVariance, (Status Status, double Error) solved, bool withLaws)
        : base(recursion.Schedule)
    {
        (_ray, _recursion, _learner, _totalVariance, _withLaws) = (ray, recursion, learner, totalVariance, withLaws);
        (Solved, NumericalError) = solved;
        _first = ray.Law(1);
        _lines = new FlowLines(ray, recursion.Schedule, Resolve());
        _snapshot = _lines.At(1);
    }

    /// <inheritdoc/>
    public override Status Solved { get; }

    /// <inheritdoc/>
    public override double NumericalError { get; }

    /// <inheritdoc/>
    protected override ErrorTerms AdvanceTo(int t)
    {
        FlowSnapshot here = _lines.At(t, _snapshot, _earlier, Threads);
        ConsistencyFunction last = _recursion.Current;
        _recursion.Advance();
        var step = new Step(this, _lines, t, _snapshot, here);
        step.Measure(last, _recursion.Current, (_recursion as IProjectingRecursion)?.Projection);
        (_earlier, _snapshot) = (_snapshot, here);
        return step.Terms();
    }

    /// <summary>Panels that resolve flow lines, halved further until they resolve T2, too, at the times that are tried.</summary>
    private double[] Resolve()
    {
        double[] boundaries = FlowLines.Resolve(_ray, Schedule);
        int[] times = [.. FlowLines.Times(Schedule).Where(t => t > 2)];
        for (int round = 0; round < MostRounds; round++)
        {
            var lines = new FlowLines(_ray, Schedule, boundaries);
            Step[] steps = [.. times.Select(t => Trial(lines, t))];
            foreach (Step step in steps)
                step.Measure(null, null);
            double largest = steps.Select(s => s.SizeOfT2).DefaultIfEmpty().Max();
            var unresolved = new bool[boundaries.Length - 1];
            foreach (Step step in steps)
                step.FindUnresolved(Resolution * largest, unresolved);
            if (!unresolved.Contains(true)) break;
            boundaries = [boundaries[0], .. Enumerable.Range(1, boundaries.Length - 1).SelectMany(p => unresolved[p - 1]
                ? new[] { 0.5 * (boundaries[p - 1] + boundaries[p]), boundaries[p] }
                : [boundaries[p]])];
        }

        return boundaries;
    }

    private Step Trial(FlowLines lines, int t)
    {
        FlowSnapshot here = lines.At(t);
        return new Step(this, lines, t, lines.At(t - 1, here), here);
    }

    /// <summary>A step from t − 1 to t: its terms on all flow lines.</summary>
    private sealed class Step
    {
        /// <summary>Lines of which so little mass is left, at either end of the step, are passed over.</summary>
        private const double Negligible = 1e-15;

        /// <summary>Wanted error of an adaptive average, relative to the range of X_1.</summary>
        private const double QuadratureTolerance = 1e-8;

        private readonly RayTrace _owner;
        private readonly FlowLines _lines;
        private readonly int _time;
        private readonly FlowSnapshot _before, _here;
        private readonly double _errorSlope, _errorCentre, _tolerance;
        private readonly double[] _current, _xi, _tower, _t1, _t2, _remainder, _estimation, _approximation, _residual, _gap, _scatter, _quadratureError, _averageError;

        private double[]? _projected;

        public Step(RayTrace owner, FlowLines lines, int time, FlowSnapshot before, FlowSnapshot here)
        {
            (_owner, _lines, _time, _before, _here) = (owner, lines, time, before, here);
            double[] Column() => new double[lines.Count];
            (_current, _xi, _tower, _t1, _t2, _remainder) = (Column(), Column(), Column(), Column(), Column(), Column());
            (_estimation, _approximation, _residual, _gap, _scatter, _quadratureError) = (Column(), Column(), Column(), Column(), Column(), Column());
            _averageError = Column();
            NoiseLevel level = owner.Schedule[time];
            _errorSlope = owner._learner?.ErrorSlope(time, level, owner._ray.Dimension, owner._totalVariance) ?? 0;
            _errorCentre = level.Signal * owner._ray.Mean;
            _tolerance = QuadratureTolerance * (lines.Ends[^1] - lines.Ends[0]);
        }

        /// <summary>Measures all lines; without functions only what the flow alone decides.</summary>
        /// <param name="last">f_{t−1}.</param>
        /// <param name="current">f_t.</param>
        /// <param name="projection">f_t^F where it is neither f_t nor f_t*.</param>
        public void Measure(ConsistencyFunction? last, ConsistencyFunction? current, ConsistencyFunction? projection = null)
        {
            _projected = projection is null ? null : new double[_lines.Count];
            if (projection is not null) _owner._ray.Evaluate(projection, _here.Points, _projected);
            if (current is not null) _owner._ray.Evaluate(current, _here.Points, _current);
            int parts = Math.Clamp(_owner.Threads, 1, _lines.Panels.Count);
            if (parts == 1)
            {
                new Worker(this, last).Follow(0, _lines.Count);
                return;
            }

            // Panels are dealt out in turn: steep ones lie side by side.
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
            {
                var worker = new Worker(this, last);
                for (int panel = part; panel < _lines.Panels.Count; panel += parts)
                    worker.Follow(panel * _lines.Panels.Order, (panel + 1) * _lines.Panels.Order);
            });
        }

        public ErrorTerms Terms()
        {
            double irreducible = 0, mean = 0, square = 0, quadrature = 0, average = 0;
            for (int i = 0; i < _lines.Count; i++)
            {
                double mass = _lines.EndDensity[i] * _lines.Panels.Weights[i];
                irreducible += mass * _scatter[i];
                quadrature += mass * _quadratureError[i];
                average += mass * _averageError[i];
                mean += mass * _current[i];
                square += mass * _current[i] * _current[i];
            }

            if (_owner._ray.IsRadial) mean = 0;
            return new ErrorTerms(
                _time,
                _owner.Schedule[_time].LogSigma,
                TermOf(_xi, 0),
                TermOf(_tower, quadrature + average),
                TermOf(_t1, 0),
                TermOf(_t2, quadrature),
                TermOf(_remainder, quadrature),
                TermOf(_estimation, 0),
                TermOf(_approximation, average),
                TermOf(_residual, 0),
                TermOf(_gap, 0),
                irreducible,
                square - mean * mean);
        }

        /// <summary>E‖T2‖.</summary>
        public double SizeOfT2 => _lines.Panels.IntegrateAbsolute(_t2).Integral;

        /// <summary>Marks the panels on which T2 is not resolved.</summary>
        public void FindUnresolved(double allowed, bool[] unresolved)
        {
            var coefficients = new double[_lines.Count];
            _lines.Panels.Coefficients(_t2, coefficients);
            for (int p = 0; p < unresolved.Length; p++)
            {
                double width = _lines.Panels.Boundaries[p + 1] - _lines.Panels.Boundaries[p];
                unresolved[p] |= _lines.Panels.Tail(coefficients, p) * width > allowed;
            }
        }

        private Term TermOf(double[] density, double quadratureError)
        {
            (double mean, double error) = _lines.Panels.IntegrateAbsolute(density);
            return new Term(mean, error + quadratureError, _owner._withLaws ? [new RepeatedNorm(LawOf(density), 1)] : null);
        }

        /// <summary>The law of a term from its density over v.</summary>
        private SampledNorm LawOf(double[] density)
        {
            var differences = new List<double>();
            var masses = new List<double>();
            _lines.Panels.SplitNodes(density, (node, weight, value) =>
            {
                double end = Math.Exp(_owner._first.At(node).LogPdf), difference = value / end;
                if (!(end > 0 && Math.Abs(difference) < LargestDifference)) return;
                differences.Add(difference);
                masses.Add(weight * end);
            });
            return SampledNorm.OfNodes([.. differences], [.. masses]);
        }

        /// <summary>Follows lines one by one with buffers of its own.</summary>
        private sealed class Worker
        {
            private readonly Step _step;
            private readonly FlowSnapshot _before;
            private readonly ConsistencyFunction? _last;
            private readonly IPairPosterior _coarse, _fine;
            private readonly double[] _weights, _along, _across, _norms, _values;

            public Worker(Step step, ConsistencyFunction? last)
            {
                (_step, _before, _last) = (step, step._before, last);
                (_coarse, _fine) = (step._owner._ray.Posterior(step._time, fine: false), step._owner._ray.Posterior(step._time, fine: true));
                int count = _fine.Count;
                (_weights, _along, _across, _norms, _values) = (new double[count], new double[count], new double[count], new double[count], new double[count]);
            }

            public void Follow(int from, int to)
            {
                for (int i = from; i < to; i++)
                    Follow(i);
            }

            private void Follow(int i)
            {
                FlowLines lines = _step._lines;
                double x = _step._here.Points[i], origin = _before.Points[i], v = lines.Ends[i], density = lines.EndDensity[i];
                double slopeDensity = Math.Exp(_before.LogDensity[i]), slope = Math.Exp(_before.LogSlope[i]);
                if (Math.Max(density, slopeDensity) * lines.Panels.Weights[i] < Negligible) return;
                (double reach, double second, double sixth) = Fill(_coarse, x, origin);
                Smoothness smoothness = _before.Within(i, reach, second, sixth);
                bool series = smoothness == Smoothness.Series, steep = smoothness == Smoothness.Steep;
                if (steep) Fill(_fine, x, origin);
                int count = steep ? _fine.Count : _coarse.Count;
                if (_last is not null) _step._owner._ray.Evaluate(_last, _norms.AsSpan(0, count), _values.AsSpan(0, count));
                Outcome<double>? adaptive = steep ? _fine.Average(x, point => _before.Map(point, i) - v, _before.Boundaries, _step._tolerance) : null;

                double gap = 0, current = _step._current[i];
                for (int q = 0; q < count; q++)
                    gap += _weights[q] * _along[q];
                double best = 0, tower = 0, curvature = 0, image = 0, spread = 0, beside = 0, scatter = 0;
                for (int q = 0; q < count; q++)
                {
                    double weight = _weights[q];
                    if (weight == 0) continue;
                    double h = _along[q], across = _across[q], along = origin + h, norm = _norms[q], value = _values[q];
                    double cosine = Cosine(along, norm, across);

                    // With n − c = τ²/(n + c) nothing cancels: the part beside the ray bends Φ(n) c/n, too.
                    double aside = across == 0 ? 0 : across / (norm + along), rise = 0;
                    if (series)
                    {
                        double curved = _before.Curved(i, h + aside);
                        rise = slope * (h + aside) + curved;
                        curvature += weight * (across == 0 ? curved : curved + aside * (slope - (v + rise) / norm));
                    }
                    else if (adaptive is null)
                    {
                        rise = _before.Map(norm, i) - v;
                    }

                    best += weight * value * cosine;
                    tower += weight * (value - (v + rise)) * cosine;
                    image += weight * (across == 0 ? rise : rise * cosine - v * aside / norm);
                    spread += weight * (h - gap) * (h - gap);
                    beside += weight * across;
                    double off = value * cosine - current, sine = across == 0 ? 0 : value / norm;
                    scatter += weight * (off * off + sine * sine * across);
                }

                if (adaptive is not null)
                {
                    (image, tower) = (adaptive.Value, best - v - adaptive.Value);
                    _step._quadratureError[i] = adaptive.Diagnostics.ErrorEstimate;
                }

                double t1 = slopeDensity * gap, bend = 0.5 * slopeDensity * _before.Bend[i] * spread;
                if (beside > 0) bend += 0.5 * (slopeDensity - density * v / origin) / origin * beside;
                double t2 = series ? density * curvature : density * image - t1;
                (_step._t1[i], _step._t2[i], _step._remainder[i], _step._gap[i]) = (t1, t2, t2 - bend, density * gap);
                if (_last is null) return;

                double taken = _step._owner._learner?.Kind switch
                {
                    LearnerKind.Exact => best,
                    LearnerKind.Ddim => At(origin + gap),
                    _ => _step._projected?[i] ?? current,
                };
                double estimation = _step._projected is null ? _step._errorSlope * (x - _step._errorCentre) : current - taken, local = series ? slope * gap + curvature : image;
                _step._xi[i] = density * (current - v);
                _step._tower[i] = density * tower;
                _step._estimation[i] = density * estimation;
                _step._approximation[i] = density * (taken - best);
                if (_step._owner._learner?.Kind != LearnerKind.Exact) _step._averageError[i] = Math.Abs(best - Average(steep ? _coarse : _fine, x, origin));
                _step._residual[i] = density * (current - v - tower - estimation - (taken - best) - local);
                _step._scatter[i] = scatter;
            }

            /// <summary>Fills the nodes; returns how far Φ_{t−1} is asked for from its line, at most, in mean square and in the mean of sixth powers.</summary>
            private (double Reach, double Second, double Sixth) Fill(IPairPosterior posterior, double x, double origin)
            {
                int count = posterior.Count;
                posterior.Fill(x, origin, _weights.AsSpan(0, count), _along.AsSpan(0, count), _across.AsSpan(0, count));
                double reach = 0, second = 0, sixth = 0;
                for (int q = 0; q < count; q++)
                {
                    double along = origin + _along[q], across = _across[q];
                    if (across > 0) _norms[q] = Math.Sqrt(along * along + across);
                    else _norms[q] = _step._owner._ray.IsRadial ? Math.Abs(along) : along;
                    if (_weights[q] == 0) continue;
                    double far = Math.Abs(_along[q] + (across == 0 ? 0 : across / (_norms[q] + along))), square = far * far;
                    reach = Math.Max(reach, far);
                    second += _weights[q] * square;
                    sixth += _weights[q] * square * square * square;
                }

                return (reach, second, sixth);
            }

            /// <summary>E f_{t−1}(X_{t−1}) by another quadrature: the learner's map may be steeper than the flow, by which nodes were chosen.</summary>
            private double Average(IPairPosterior posterior, double x, double origin)
            {
                int count = posterior.Count;
                Fill(posterior, x, origin);
                _step._owner._ray.Evaluate(_last!, _norms.AsSpan(0, count), _values.AsSpan(0, count));
                double average = 0;
                for (int q = 0; q < count; q++)
                    average += _weights[q] * _values[q] * Cosine(origin + _along[q], _norms[q], _across[q]);
                return average;
            }

            /// <summary>The part along the ray of a unit vector that points to a node.</summary>
            private double Cosine(double along, double norm, double across)
            {
                if (across > 0) return along / norm;
                return along < 0 && _step._owner._ray.IsRadial ? -1 : 1;
            }

            private double At(double point)
            {
                double value = 0;
                _step._owner._ray.Evaluate(_last!, [point], new Span<double>(ref value));
                return value;
            }
        }
    }
}
