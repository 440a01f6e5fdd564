using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Simulator.Numerics.Quadrature;

/// <summary>
/// Globally adaptive Gauss–Kronrod integration of <c>∫ f</c> or <c>∫ |f|</c> over panels given by breakpoints. For |f| a panel
/// in which f changes sign is split at the sign change: a smooth rule across the kink of an absolute value is wrong by far more
/// than its error estimate says.
/// </summary>
public static class AdaptiveQuadrature
{
    /// <summary>Panels after which the integration gives up and says so.</summary>
    private const int MaximumPanels = 4000;

    /// <summary>Rounding error of one panel relative to the integral of |f| over it.</summary>
    private const double RoundingError = 5e-16;

    /// <summary>Integrates f from the first to the last breakpoint.</summary>
    /// <param name="function">The integrand, evaluated in batches.</param>
    /// <param name="breakpoints">At least two ascending points; panels start as the intervals between neighbours.</param>
    /// <param name="absoluteTolerance">Wanted absolute error.</param>
    /// <param name="relativeTolerance">Wanted error relative to the integral of |f|; the larger tolerance counts.</param>
    /// <returns>The integral, its error estimate and the number of evaluations; <see cref="Status.NotConverged"/> if the tolerance was
    /// not reached or f was not finite.</returns>
    /// <exception cref="ArgumentException">Fewer than two breakpoints, or not ascending, or not finite.</exception>
    public static Outcome<double> Integrate(
        BatchFunction function, ReadOnlySpan<double> breakpoints, double absoluteTolerance, double relativeTolerance)
        => Run(function, breakpoints, absoluteTolerance, relativeTolerance, absolute: false).Integral;

    /// <summary>Integrates |f| from the first to the last breakpoint, splitting panels where f changes sign.</summary>
    /// <param name="function">f, the function inside the absolute value.</param>
    /// <param name="breakpoints">At least two ascending points; panels start as the intervals between neighbours.</param>
    /// <param name="absoluteTolerance">Wanted absolute error.</param>
    /// <param name="relativeTolerance">Wanted error relative to the integral; the larger tolerance counts.</param>
    /// <returns>As <see cref="Integrate"/>.</returns>
    /// <exception cref="ArgumentException">Fewer than two breakpoints, or not ascending, or not finite.</exception>
    public static Outcome<double> IntegrateAbsolute(
        BatchFunction function, ReadOnlySpan<double> breakpoints, double absoluteTolerance, double relativeTolerance)
        => Run(function, breakpoints, absoluteTolerance, relativeTolerance, absolute: true).Integral;

    /// <summary>
    /// The boundaries of the panels on which <see cref="IntegrateAbsolute"/> ended: on each of them |f| is smooth and resolved by the 15 Kronrod
    /// nodes.
    /// </summary>
    /// <param name="function">f, the function inside the absolute value.</param>
    /// <param name="breakpoints">At least two ascending points.</param>
    /// <param name="absoluteTolerance">Wanted absolute error.</param>
    /// <param name="relativeTolerance">Wanted error relative to the integral; the larger tolerance counts.</param>
    /// <returns>Boundaries, ascending, with the status of the integration.</returns>
    /// <exception cref="ArgumentException">Fewer than two breakpoints, or not ascending, or not finite.</exception>
    public static Outcome<double[]> PanelsOfAbsolute(
        BatchFunction function, ReadOnlySpan<double> breakpoints, double absoluteTolerance, double relativeTolerance)
    {
        (Outcome<double> integral, double[] boundaries) = Run(function, breakpoints, absoluteTolerance, relativeTolerance, absolute: true);
        return integral.Select(_ => boundaries);
    }

