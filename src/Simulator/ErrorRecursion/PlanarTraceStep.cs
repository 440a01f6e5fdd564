using Simulator.Consistency;
using Simulator.Numerics.Interpolation;

namespace Simulator.ErrorRecursion;

/// <summary>The terms of one step on every flow line in the plane, as norms.</summary>
internal sealed class PlanarTraceStep
{
    private readonly LearnerKind _kind;
    private readonly PlanarPair _pair;
    private readonly PlanarNode[][] _nodes;
    private readonly PlanarInterpolant _last, _current, _flow;
    private readonly double _slope, _centreX, _centreY;

    /// <summary>Prepares a step.</summary>
    /// <param name="kind">Which steps the learner takes.</param>
    /// <param name="pair">The law of X_{t−1} given X_t.</param>
    /// <param name="nodes">Nodes for its components, in steps of the grid of f_{t−1}.</param>
    /// <param name="maps">f_{t−1}, f_t and Φ_{t−1}.</param>
    /// <param name="error">Slope and centre of the injected error.</param>
    /// <param name="count">How many lines.</param>
    public PlanarTraceStep(
        LearnerKind kind,
        PlanarPair pair,
        PlanarNode[][] nodes,
        (PlanarInterpolant Last, PlanarInterpolant Current, PlanarInterpolant Flow) maps,
        (double Slope, double CentreX, double CentreY) error,
        int count)
    {
        (_kind, _pair, _nodes) = (kind, pair, nodes);
        (_last, _current, _flow) = maps;
        (_slope, _centreX, _centreY) = error;
        double[] Column() => new double[count];
        (Xi, Tower, T1, T2, Remainder, Estimation) = (Column(), Column(), Column(), Column(), Column(), Column());
        (Approximation, Residual, Gap, Scatter, GridError, BendError) = (Column(), Column(), Column(), Column(), Column(), Column());
        (Square, ValueX, ValueY) = (Column(), Column(), Column());
    }

    public double[] Xi { get; }

    public double[] Tower { get; }

    public double[] T1 { get; }

    public double[] T2 { get; }

    public double[] Remainder { get; }

    public double[] Estimation { get; }

    public double[] Approximation { get; }

    public double[] Residual { get; }

    public double[] Gap { get; }

    /// <summary>E[‖f_{t−1}(X_{t−1}) − f_t(x)‖² | X_t = x].</summary>
    public double[] Scatter { get; }

    /// <summary>What the grid of Φ_{t−1} is off by on the line.</summary>
    public double[] GridError { get; }

    /// <summary>What its first and second derivatives make T2 off by: the second ones are off by those of the first over a grid step.</summary>
    public double[] BendError { get; }

    /// <summary>‖f_t(x)‖².</summary>
    public double[] Square { get; }

    public double[] ValueX { get; }

    public double[] ValueY { get; }

    /// <summary>Measures some lines.</summary>
    /// <param name="points">x_t, n × 2.</param>
    /// <param name="before">x_{t−1}, n × 2.</param>
    /// <param name="ends">v, n × 2.</param>
    /// <param name="jacobians">∂Φ_{t−1}(x_{t−1}), n × 2 × 2.</param>
    /// <param name="from">The first line.</param>
    /// <param name="to">Behind the last line.</param>
    public void Measure(double[] points, double[] before, double[] ends, double[] jacobians, int from, int to)
    {
        int n = to - from;
        double[] shares = new double[_pair.Count * n], log = new double[n], share = new double[_pair.Count];
        _pair.Shares(points.AsSpan(2 * from, 2 * n), shares, log);
        for (int i = from; i < to; i++)
        {
            for (int k = 0; k < share.Length; k++)
                share[k] = shares[k * n + i - from];
            Measure(i, share, (points[2 * i], points[2 * i + 1]), (before[2 * i], before[2 * i + 1]), (ends[2 * i], ends[2 * i + 1]), jacobians.AsSpan(4 * i, 4));
        }
    }

