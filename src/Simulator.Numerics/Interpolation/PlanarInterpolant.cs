using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.Numerics.Interpolation;

/// <summary>
/// A map ℝ² → ℝ² known on a uniform tensor grid: between the grid points the tensor product of central Lagrange polynomials of degree 7 through the
/// 8 × 8 nearest points (error O(h⁸)), outside the grid straight in either coordinate.
/// </summary>
/// <remarks>
/// <para>Central interpolation of odd degree never amplifies a Fourier mode, so the map may be applied any number of times. Stencils shifted inwards at the
/// rim would amplify there; so, as on the line, the stencil reaches into the straight continuation, and order 8 holds four or more cells inside.</para>
/// <para>One kernel path (256-bit, fused multiply-add, fixed summation order) serves all machines: same bits everywhere. A row of the grid holds its
/// first components, then its second ones.</para>
/// </remarks>
public sealed class PlanarInterpolant
{
    /// <summary>The least number of grid points in either coordinate.</summary>
    public const int MinimumCount = 8;

    /// <summary>Points added on every side for the straight continuation.</summary>
    private const int Pad = 4;

    /// <summary>Points that a thread takes at a time.</summary>
    private const int Piece = 4096;

    private readonly double[] _padded;
    private readonly int _stride;
    private readonly double _inverseX, _inverseY;

    /// <summary>Takes a copy of values on a grid.</summary>
    /// <param name="grid">The grid, at least <see cref="MinimumCount"/> points in either coordinate.</param>
    /// <param name="values">The values at its points, row by row, Count × 2.</param>
    /// <exception cref="ArgumentException">Too few points, steps that are not positive and finite, or a wrong number of values.</exception>
    public PlanarInterpolant(PlanarGrid grid, ReadOnlySpan<double> values)
    {
        if (grid.CountX < MinimumCount || grid.CountY < MinimumCount)
            throw new ArgumentException($"A grid needs at least {MinimumCount} × {MinimumCount} points, found {grid.CountX} × {grid.CountY}.", nameof(grid));
        if (!(grid.StepX > 0 && grid.StepY > 0 && double.IsFinite(grid.StepX + grid.StepY + grid.LowX + grid.LowY)))
            throw new ArgumentException("A grid needs a finite start and positive finite steps.", nameof(grid));
        if (values.Length != 2 * grid.Count)
            throw new ArgumentException($"{grid.Count} points need {2 * grid.Count} values, found {values.Length}.", nameof(values));
        Grid = grid;
        (_inverseX, _inverseY) = (1 / grid.StepX, 1 / grid.StepY);
        _stride = grid.CountX + 2 * Pad;
        _padded = new double[2 * _stride * (grid.CountY + 2 * Pad)];
        for (int j = 0; j < grid.CountY; j++)
        {
            for (int plane = 0; plane < 2; plane++)
            {
                Span<double> row = Row(j, plane);
                for (int i = 0; i < grid.CountX; i++)
                    row[Pad + i] = values[2 * (j * grid.CountX + i) + plane];
                double left = row[Pad + 1] - row[Pad], right = row[^(Pad + 1)] - row[^(Pad + 2)];
                for (int i = 1; i <= Pad; i++)
                    (row[Pad - i], row[^(Pad + 1 - i)]) = (row[Pad] - i * left, row[^(Pad + 1)] + i * right);
            }
        }

        for (int plane = 0; plane < 2; plane++)
        {
            Continue(plane, 0, 1);
            Continue(plane, grid.CountY - 1, -1);
        }
    }

    /// <summary>The grid.</summary>
    public PlanarGrid Grid { get; }

    /// <summary>The value at a point of the grid.</summary>
    /// <param name="i">0 … CountX − 1.</param>
    /// <param name="j">0 … CountY − 1.</param>
    public (double X, double Y) this[int i, int j] => (Row(j, 0)[Pad + i], Row(j, 1)[Pad + i]);

