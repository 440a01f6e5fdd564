using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>Pivots of the network simplex: rows are priced in turn, a block at a time, and the arc that gains most in the block enters.</summary>
internal sealed unsafe class TransportSolver<V>
    where V : unmanaged, IPack<V>
{
    private const int BlockRows = 32;

    /// <summary>Most pivots for every node; ordinary problems need some tens.</summary>
    private const int PivotsPerNode = 2000;

    private readonly CostRows _costs;
    private readonly SpanningTree _tree;
    private readonly double[] _v, _buffer;
    private readonly double _tolerance;

    /// <summary>A problem.</summary>
    /// <param name="costs">n × m.</param>
    /// <param name="supplies">Positive units.</param>
    /// <param name="demands">Positive units.</param>
    /// <param name="tolerance">Relative to the greatest cost.</param>
    public TransportSolver(CostRows costs, long[] supplies, long[] demands, double tolerance)
    {
        _costs = costs;
        _v = GC.AllocateArray<double>(costs.Stride, pinned: true);
        _buffer = GC.AllocateArray<double>(costs.Stride, pinned: true);
        for (int i = 0; i < costs.Rows; i++)
        {
            fixed (double* space = _buffer)
            {
                double* row = costs.Row(i, space);
                for (int j = 0; j < costs.Columns; j++)
                    LargestCost = Math.Max(LargestCost, Math.Abs(row[j]));
            }
        }

        _tolerance = tolerance * LargestCost;

        // From a row over the root to a column: dearer than any cost, and no dearer than needed, because potentials carry it.
        _tree = new SpanningTree(supplies, demands, LargestCost == 0 ? 1 : LargestCost);
        for (int j = 0; j < costs.Columns; j++)
            _v[j] = -_tree.Heights[costs.Rows + j];
    }

    /// <summary>The greatest absolute cost.</summary>
    public double LargestCost { get; }

    /// <summary>How many pivots there were.</summary>
    public long Pivots { get; private set; }

    /// <summary>Pivots to the end; false when there were too many.</summary>
    public bool Run()
    {
        int n = _costs.Rows, next = 0;
        long most = (long)PivotsPerNode * (n + _costs.Columns);
        while (Pivots < most)
        {
            (int row, int column, double cost, double gain) = (-1, -1, 0, -_tolerance);
            for (int seen = 0; seen < n; seen++)
            {
                if (seen % BlockRows == 0 && row >= 0) break;
                Price(next, ref row, ref column, ref cost, ref gain);
                next = next + 1 == n ? 0 : next + 1;
            }

            if (row < 0) return true;
            _tree.Pivot(row, column, cost, Changed);
            Pivots++;
        }

        return false;
    }

    /// <summary>v, with a first entry of 0: only differences count, and the root's dear arcs are in all of them.</summary>
    public double[] ColumnPotentials() => [.. _v[.._costs.Columns].Select(v => v - _v[0])];

    /// <summary>Units on the arcs that carry any.</summary>
    public IReadOnlyList<(int Row, int Column, long Units)> Flows()
    {
        var flows = new List<(int, int, long)>();
        _tree.ForEachFlow((row, column, units) => flows.Add((row, column, units)));
        return flows;
    }

    private void Changed(int node)
    {
        if (node >= _costs.Rows) _v[node - _costs.Rows] = -_tree.Heights[node];
    }

    private void Price(int row, ref int bestRow, ref int column, ref double cost, ref double gain)
    {
        fixed (double* space = _buffer, v = _v)
        {
            double* costs = _costs.Row(row, space);
            double u = _tree.Heights[row], least = RowScan.Least<V>(costs, v, _costs.Stride);
            if (!(least - u < gain)) return;
            int place = 0;
            while (costs[place] - v[place] > least)
                place++;
            (bestRow, column, cost, gain) = (row, place, costs[place], least - u);
        }
    }
}
