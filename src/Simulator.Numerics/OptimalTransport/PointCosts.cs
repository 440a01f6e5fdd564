using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// Euclidean costs between points, a row at a time and never stored. A cost is one chain over the coordinates, <c>Σ (x_k − y_k)²</c> in order, whatever the
/// path: sums of squared differences, because differences of squares lose the near pairs, which are the ones that count.
/// </summary>
internal sealed unsafe class PointCosts<V> : CostRows
    where V : unmanaged, IPack<V>
{
    /// <summary>So many rows share a pass over the columns in <see cref="Block"/>.</summary>
    public const int BlockRows = 4;

    private const int Panels = 4;

    private readonly double[] _x, _y;
    private readonly int _dimension;
    private readonly GroundCost _cost;

    private PointCosts(double[] x, double[] y, int rows, int columns, int dimension, GroundCost cost)
        : base(rows, columns)
    {
        _x = x;
        _dimension = dimension;
        _cost = cost;

        // Panels of as many points as a pack has lanes, coordinate by coordinate.
        _y = new double[Stride * dimension];
        for (int j = 0; j < columns; j++)
        {
            for (int k = 0; k < dimension; k++)
                _y[(j / V.Width * dimension + k) * V.Width + j % V.Width] = y[j * dimension + k];
        }
    }

    /// <summary>The costs between two sets of points.</summary>
    /// <param name="x">Points of the rows, row-major.</param>
    /// <param name="y">Points of the columns, row-major.</param>
    /// <param name="dimension">d.</param>
    /// <param name="cost">Which cost.</param>
    public PointCosts(double[] x, double[] y, int dimension, GroundCost cost)
        : this(x, y, x.Length / dimension, y.Length / dimension, dimension, cost)
    {
    }

    /// <inheritdoc/>
    public override double* Row(int row, double* buffer)
    {
        int d = _dimension, panel = V.Width * d, panels = Stride / V.Width, p = 0;
        fixed (double* points = _x, others = _y)
        {
            double* x = points + (nint)row * d;
            for (; p + Panels <= panels; p += Panels)
            {
                double* y = others + (nint)p * panel;
                V s0 = V.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
                for (int k = 0; k < d; k++, y += V.Width)
                {
                    var xk = V.Broadcast(x[k]);
                    V d0 = xk - V.Load(y), d1 = xk - V.Load(y + panel), d2 = xk - V.Load(y + 2 * panel), d3 = xk - V.Load(y + 3 * panel);
                    V.Accumulate(ref s0, d0, d0);
                    V.Accumulate(ref s1, d1, d1);
                    V.Accumulate(ref s2, d2, d2);
                    V.Accumulate(ref s3, d3, d3);
                }

                double* target = buffer + p * V.Width;
                Finish(s0).Store(target);
                Finish(s1).Store(target + V.Width);
                Finish(s2).Store(target + 2 * V.Width);
                Finish(s3).Store(target + 3 * V.Width);
            }

            for (; p < panels; p++)
            {
                double* y = others + (nint)p * panel;
                V sum = V.Broadcast(0);
                for (int k = 0; k < d; k++, y += V.Width)
                {
                    V difference = V.Broadcast(x[k]) - V.Load(y);
                    V.Accumulate(ref sum, difference, difference);
                }

                Finish(sum).Store(buffer + p * V.Width);
            }
        }

        FillUp(buffer);
        return buffer;
    }

    /// <summary>Up to <see cref="BlockRows"/> rows at once: the points of the columns are read once for all of them.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="target">Receives the rows that there are, <see cref="CostRows.Stride"/> numbers each.</param>
    public void Block(int first, double* target)
    {
        if (first + BlockRows > Rows)
        {
            for (int row = first; row < Rows; row++)
                Row(row, target + (nint)(row - first) * Stride);
            return;
        }

        int d = _dimension, panels = Stride / V.Width;
        fixed (double* points = _x, others = _y)
        {
            double* x0 = points + (nint)first * d, x1 = x0 + d, x2 = x1 + d, x3 = x2 + d, y = others;
            for (int p = 0; p < panels; p++)
            {
                V s0 = V.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
                for (int k = 0; k < d; k++, y += V.Width)
                {
                    var yk = V.Load(y);
                    V d0 = V.Broadcast(x0[k]) - yk, d1 = V.Broadcast(x1[k]) - yk, d2 = V.Broadcast(x2[k]) - yk, d3 = V.Broadcast(x3[k]) - yk;
                    V.Accumulate(ref s0, d0, d0);
                    V.Accumulate(ref s1, d1, d1);
                    V.Accumulate(ref s2, d2, d2);
                    V.Accumulate(ref s3, d3, d3);
                }

                double* place = target + p * V.Width;
                Finish(s0).Store(place);
                Finish(s1).Store(place + Stride);
                Finish(s2).Store(place + 2 * (nint)Stride);
                Finish(s3).Store(place + 3 * (nint)Stride);
            }
        }

        for (int row = 0; row < BlockRows; row++)
            FillUp(target + (nint)row * Stride);
    }

    /// <inheritdoc/>
    public override CostRows Subset(int[] rows, int[] columns)
    {
        int d = _dimension;
        double[] x = new double[rows.Length * d], y = new double[columns.Length * d];
        for (int i = 0; i < rows.Length; i++)
            _x.AsSpan(rows[i] * d, d).CopyTo(x.AsSpan(i * d));
        for (int j = 0; j < columns.Length; j++)
        {
            for (int k = 0; k < d; k++)
                y[j * d + k] = _y[(columns[j] / V.Width * d + k) * V.Width + columns[j] % V.Width];
        }

        return new PointCosts<V>(x, y, rows.Length, columns.Length, d, _cost);
    }

    private V Finish(V square) => _cost == GroundCost.Distance ? V.Sqrt(square) : square;

    private void FillUp(double* row)
    {
        for (int j = Columns; j < Stride; j++)
            row[j] = double.PositiveInfinity;
    }
}
