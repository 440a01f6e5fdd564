using Simulator.Numerics.Interpolation;

namespace Simulator.ErrorRecursion;

/// <summary>The flow lines at one time t: where they are, and Φ_t around them.</summary>
internal sealed class FlowSnapshot
{
    /// <summary>
    /// A fourth-order term below this part of the second- or third-order one lets the series of Φ end with it; below the other one, Φ is smooth on the
    /// scale of the step.
    /// </summary>
    private const double SeriesEnds = 1e-7, SmoothUpTo = 0.03;

    private const int MaximumIterations = 40;

    private readonly FlowLines _lines;
    private readonly double[] _coefficients;
    private readonly double[] _second, _third, _fourth;

    public FlowSnapshot(FlowLines lines, double logSigma, double[] points, double[] boundaries, IRayLaw law)
    {
        (_lines, LogSigma, Points, Boundaries) = (lines, logSigma, points, boundaries);
        int n = points.Length;
        (LogDensity, LogSlope, Bend, Velocities) = (new double[n], new double[n], new double[n], new double[n]);
        (_second, _third, _fourth) = (new double[n], new double[n], new double[n]);
        _coefficients = new double[n];
        lines.Panels.Coefficients(points, _coefficients);
        for (int i = 0; i < n; i++)
        {
            (LogDensity[i], double score, Velocities[i]) = law.At(points[i]);
            LogSlope[i] = LogDensity[i] - lines.LogEndDensity[i];

            // Φ''/Φ' = (log Φ')', Φ' = q_t(x)/q_1(v).
            Bend[i] = score - Math.Exp(LogSlope[i]) * lines.EndScore[i];
        }

        double[] once = new double[n], twice = new double[n];
        lines.Panels.Differentiate(Bend, once);
        lines.Panels.Differentiate(once, twice);
        for (int i = 0; i < n; i++)
        {
            double slope = Math.Exp(LogSlope[i]), k = Bend[i];
            _second[i] = slope * k / 2;
            _third[i] = slope * (k * k + slope * once[i]) / 6;
            _fourth[i] = slope * (k * k * k + 4 * slope * k * once[i] + slope * slope * twice[i]) / 24;
        }
    }

    /// <summary>s_t.</summary>
    public double LogSigma { get; }

    /// <summary>x_t(v) at the nodes.</summary>
    public double[] Points { get; }

    /// <summary>x_t(v) at the boundaries of the panels.</summary>
    public double[] Boundaries { get; }

    /// <summary>dx_t/ds at the nodes.</summary>
    public double[] Velocities { get; }

    /// <summary>log q_t(x_t).</summary>
    public double[] LogDensity { get; }

    /// <summary>log Φ_t'(x_t).</summary>
    public double[] LogSlope { get; }

    /// <summary>Φ_t''/Φ_t' at x_t.</summary>
    public double[] Bend { get; }

    /// <summary>How well the series of Φ_t around a line describes it within a distance.</summary>
    /// <param name="line">The line.</param>
    /// <param name="distance">The distance.</param>
    public Smoothness Within(int line, double distance)
    {
        double d2 = distance * distance, fourth = Math.Abs(_fourth[line]) * d2 * d2, third = Math.Abs(_third[line]) * d2 * distance;
        double leading = Math.Max(Math.Abs(_second[line]) * d2, third);
        if (!double.IsFinite(fourth)) return Smoothness.Steep;
        if (fourth <= SeriesEnds * leading || fourth + third <= 1e-22 * Math.Abs(_lines.Ends[line])) return Smoothness.Series;
        return fourth <= SmoothUpTo * Math.Max(leading, Math.Exp(LogSlope[line]) * distance) ? Smoothness.Smooth : Smoothness.Steep;
    }

    /// <summary>Φ_t(x_t + h) − v − Φ_t'(x_t) h by its series.</summary>
    /// <param name="line">The line.</param>
    /// <param name="h">A small distance.</param>
    public double Curved(int line, double h) => h * h * (_second[line] + h * (_third[line] + h * _fourth[line]));

    /// <summary>Φ_t at a point, by inverting x_t(v).</summary>
    /// <param name="x">The point.</param>
    /// <param name="line">A line nearby.</param>
    public double Map(double x, int line)
    {
        LegendrePanels panels = _lines.Panels;
        int panel = line / panels.Order;
        while (panel > 0 && x < Boundaries[panel]) panel--;
        while (panel < panels.Count - 1 && x > Boundaries[panel + 1]) panel++;
        double low = panels.Boundaries[panel], high = panels.Boundaries[panel + 1];
        if (x < Boundaries[panel]) return low + Math.Exp(LogSlope[0]) * (x - Boundaries[panel]);
        if (x > Boundaries[panel + 1]) return high + Math.Exp(LogSlope[^1]) * (x - Boundaries[panel + 1]);

        // The series of the line is a good guess nearby; farther off, the straight line between two neighbouring nodes.
        double h = x - Points[line], v = _lines.Ends[line] + h * Math.Exp(LogSlope[line]) + Curved(line, h);
        if (!(v > low && v < high))
        {
            int node = panel * panels.Order, end = node + panels.Order;
            double atLow = Boundaries[panel], atHigh = Boundaries[panel + 1];
            for (; node < end && Points[node] <= x; node++)
                (low, atLow) = (_lines.Ends[node], Points[node]);
            if (node < end) (high, atHigh) = (_lines.Ends[node], Points[node]);
            v = atHigh > atLow ? low + (high - low) * (x - atLow) / (atHigh - atLow) : 0.5 * (low + high);
        }

        double smallest = 4e-15 * Math.Max(Math.Abs(low), Math.Abs(high)), last = high - low;
        for (int i = 0; i < MaximumIterations; i++)
        {
            (double value, double slope) = panels.At(_coefficients, panel, v);
            if (value < x) low = v;
            else high = v;
            double newton = v - (value - x) / slope;
            double next = newton >= low && newton <= high ? newton : 0.5 * (low + high), step = Math.Abs(next - v);

            // Newton is quadratic: from two steps it is known how small the next would be.
            if (step <= smallest || step * (step / last) * (step / last) <= smallest) return next;
            (v, last) = (next, step);
        }

        return v;
    }
}

/// <summary>What Φ looks like on the scale of a step.</summary>
internal enum Smoothness
{
    /// <summary>A series of four terms.</summary>
    Series,

    /// <summary>Smooth: few quadrature nodes will do.</summary>
    Smooth,

    /// <summary>It bends or jumps within the step.</summary>
    Steep,
}
