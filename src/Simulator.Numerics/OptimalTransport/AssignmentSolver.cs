using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// Shortest augmenting paths (Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38, 1987)
/// over lists of the cheapest columns of every row (<see cref="CheapColumns{V}"/>).
/// </summary>
/// <remarks>
/// The prices to start with are those of half of the rows and columns, solved in the same way: without them most paths would carry mass across the whole cloud.
/// An auction brings them near to the optimal ones, bids without increments assign some rows, the others search one after another. (Forests from all free rows at once, with one change of prices a phase, were several times
/// slower: trees enclose each other and read whole rows.) One thread searches; lists are made row by row, so that nothing depends on the number of threads.
/// </remarks>
internal sealed unsafe partial class AssignmentSolver<V>
    where V : unmanaged, IPack<V>
{
    /// <summary>Below this size one starts from nothing.</summary>
    private const int Coarsest = 128;

    private const int Coarsening = 2, RowsPerPiece = 128;

    /// <summary>So many bids a row before the searches begin, at most: a price war ends here.</summary>
    private const int BidsPerRow = 2;

    private readonly CostRows _costs;
    private readonly CheapColumns<V> _lists;
    private readonly int _n, _threads;
    private readonly double[] _v, _matchedCost, _distance, _predecessorCost, _height;
    private readonly int[] _rowOf, _columnOf, _predecessor, _seen, _done, _place;
    private readonly List<int> _scanned = [];
    private readonly SearchHeap _heap = new();
    private int _search;
    private double _limit;

    private AssignmentSolver(CostRows costs, int threads)
    {
        (_costs, _n, _threads) = (costs, costs.Rows, threads);
        int n = _n;
        _v = GC.AllocateArray<double>(costs.Stride, pinned: true);
        _lists = new CheapColumns<V>(costs, _v);
        (_matchedCost, _height, _distance, _predecessorCost) = (new double[n], new double[n], new double[n], new double[n]);
        (_rowOf, _columnOf, _predecessor) = (new int[n], new int[n], new int[n]);
        (_seen, _done, _place) = (new int[n], new int[n], new int[n]);
        Array.Fill(_rowOf, -1);
        Array.Fill(_columnOf, -1);
    }

    /// <summary>Solves an assignment problem.</summary>
    /// <param name="costs">n × n costs, finite.</param>
    /// <param name="threads">At most so many threads.</param>
    public static AssignmentSolution Solve(CostRows costs, int threads)
    {
        var solver = new AssignmentSolver<V>(costs, threads);
        solver.Start();
        solver._lists.MakeAll(threads);
        long visits = solver.Balance() + solver.Bid() + solver.Augment();
        double[] u = [.. solver._columnOf.Select((column, row) => solver._matchedCost[row] - solver._v[column])];
        return new AssignmentSolution(solver._columnOf, u, solver._v[..solver._n], visits);
    }

    /// <summary>Prices from half of the rows and columns: <c>v_j = min_i c_ij − u_i</c> over its rows.</summary>
    private void Start()
    {
        if (_n < Coarsest) return;
        int m = _n / Coarsening;
        int[] rows = Choose(m, "rows");
        double[] u = Solve(_costs.Subset(rows, Choose(m, "columns")), _threads).RowPotentials;
        Array.Fill(_v, double.PositiveInfinity, 0, _n);
        object merge = new();
        Workers.Run(_threads, (m + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            double[] lowest = GC.AllocateUninitializedArray<double>(_costs.Stride, pinned: true), buffer = GC.AllocateUninitializedArray<double>(_costs.Stride, pinned: true);
            Array.Fill(lowest, double.PositiveInfinity);
            fixed (double* v = lowest, space = buffer)
            {
                for (int i = piece * RowsPerPiece; i < Math.Min(m, (piece + 1) * RowsPerPiece); i++)
                    RowScan.Lower<V>(_costs.Row(rows[i], space), u[i], v, _costs.Stride);
            }

            // The least of all, in whatever order.
            lock (merge)
            {
                for (int j = 0; j < _n; j++)
                    _v[j] = Math.Min(_v[j], lowest[j]);
            }
        });
    }

    /// <summary>One of every few in a row, at random: fair to sorted points and to those in no order.</summary>
    private int[] Choose(int m, string purpose)
    {
        var random = RandomStream.Named(_n, "assignment", "coarse", purpose);
        var chosen = new int[m];
        for (int b = 0; b < m; b++)
        {
            int first = (int)((long)b * _n / m), next = (int)((long)(b + 1) * _n / m);
            chosen[b] = first + random.NextIndex(next - first);
        }

        return chosen;
    }

    /// <summary>
    /// Rows bid for their cheapest column and lower its price until the second cheapest is as good (augmenting row reduction); who is outbid bids again.
    /// </summary>
    private long Bid()
    {
        Queue<int> free = new(Enumerable.Range(0, _n)), later = new();
        long bids = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            while (free.TryDequeue(out int row))
            {
                while (row >= 0 && bids < (long)BidsPerRow * _n)
                {
                    bids++;
                    (CheapColumn best, CheapColumn second, double gap) = _lists.Cheapest(row);
                    double lowered = _v[best.Column] - gap;
                    bool taken = _rowOf[best.Column] >= 0, strict = lowered < _v[best.Column];
                    if (strict && taken) _v[best.Column] = lowered;
                    else if (taken && gap < double.PositiveInfinity) best = second;
                    int outbid = _rowOf[best.Column];
                    Assign(row, best.Column, best.Cost);
                    row = -1;
                    if (outbid < 0) continue;
                    _columnOf[outbid] = -1;
                    if (strict) row = outbid;
                    else later.Enqueue(outbid);
                }

                if (row >= 0) later.Enqueue(row);
            }

            (free, later) = (later, free);
        }

        return bids;
    }

    private void Assign(int row, int column, double cost)
    {
        _rowOf[column] = row;
        _columnOf[row] = column;
        _matchedCost[row] = cost;
    }

    private long Augment()
    {
        long visits = 0;
        for (int row = 0; row < _n; row++)
        {
            if (_columnOf[row] < 0) visits += Search(row);
        }

        return visits;
    }

    /// <summary>The shortest path from a free row to a free column; along it assignments change places.</summary>
    private int Search(int free)
    {
        int visits = 1, found = -1;
        _search++;
        _limit = double.PositiveInfinity;
        _heap.Clear();
        _scanned.Clear();
        Visit(free, 0);
        while (_heap.TryPop(out double key, out int id))
        {
            if (id < 0)
            {
                Read(~id);
                continue;
            }

            if (_done[id] == _search || key > _distance[id]) continue;
            int row = _rowOf[id];
            if (row < 0)
            {
                found = id;
                break;
            }

            _done[id] = _search;
            _scanned.Add(id);
            Visit(row, _matchedCost[row] - _v[id] - key);
            visits++;
        }

        foreach (int column in _scanned)
            _v[column] += Math.Min(0, _distance[column] - _distance[found]);
        Exchange(found);
        return visits;
    }

    /// <summary>Assigns along the path that leads to a free column.</summary>
    private void Exchange(int column)
    {
        while (column >= 0)
        {
            int row = _predecessor[column], left = _columnOf[row];
            Assign(row, column, _predecessorCost[column]);
            column = left;
        }
    }

    private void Visit(int row, double height)
    {
        _height[row] = height;
        _place[row] = 0;
        Read(row);
    }

    /// <summary>Paths through a row: the next few of its list, and as a reminder the distance at which one has to read on.</summary>
    private void Read(int row)
    {
        const int Chunk = 16;
        double height = _height[row];
        ReadOnlySpan<CheapColumn> next = _lists.Next(row, ref _place[row], Chunk, out double bound);
        foreach (ref readonly CheapColumn entry in next)
        {
            int column = entry.Column;
            double distance = entry.Cost - _v[column] - height;
            if (!(distance < _limit) || _done[column] == _search || _seen[column] == _search && !(distance < _distance[column])) continue;
            _seen[column] = _search;
            (_distance[column], _predecessor[column], _predecessorCost[column]) = (distance, row, entry.Cost);
            if (_rowOf[column] < 0) _limit = distance; // longer paths are of no use
            _heap.Push(distance, column);
        }

        if (bound - height < _limit) _heap.Push(bound - height, ~row);
    }
}