    /// <summary>The 15 Kronrod nodes and weights on every panel, as one composite rule.</summary>
    /// <param name="boundaries">Boundaries of the panels, ascending.</param>
    public static QuadratureRule Composite(ReadOnlySpan<double> boundaries)
    {
        Check(boundaries);
        var nodes = ImmutableArray.CreateBuilder<double>();
        var weights = ImmutableArray.CreateBuilder<double>();
        for (int p = 1; p < boundaries.Length; p++)
        {
            double centre = 0.5 * (boundaries[p - 1] + boundaries[p]), half = 0.5 * (boundaries[p] - boundaries[p - 1]);
            for (int i = 0; i < GaussKronrod.Count; i++)
            {
                nodes.Add(centre + half * GaussKronrod.Nodes[i]);
                weights.Add(half * GaussKronrod.KronrodWeights[i]);
            }
        }

        return new QuadratureRule(nodes.ToImmutable(), weights.ToImmutable());
    }

    /// <summary>What the sum over the nodes of <see cref="Composite"/> differs by from that of the Gauss rules embedded in it: a measure of its error.</summary>
    /// <param name="terms">Weight times integrand at every node.</param>
    public static double EmbeddedDifference(ReadOnlySpan<double> terms)
    {
        double difference = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            int node = i % GaussKronrod.Count;
            difference += terms[i] * (1 - GaussKronrod.GaussWeights[node] / GaussKronrod.KronrodWeights[node]);
        }