    private void Measure(
        int i, double[] share, (double X, double Y) x, (double X, double Y) origin, (double X, double Y) end, ReadOnlySpan<double> jacobian)
    {
        PlanarGrid grid = _last.Grid, fine = _flow.Grid;
        double ratioX = grid.StepX / fine.StepX, ratioY = grid.StepY / fine.StepY;
        (double X, double Y) mean = (0, 0), learned = (0, 0), carried = (0, 0);
        for (int k = 0; k < share.Length; k++)
        {
            (double cx, double cy) = _pair.Centre(k, x.X, x.Y);
            mean = (mean.X + share[k] * cx, mean.Y + share[k] * cy);
        }

        (double X, double Y) current = At(_current, x);
        double scatter = 0, xx = 0, xy = 0, yy = 0;
        for (int k = 0; k < share.Length; k++)
        {
            if (share[k] < PlanarPair.LeastShare) continue;
            (double cx, double cy) = _pair.Centre(k, x.X, x.Y);
            (double sxx, double sxy, double syy) = _pair.Covariance(k);
            double dx = cx - mean.X, dy = cy - mean.Y, px = (cx - grid.LowX) / grid.StepX, py = (cy - grid.LowY) / grid.StepY;
            double qx = (cx - fine.LowX) / fine.StepX, qy = (cy - fine.LowY) / fine.StepY;
            (xx, xy, yy) = (xx + share[k] * (sxx + dx * dx), xy + share[k] * (sxy + dx * dy), yy + share[k] * (syy + dy * dy));
            foreach (PlanarNode node in _nodes[k])
            {
                double weight = share[k] * node.Weight;
                (double fx, double fy) = _last.At(px + node.X, py + node.Y);
                (double gx, double gy) = _flow.At(qx + ratioX * node.X, qy + ratioY * node.Y);
                learned = (learned.X + weight * fx, learned.Y + weight * fy);
                carried = (carried.X + weight * gx, carried.Y + weight * gy);
                scatter += weight * ((fx - current.X) * (fx - current.X) + (fy - current.Y) * (fy - current.Y));
            }
        }

        // B_t against the grid's own Φ_{t−1}(x_{t−1}): its error cancels here and shows in the residual.
        (double X, double Y) own = At(_flow, origin), gap = (mean.X - origin.X, mean.Y - origin.Y);
        (double X, double Y) t1 = (jacobian[0] * gap.X + jacobian[1] * gap.Y, jacobian[2] * gap.X + jacobian[3] * gap.Y);
        (double X, double Y) t2 = (carried.X - own.X - t1.X, carried.Y - own.Y - t1.Y), tower = (learned.X - carried.X, learned.Y - carried.Y);
        Span<double> hessian = stackalloc double[6], slopes = stackalloc double[4];
        _flow.Hessian(origin.X, origin.Y, hessian);
        _flow.Jacobian(origin.X, origin.Y, slopes);
        for (int j = 0; j < 4; j++)
            slopes[j] -= jacobian[j];
        (double X, double Y) bend = (0.5 * (hessian[0] * xx + 2 * hessian[1] * xy + hessian[2] * yy), 0.5 * (hessian[3] * xx + 2 * hessian[4] * xy + hessian[5] * yy));
        double off = PlanarFunction.Norm(slopes);

        (double X, double Y) estimation = (_slope * (x.X - _centreX), _slope * (x.Y - _centreY)), taken = _kind == LearnerKind.Ddim ? At(_last, mean) : learned;
        (double X, double Y) xi = (current.X - end.X, current.Y - end.Y), approximation = (taken.X - learned.X, taken.Y - learned.Y);
        Xi[i] = Norm(xi);
        Tower[i] = Norm(tower);
        T1[i] = Norm(t1);
        T2[i] = Norm(t2);
        Remainder[i] = double.Hypot(t2.X - bend.X, t2.Y - bend.Y);
        Estimation[i] = Norm(estimation);
        Approximation[i] = Norm(approximation);
        Residual[i] = double.Hypot(
            xi.X - tower.X - estimation.X - approximation.X - t1.X - t2.X, xi.Y - tower.Y - estimation.Y - approximation.Y - t1.Y - t2.Y);
        Gap[i] = Norm(gap);
        Scatter[i] = scatter;
        GridError[i] = double.Hypot(own.X - end.X, own.Y - end.Y);
        BendError[i] = off * (Norm(gap) + 0.5 * (xx + yy) / Math.Min(fine.StepX, fine.StepY));
        (Square[i], ValueX[i], ValueY[i]) = (current.X * current.X + current.Y * current.Y, current.X, current.Y);
    }

    private static (double X, double Y) At(PlanarInterpolant map, (double X, double Y) point)
        => map.At((point.X - map.Grid.LowX) / map.Grid.StepX, (point.Y - map.Grid.LowY) / map.Grid.StepY);

    private static double Norm((double X, double Y) vector) => double.Hypot(vector.X, vector.Y);
}
