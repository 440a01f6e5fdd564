using Simulator.Diffusion;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Simd;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// The law of X_{t−1} = a_t x + b_t X_0 given X_t = x for a Gaussian mixture in the plane (section 3 (D)): shares r_k(x), centres a_t x + b_t μ_k(x), and
/// spreads b_t C_k^{1/2} that do not depend on x.
/// </summary>
internal sealed class PlanarPair
{
    /// <summary>Components with a smaller share cannot be seen in double precision.</summary>
    public const double LeastShare = 1e-18;

    /// <summary>Gauss–Hermite nodes for spreads in grid steps; beyond the last, one more for every step, up to the most. A finer grid so has more nodes, too.</summary>
    private static readonly (double Spread, int Nodes)[] s_nodesUpTo = [(0.004, 2), (0.05, 3), (0.3, 4)];

    private const int NodesBeyond = 4, MostNodes = 16;

    private readonly Part[] _parts;
    private readonly double _slope, _gain;

    /// <summary>The law at a step.</summary>
    /// <param name="law">The law of X_0, in the plane.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="t">2 … T.</param>
    public PlanarPair(IGaussianMixture law, Schedule schedule, int t)
    {
        (_slope, _gain) = (schedule.PairSlope(t), schedule.PairGain(t));
        _parts = [.. law.Components.Select(c => new Part(new MarginalComponent(c, schedule[t]), Math.Abs(_gain)))];
    }

    /// <summary>K.</summary>
    public int Count => _parts.Length;

    /// <summary>r_k(x) at points, and log q_t(x).</summary>
    /// <param name="points">Points, n × 2.</param>
    /// <param name="shares">Receives r_k, K × n.</param>
    /// <param name="logDensity">Receives log q_t, length n.</param>
    public void Shares(ReadOnlySpan<double> points, Span<double> shares, Span<double> logDensity)
    {
        int n = points.Length / 2;
        logDensity[..n].Fill(double.NegativeInfinity);
        for (int k = 0; k < _parts.Length; k++)
        {
            Part part = _parts[k];
            for (int i = 0; i < n; i++)
            {
                double log = part.LogTerm(points[2 * i], points[2 * i + 1]);
                shares[k * n + i] = log;
                logDensity[i] = Math.Max(logDensity[i], log);
            }
        }

        for (int k = 0; k < _parts.Length; k++)
        {
            for (int i = 0; i < n; i++)
                shares[k * n + i] -= logDensity[i];
        }

        Exponential.OfNonPositive(shares[..(_parts.Length * n)]);
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int k = 0; k < _parts.Length; k++)
                sum += shares[k * n + i];
            for (int k = 0; k < _parts.Length; k++)
                shares[k * n + i] /= sum;
            logDensity[i] += Math.Log(sum);
        }
    }

    /// <summary>a_t x + b_t μ_k(x).</summary>
    /// <param name="k">The component.</param>
    /// <param name="x">First coordinate.</param>
    /// <param name="y">Second coordinate.</param>
    public (double X, double Y) Centre(int k, double x, double y)
    {
        (double mx, double my) = _parts[k].PosteriorMean(x, y);
        return (_slope * x + _gain * mx, _slope * y + _gain * my);
    }

    /// <summary>The covariance b_t² C_k of a component: its entries xx, xy, yy.</summary>
    /// <param name="k">The component.</param>
    public (double XX, double XY, double YY) Covariance(int k)
    {
        Part p = _parts[k];
        return (p.FirstX * p.FirstX + p.SecondX * p.SecondX, p.FirstX * p.FirstY + p.SecondX * p.SecondY, p.FirstY * p.FirstY + p.SecondY * p.SecondY);
    }

    /// <summary>Nodes of the normal average over a component's spread, in steps of a grid.</summary>
    /// <param name="k">The component.</param>
    /// <param name="grid">The grid on which the averaged function is known.</param>
    /// <param name="more">So many more nodes in either direction.</param>
    public PlanarNode[] Nodes(int k, PlanarGrid grid, int more = 0)
    {
        Part part = _parts[k];
        (double ax, double ay, double bx, double by) = (part.FirstX / grid.StepX, part.FirstY / grid.StepY, part.SecondX / grid.StepX, part.SecondY / grid.StepY);
        QuadratureRule first = GaussHermite.Rule(NodesFor(Math.Max(Math.Abs(ax), Math.Abs(ay))) + more);
        QuadratureRule second = GaussHermite.Rule(NodesFor(Math.Max(Math.Abs(bx), Math.Abs(by))) + more);
        var nodes = new PlanarNode[first.Count * second.Count];
        for (int i = 0; i < first.Count; i++)
        {
            for (int j = 0; j < second.Count; j++)
            {
                double u = first.Nodes[i], v = second.Nodes[j];
                nodes[i * second.Count + j] = new PlanarNode(u * ax + v * bx, u * ay + v * by, first.Weights[i] * second.Weights[j]);
            }
        }

        return nodes;
    }

    private static int NodesFor(double spread)
    {
        foreach ((double limit, int nodes) in s_nodesUpTo)
        {
            if (spread <= limit) return nodes;
        }

        return (int)Math.Min(MostNodes, NodesBeyond + Math.Ceiling(spread));
    }

    /// <summary>A component in its eigenbasis.</summary>
    private sealed class Part
    {
        private readonly double _centreX, _centreY, _q00, _q01, _q10, _q11, _inverse0, _inverse1, _gain0, _gain1, _meanX, _meanY, _logNorm;

        public Part(MarginalComponent component, double gain)
        {
            ReadOnlySpan<double> q = component.Basis.IsEmpty ? [1, 0, 0, 1] : component.Basis;
            (_q00, _q01, _q10, _q11) = (q[0], q[1], q[2], q[3]);
            (_centreX, _centreY, _meanX, _meanY) = (component.Mean[0], component.Mean[1], component.DataMean[0], component.DataMean[1]);
            (_inverse0, _inverse1) = (component.Inverse[0], component.Inverse[1]);
            (_gain0, _gain1, _logNorm) = (component.Gain[0], component.Gain[1], component.LogNorm);
            double first = gain * Math.Sqrt(component.Posterior[0]), second = gain * Math.Sqrt(component.Posterior[1]);
            (FirstX, FirstY, SecondX, SecondY) = (first * _q00, first * _q10, second * _q01, second * _q11);
        }

        public double FirstX { get; }

        public double FirstY { get; }

        public double SecondX { get; }

        public double SecondY { get; }

        public double LogTerm(double x, double y)
        {
            double dx = x - _centreX, dy = y - _centreY, u = _q00 * dx + _q10 * dy, v = _q01 * dx + _q11 * dy;
            return _logNorm - 0.5 * (u * u * _inverse0 + v * v * _inverse1);
        }

        public (double X, double Y) PosteriorMean(double x, double y)
        {
            double dx = x - _centreX, dy = y - _centreY, u = _gain0 * (_q00 * dx + _q10 * dy), v = _gain1 * (_q01 * dx + _q11 * dy);
            return (_meanX + _q00 * u + _q01 * v, _meanY + _q10 * u + _q11 * v);
        }
    }
}