        return Math.Abs(difference);
    }

    private static (Outcome<double> Integral, double[] Boundaries) Run(
        BatchFunction function, ReadOnlySpan<double> breakpoints, double absoluteTolerance, double relativeTolerance, bool absolute)
    {
        ArgumentNullException.ThrowIfNull(function);
        Check(breakpoints);
        var integrator = new Integrator(function, absolute);
        Outcome<double> integral = integrator.Run(breakpoints, absoluteTolerance, relativeTolerance);
        return (integral, integrator.Boundaries(breakpoints[0], breakpoints[^1]));
    }

    private static void Check(ReadOnlySpan<double> breakpoints)
    {
        if (breakpoints.Length < 2)
            throw new ArgumentException($"At least two breakpoints are needed, found {breakpoints.Length}.", nameof(breakpoints));
        for (int i = 0; i < breakpoints.Length; i++)
        {
            if (!double.IsFinite(breakpoints[i]) || (i > 0 && breakpoints[i] < breakpoints[i - 1]))
                throw new ArgumentException($"Breakpoints must be finite and ascending; number {i} is {breakpoints[i]}.", nameof(breakpoints));
        }
    }

    /// <summary>One panel with its estimates; <c>Split</c> is where to cut it next.</summary>
    private readonly record struct Panel(double Low, double High, double Integral, double Magnitude, double Error, double Split);

    private sealed class Integrator(BatchFunction function, bool absolute)
    {
        private const int Inner = GaussKronrod.Count;

        // The nodes between the two ends; the ends have no weight and only help to see sign changes.
        private readonly double[] _x = new double[Inner + 2];
        private readonly double[] _f = new double[Inner + 2];
        private readonly double[] _one = new double[2];
        private readonly PriorityQueue<Panel, double> _open = new();
        private double _kinkTolerance;
        private long _evaluations;

        public Outcome<double> Run(ReadOnlySpan<double> breakpoints, double absoluteTolerance, double relativeTolerance)
        {
            _kinkTolerance = absoluteTolerance / breakpoints.Length;
            for (int i = 1; i < breakpoints.Length; i++)
                Add(breakpoints[i - 1], breakpoints[i]);

            while (true)
            {
                var (integral, magnitude, error) = Totals();
                double tolerance = Math.Max(absoluteTolerance, relativeTolerance * magnitude);
                bool finite = double.IsFinite(integral);
                if (finite && error <= tolerance)
                    return Result(integral, Status.Ok, error);

                _kinkTolerance = tolerance / (4.0 * _open.Count);
                if (!finite || _open.Count >= MaximumPanels)
                    return Result(integral, Status.NotConverged, error);

                // Halve (or cut at the sign change) every panel that has more than its share of the error, worst first.
                double share = tolerance / (2.0 * _open.Count);
                int cuts = 0;
                while (_open.TryPeek(out Panel worst, out _) && worst.Error > share && cuts++ < 64 && _open.Count < MaximumPanels)
                {
                    _open.Dequeue();
                    if (!(worst.Low < worst.Split && worst.Split < worst.High))
                        return Result(integral, Status.NotConverged, error);
                    Add(worst.Low, worst.Split);
                    Add(worst.Split, worst.High);
                }
            }
        }

        public double[] Boundaries(double low, double high)
            => [.. _open.UnorderedItems.Select(item => item.Element.Low).Append(low).Append(high).Distinct().Order()];

        private (double Integral, double Magnitude, double Error) Totals()
        {
            double integral = 0, magnitude = 0, error = 0;
            foreach (var (panel, _) in _open.UnorderedItems.OrderBy(item => item.Element.Low))
            {
                integral += panel.Integral;
                magnitude += panel.Magnitude;
                error += panel.Error;
            }

            return (integral, magnitude, error);
        }

        private Outcome<double> Result(double value, Status status, double error)
            => new(value, status, new Diagnostics(error, _evaluations));

        private void Add(double low, double high)
        {
            if (low == high) return;
            double centre = 0.5 * (low + high), half = 0.5 * (high - low);
            (_x[0], _x[^1]) = (low, high);
            for (int i = 0; i < Inner; i++)
                _x[i + 1] = centre + half * GaussKronrod.Nodes[i];
            Range used = absolute ? Range.All : 1..^1;
            function(_x.AsSpan(used), _f.AsSpan(used));
            _evaluations += absolute ? Inner + 2 : Inner;

            double split = centre, kink = 0;
            if (absolute)
            {
                (split, kink) = SignChange(centre);
                for (int i = 0; i < _f.Length; i++)
                    _f[i] = Math.Abs(_f[i]);
            }

            double kronrod = 0, gauss = 0, magnitude = 0;
            for (int i = 0; i < Inner; i++)
            {
                kronrod += GaussKronrod.KronrodWeights[i] * _f[i + 1];
                gauss += GaussKronrod.GaussWeights[i] * _f[i + 1];
                magnitude += GaussKronrod.KronrodWeights[i] * Math.Abs(_f[i + 1]);
            }

            double mean = 0.5 * kronrod, variation = 0;
            for (int i = 0; i < Inner; i++)
                variation += GaussKronrod.KronrodWeights[i] * Math.Abs(_f[i + 1] - mean);
            double error = Math.Max(
                Math.Max(ErrorEstimate(half * Math.Abs(kronrod - gauss), half * variation), kink),
                RoundingError * half * magnitude);
            _open.Enqueue(new Panel(low, high, half * kronrod, half * magnitude, error, split), -error);
        }

        /// <summary>QUADPACK's estimate: the difference of the two rules, sharpened where the integrand is resolved.</summary>
        private static double ErrorEstimate(double difference, double variation)
            => variation > 0 ? variation * Math.Min(1, Math.Pow(200 * difference / variation, 1.5)) : difference;

        /// <summary>
        /// The place of the weightiest sign change and the error it may cause; (centre, 0) if there is none that matters. A cut that is off by δ
        /// costs only slope·δ², so roots are not polished to the last digit.
        /// </summary>
        private (double Split, double Kink) SignChange(double centre)
        {
            // What is not finite has no sign; the panel's integral will say so.
            if (!double.IsFinite(TensorPrimitives.Sum<double>(_f))) return (centre, 0);
            int at = -1;
            double weight = _kinkTolerance;
            for (int i = 1; i < _f.Length; i++)
            {
                double kink = Math.Min(Math.Abs(_f[i - 1]), Math.Abs(_f[i])) * (_x[i] - _x[i - 1]);
                if (Math.Sign(_f[i - 1]) * Math.Sign(_f[i]) < 0 && kink > weight)
                    (at, weight) = (i, kink);

                // A node that is a root hides the sign change at it, and perhaps another one beside it.
                if (_f[i] != 0 || i + 1 == _f.Length) continue;
                kink = Math.Min(Math.Abs(_f[i - 1]), Math.Abs(_f[i + 1])) * (_x[i + 1] - _x[i - 1]);
                if (kink > _kinkTolerance) return (_x[i], kink);
            }

            return at < 0 ? HiddenLobe(centre) : (Root(_x[at - 1], _f[at - 1], _x[at], _f[at]), weight);
        }

        /// <summary>
        /// Two sign changes between neighbouring nodes leave no trace in the values but a minimum of |f| whose parabola dips below 0. The cut goes
        /// to the bottom of the dip, so that either part sees a sign change.
        /// </summary>
        private (double Split, double Kink) HiddenLobe(double centre)
        {
            for (int i = 1; i + 1 < _f.Length; i++)
            {
                double a = _f[i - 1], b = _f[i], c = _f[i + 1];
                bool minimum = Math.Sign(a) == Math.Sign(b) && Math.Sign(b) == Math.Sign(c)
                    && Math.Abs(b) <= Math.Abs(a) && Math.Abs(b) <= Math.Abs(c);
                if (!minimum) continue;
                double left = _x[i] - _x[i - 1], right = _x[i + 1] - _x[i];
                double fall = (b - a) / left, rise = (c - b) / right, bend = (rise - fall) / (left + right);
                double slope = fall + bend * left, bottom = b - slope * slope / (4 * bend);

                // No bend, or nodes that rounding has made one: no parabola.
                if (!double.IsFinite(bottom)) continue;
                if (Math.Sign(bottom) == Math.Sign(b) || Math.Abs(bottom) * (left + right) <= _kinkTolerance) continue;
                double place = _x[i] - slope / (2 * bend), value = Evaluate(place);
                double weight = Math.Abs(value) * (left + right);
                if (Math.Sign(value) == -Math.Sign(b) && weight > _kinkTolerance) return (place, weight);
            }

            foreach ((int end, int step) in (ReadOnlySpan<(int, int)>)[(0, 1), (_f.Length - 1, -1)])
            {
                if (LobeAtRoot(end, end + step, end + 2 * step) is { } lobe) return lobe;
            }

            return (centre, 0);
        }

        /// <summary>
        /// An end of the panel that is a root, such as a cut at one, hides another root before the next node: the parabola leaves the end with the other sign.
        /// </summary>
        private (double Split, double Kink)? LobeAtRoot(int end, int next, int afterNext)
        {
            if (_f[end] != 0) return null;
            double first = _x[next] - _x[end], second = _x[afterNext] - _x[end];
            double bend = (_f[afterNext] / second - _f[next] / first) / (second - first), slope = _f[next] / first - bend * first;
            double distance = -slope / bend;
            if (!(distance / first > 0 && distance / first < 1)) return null;
            double place = _x[end] + 0.5 * distance, value = Evaluate(place), weight = Math.Abs(value * distance);
            return Math.Sign(value) == -Math.Sign(_f[next]) && weight > _kinkTolerance ? (place, weight) : null;
        }

        private double Evaluate(double x)
        {
            _one[0] = x;
            function(_one.AsSpan(0, 1), _one.AsSpan(1, 1));
            _evaluations++;
            return _one[1];
        }

        /// <summary>The Illinois variant of regula falsi on a bracket.</summary>
        private double Root(double a, double fa, double b, double fb)
        {
            double tolerance = 1e-9 * (b - a);
            for (int i = 0; i < 40 && Math.Abs(b - a) > tolerance; i++)
            {
                double c = (a * fb - b * fa) / (fb - fa);
                double fc = Evaluate(c);
                if (fc == 0) return c;
                if (Math.Sign(fc) != Math.Sign(fb)) (a, fa) = (b, fb);
                else fa *= 0.5;
                bool settled = Math.Abs(c - b) <= tolerance;
                (b, fb) = (c, fc);
                if (settled) break;
            }

            return b;
        }
    }
}
