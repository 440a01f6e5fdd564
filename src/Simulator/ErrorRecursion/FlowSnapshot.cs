using Simulator.Numerics.Interpolation;

namespace Simulator.ErrorRecursion;

/// <summary>The flow lines at one time t: where they are, and Φ_t around them.</summary>
internal sealed class FlowSnapshot
{
    /// <summary>Order of the series of Φ around a line.</summary>
    private const int Order = 6;

    /// <summary>
    /// Where the last term of the series is below this part of the second- or third-order one, on average over the posterior, the series may end with
    /// it, unless it is above the other part at the farthest node.
    /// </summary>
    private const double SeriesEnds = 2e-6, SeriesEndsFarthest = 0.02;

    /// <summary>Where the fourth-order term is below this part of the leading ones, Φ is smooth on the scale of the step.</summary>
    private const double SmoothUpTo = 0.03;

    private const int MaximumIterations = 40;

    private readonly FlowLines _lines;
    private readonly double[] _coefficients;

    /// <summary>Coefficients of the second to the last order, line by line.</summary>
    private readonly double[] _series;

    public FlowSnapshot(FlowLines lines, double logSigma, double[] points, double[] boundaries, IRayLaw law)
    {
        (_lines, LogSigma, Points, Boundaries) = (lines, logSigma, points, boundaries);
        int n = points.Length;
        (LogDensity, LogSlope, Bend, Velocities) = (new double[n], new double[n], new double[n], new double[n]);
        _series = new double[n * (Order - 1)];
        _coefficients = new double[n];
        lines.Panels.Coefficients(points, _coefficients);
        for (int i = 0; i < n; i++)
        {
            (LogDensity[i], double score, Velocities[i]) = law.At(points[i]);
            LogSlope[i] = LogDensity[i] - lines.LogEndDensity[i];

            // Φ''/Φ' = (log Φ')', Φ' = q_t(x)/q_1(v).
            Bend[i] = score - Math.Exp(LogSlope[i]) * lines.EndScore[i];
        }

        // Φ^{(m)} = Φ' P_m with P_1 = 1 and P_{m+1} = Bend P_m + Φ' dP_m/dv, since d/dx = Φ' d/dv along the lines.
        double[] factor = [.. Bend], slope = new double[n];
        double factorial = 1;
        for (int m = 2; m <= Order; m++)
        {
            factorial *= m;
            for (int i = 0; i < n; i++)
                _series[i * (Order - 1) + m - 2] = Math.Exp(LogSlope[i]) * factor[i] / factorial;
            if (m == Order) break;
            lines.Panels.Differentiate(factor, slope);
            for (int i = 0; i < n; i++)
                factor[i] = Bend[i] * factor[i] + Math.Exp(LogSlope[i]) * slope[i];
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

    /// <summary>How well the series of Φ_t around a line describes it for a posterior.</summary>
    /// <param name="line">The line.</param>
    /// <param name="reach">How far the posterior's nodes get from the line.</param>
    /// <param name="second">Mean square of their distances.</param>
    /// <param name="last">Mean of the sixth powers.</param>
    public Smoothness Within(int line, double reach, double second, double last)
    {
        ReadOnlySpan<double> c = Series(line);
        double r2 = reach * reach, fourth = Math.Abs(c[2]) * r2 * r2, leading = Math.Max(Math.Abs(c[0]) * r2, Math.Abs(c[1]) * r2 * reach), end = Math.Abs(c[^1]);
        if (!double.IsFinite(fourth + end)) return Smoothness.Steep;
        bool ends = end * last <= SeriesEnds * Math.Abs(c[0]) * second && end * r2 * r2 * r2 <= SeriesEndsFarthest * leading;
        if (ends || fourth + Math.Abs(c[1]) * r2 * reach <= 1e-22 * Math.Abs(_lines.Ends[line])) return Smoothness.Series;
        return fourth <= SmoothUpTo * Math.Max(leading, Math.Exp(LogSlope[line]) * reach) ? Smoothness.Smooth : Smoothness.Steep;
    }

    /// <summary>Φ_t(x_t + h) − v − Φ_t'(x_t) h by its series.</summary>
    /// <param name="line">The line.</param>
    /// <param name="h">A small distance.</param>
    public double Curved(int line, double h)
    {
        ReadOnlySpan<double> c = Series(line);
        double sum = 0;
        for (int m = c.Length - 1; m >= 0; m--)
            sum = c[m] + h * sum;
        return h * h * sum;
    }

    private ReadOnlySpan<double> Series(int line) => _series.AsSpan(line * (Order - 1), Order - 1);

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
    /// <summary>A short series.</summary>
    Series,

    /// <summary>Smooth: few quadrature nodes will do.</summary>
    Smooth,

    /// <summary>It bends or jumps within the step.</summary>
    Steep,
}