    /// <summary>The values at many points.</summary>
    /// <param name="points">Points, n × 2.</param>
    /// <param name="values">Receives the values, n × 2.</param>
    /// <exception cref="ArgumentException">The lengths differ or are odd.</exception>
    public void Evaluate(ReadOnlySpan<double> points, Span<double> values)
    {
        if (points.Length != values.Length || points.Length % 2 != 0) throw new ArgumentException("Points and values must both be n × 2.", nameof(values));
        for (int i = 0; i + 1 < points.Length; i += 2)
            (values[i], values[i + 1]) = At((points[i] - Grid.LowX) * _inverseX, (points[i + 1] - Grid.LowY) * _inverseY);
    }

    /// <summary>The values at many points, with threads.</summary>
    /// <param name="points">Points, n × 2.</param>
    /// <param name="values">Receives the values, n × 2.</param>
    /// <param name="threads">At most so many threads; no number depends on it.</param>
    /// <exception cref="ArgumentException">The lengths differ or are odd.</exception>
    public void Evaluate(double[] points, double[] values, int threads)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(values);
        if (points.Length != values.Length) throw new ArgumentException("Points and values must be equally many.", nameof(values));
        Workers.Run(threads, (points.Length + 2 * Piece - 1) / (2 * Piece), piece =>
        {
            int from = 2 * Piece * piece, length = Math.Min(2 * Piece, points.Length - from);
            Evaluate(points.AsSpan(from, length), values.AsSpan(from, length));
        });
    }

    /// <summary>The first derivatives at a point: ∂f_1/∂x, ∂f_1/∂y, ∂f_2/∂x, ∂f_2/∂y.</summary>
    /// <param name="x">First coordinate.</param>
    /// <param name="y">Second coordinate.</param>
    /// <param name="jacobian">Receives the 2 × 2 matrix.</param>
    public void Jacobian(double x, double y, Span<double> jacobian)
    {
        Axis across = Locate((x - Grid.LowX) * _inverseX, Grid.CountX), along = Locate((y - Grid.LowY) * _inverseY, Grid.CountY);
        LagrangeWeights slopeX = across.First(), slopeY = along.First();
        (double ax, double bx) = Contract(across.Start, along.Start, slopeX, along.Value);
        (double ay, double by) = Contract(across.Start, along.Start, across.Value, slopeY);
        (jacobian[0], jacobian[1], jacobian[2], jacobian[3]) = (ax * _inverseX, ay * _inverseY, bx * _inverseX, by * _inverseY);
    }

    /// <summary>The second derivatives at a point: ∂²f_1/∂x², ∂²f_1/∂x∂y, ∂²f_1/∂y², then those of f_2.</summary>
    /// <param name="x">First coordinate.</param>
    /// <param name="y">Second coordinate.</param>
    /// <param name="hessian">Receives 2 × 3 numbers.</param>
    public void Hessian(double x, double y, Span<double> hessian)
    {
        Axis across = Locate((x - Grid.LowX) * _inverseX, Grid.CountX), along = Locate((y - Grid.LowY) * _inverseY, Grid.CountY);
        (double axx, double bxx) = Contract(across.Start, along.Start, across.Second(), along.Value);
        (double axy, double bxy) = Contract(across.Start, along.Start, across.First(), along.First());
        (double ayy, double byy) = Contract(across.Start, along.Start, across.Value, along.Second());
        double xx = _inverseX * _inverseX, xy = _inverseX * _inverseY, yy = _inverseY * _inverseY;
        (hessian[0], hessian[1], hessian[2]) = (axx * xx, axy * xy, ayy * yy);
        (hessian[3], hessian[4], hessian[5]) = (bxx * xx, bxy * xy, byy * yy);
    }

    /// <summary>Σ_q w_q f at the nodes of a quadrature around a point.</summary>
    /// <param name="positionX">First coordinate of the point in grid steps from the first grid point.</param>
    /// <param name="positionY">Second coordinate in grid steps.</param>
    /// <param name="nodes">The nodes, in grid steps from the point.</param>
    public (double X, double Y) Average(double positionX, double positionY, ReadOnlySpan<PlanarNode> nodes)
    {
        double x = 0, y = 0;
        foreach (ref readonly PlanarNode node in nodes)
        {
            (double fx, double fy) = At(positionX + node.X, positionY + node.Y);
            x += node.Weight * fx;
            y += node.Weight * fy;
        }

        return (x, y);
    }

    /// <summary>The value at a position in grid steps from the first point.</summary>
    /// <param name="positionX">First coordinate.</param>
    /// <param name="positionY">Second coordinate.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double X, double Y) At(double positionX, double positionY)
    {
        if (!(positionX >= 0 && positionY >= 0 && positionX < Grid.CountX - 1 && positionY < Grid.CountY - 1)) return Outside(positionX, positionY);
        int i = (int)positionX, j = (int)positionY;
        return Contract(i + 1, j + 1, LagrangeWeights.Value(positionX - i - 0.5), LagrangeWeights.Value(positionY - j - 0.5));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (double X, double Y) Outside(double px, double py)
    {
        Axis across = Locate(px, Grid.CountX), along = Locate(py, Grid.CountY);
        return Contract(across.Start, along.Start, across.Value, along.Value);
    }

    /// <summary>The stencil of a position in one coordinate; NaN stays NaN.</summary>
    private static Axis Locate(double position, int count)
    {
        if (position < 0) return new Axis(Pad, 0, LagrangeWeights.Before(position), -1);
        if (position > count - 1) return new Axis(Pad + count - 8, 0, LagrangeWeights.After(position - (count - 1)), 1);
        int cell = Math.Clamp((int)position, 0, count - 2);
        double c = position - cell - 0.5;
        return new Axis(cell + 1, c, LagrangeWeights.Value(c), 0);
    }

    /// <summary>Σ_ij w_i w_j f_ij over 8 × 8 points from an index of the padded grid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (double X, double Y) Contract(int startX, int startY, LagrangeWeights wx, LagrangeWeights wy)
    {
        ref double first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_padded), (nint)(2 * startY) * _stride + startX);
        Vector256<double> leftX = Vector256<double>.Zero, rightX = leftX, leftY = leftX, rightY = leftX;
        Unsafe.SkipInit(out Eight weights);
        wy.Left.StoreUnsafe(ref weights.First);
        wy.Right.StoreUnsafe(ref Unsafe.Add(ref weights.First, 4));
        for (int j = 0; j < 8; j++)
        {
            var w = Vector256.Create(Unsafe.Add(ref weights.First, j));
            leftX = Vector256.FusedMultiplyAdd(w, Vector256.LoadUnsafe(ref first), leftX);
            rightX = Vector256.FusedMultiplyAdd(w, Vector256.LoadUnsafe(ref first, 4), rightX);
            ref double second = ref Unsafe.Add(ref first, _stride);
            leftY = Vector256.FusedMultiplyAdd(w, Vector256.LoadUnsafe(ref second), leftY);
            rightY = Vector256.FusedMultiplyAdd(w, Vector256.LoadUnsafe(ref second, 4), rightY);
            first = ref Unsafe.Add(ref second, _stride);
        }

        return (Sum(Vector256.FusedMultiplyAdd(wx.Left, leftX, wx.Right * rightX)), Sum(Vector256.FusedMultiplyAdd(wx.Left, leftY, wx.Right * rightY)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector256<double> v) => (v[0] + v[1]) + (v[2] + v[3]);

    private Span<double> Row(int j, int plane) => _padded.AsSpan((2 * (Pad + j) + plane) * _stride, _stride);

    /// <summary>Continues the rows beyond the first or last one.</summary>
    private void Continue(int plane, int rim, int inwards)
    {
        Span<double> edge = Row(rim, plane), next = Row(rim + inwards, plane);
        for (int k = 1; k <= Pad; k++)
        {
            Span<double> row = Row(rim - k * inwards, plane);
            for (int i = 0; i < row.Length; i++)
                row[i] = edge[i] + k * (edge[i] - next[i]);
        }
    }

    /// <summary>A stencil in one coordinate: its first point in the padded grid, and the offset in the cell; outside −1 or 1 where the map is straight.</summary>
    private readonly record struct Axis(int Start, double Offset, LagrangeWeights Value, int Side)
    {
        public LagrangeWeights First() => Side == 0 ? LagrangeWeights.First(Offset) : LagrangeWeights.Slope(Side < 0);

        public LagrangeWeights Second() => Side == 0 ? LagrangeWeights.Second(Offset) : default;
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Eight
    {
        public double First;
    }
}
