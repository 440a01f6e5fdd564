using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>A column on a row's list.</summary>
/// <param name="Bound">Its reduced cost c − v when the list was made; prices fall, so that it is not less now.</param>
/// <param name="Cost">c.</param>
/// <param name="Column">Which column.</param>
internal readonly record struct CheapColumn(double Bound, double Cost, int Column);

/// <summary>
/// The cheapest columns of every row by reduced cost c − v, in order, for prices v that only fall. What is not on a list had a reduced cost of at least the list's
/// end when it was made, and has so ever since. So a search that reads on wherever it reaches a bound sees every column in time: it is exact, while its work is
/// that of a sparse problem and no matrix is needed.
/// </summary>
internal sealed unsafe class CheapColumns<V>
    where V : unmanaged, IPack<V>
{
    private const int InitialLength = 128, Growth = 4;

    /// <summary>Longest list: beyond, all columns are handed out without being kept.</summary>
    private const int Longest = 2048;

    private const int RowsPerPiece = 128;

    private readonly CostRows _costs;
    private readonly double[] _v, _end;
    private readonly CheapColumn[][] _lists;
    private readonly Workspace _own;

    /// <summary>Lists still to be made.</summary>
    /// <param name="costs">The costs.</param>
    /// <param name="prices">v, pinned, filled up to <see cref="CostRows.Stride"/>; may fall from then on.</param>
    public CheapColumns(CostRows costs, double[] prices)
    {
        (_costs, _v, _end, _lists) = (costs, prices, new double[costs.Rows], new CheapColumn[costs.Rows][]);
        _own = new Workspace(costs);
    }

    /// <summary>Makes all lists.</summary>
    /// <param name="threads">At most so many threads.</param>
    public void MakeAll(int threads) => Workers.Run(threads, (_costs.Rows + RowsPerPiece - 1) / RowsPerPiece, piece =>
    {
        var space = new Workspace(_costs);
        for (int row = piece * RowsPerPiece; row < Math.Min(_costs.Rows, (piece + 1) * RowsPerPiece); row++)
            Make(row, Math.Min(InitialLength, _costs.Columns), space);
    });

    /// <summary>The two cheapest columns of a row and by how much they differ: ∞ where there is one column only.</summary>
    public (CheapColumn Best, CheapColumn Second, double Gap) Cheapest(int row)
    {
        while (true)
        {
            CheapColumn best = default, second = default;
            double least = double.PositiveInfinity, next = double.PositiveInfinity;
            foreach (ref readonly CheapColumn entry in _lists[row].AsSpan())
            {
                if (entry.Bound >= next) return (best, second, next - least);
                double value = entry.Cost - _v[entry.Column];
                if (value < least) (second, next, best, least) = (best, least, entry, value);
                else if (value < next) (second, next) = (entry, value);
            }

            if (next <= _end[row]) return (best, second, next - least);
            Make(row, _lists[row].Length, _own);
        }
    }

    /// <summary>The next columns of a row, in the order of the bounds.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="place">How many have been read; moved on.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="bound">What has not been read has a reduced cost of at least this; ∞ when all have been.</param>
    public ReadOnlySpan<CheapColumn> Next(int row, ref int place, int count, out double bound)
    {
        CheapColumn[] list = _lists[row];
        if (place >= list.Length)
        {
            // The list has been read to its end: a new one, longer where prices have hardly moved since it was made.
            double end = _end[row];
            int before = list.Length;
            Make(row, before, _own);
            if (!(_end[row] > end) || _lists[row][before / 2].Bound < end)
            {
                if (before >= Longest) return Rest(row, end, out place, out bound);
                Make(row, Math.Min(Growth * before, _costs.Columns), _own);
            }

            // What is below the old end has been read.
            (list, place) = (_lists[row], 0);
            while (place < list.Length && list[place].Bound < end)
                place++;
        }

        int first = place;
        place = Math.Min(place + count, list.Length);
        bound = place < list.Length ? list[place].Bound : _end[row];
        return list.AsSpan(first, place - first);
    }

    /// <summary>All columns from an old end on, without keeping them.</summary>
    private ReadOnlySpan<CheapColumn> Rest(int row, double end, out int place, out double bound)
    {
        CheapColumn[] all = List(row, _costs.Columns, _own, out bound);
        place = int.MaxValue;
        int first = 0;
        while (first < all.Length && all[first].Bound < end)
            first++;
        return all.AsSpan(first);
    }

    private void Make(int row, int length, Workspace space) => _lists[row] = List(row, length, space, out _end[row]);

    private CheapColumn[] List(int row, int length, Workspace space, out double end)
    {
        space.Reserve(2 * length);
        double[] values = space.Values;
        int[] places = space.Places;
        int count;
        double* costs;
        fixed (double* buffer = space.Costs, v = _v, found = values)
        fixed (int* columns = places)
        {
            costs = _costs.Row(row, buffer);
            count = RowScan.Smallest<V>(costs, v, _costs.Stride, length, row, columns, found, out end);
        }

        Array.Sort(values, places, 0, count);
        var list = new CheapColumn[count];
        for (int k = 0; k < count; k++)
            list[k] = new CheapColumn(values[k], costs[places[k]], places[k]);

        // A list of all columns has no end.
        if (count == _costs.Columns) end = double.PositiveInfinity;
        return list;
    }

    private sealed class Workspace(CostRows costs)
    {
        public readonly double[] Costs = GC.AllocateUninitializedArray<double>(costs.Stride, pinned: true);

        public double[] Values = [];

        public int[] Places = [];

        public void Reserve(int length)
        {
            if (Values.Length >= length) return;
            Values = GC.AllocateUninitializedArray<double>(length, pinned: true);
            Places = GC.AllocateUninitializedArray<int>(length, pinned: true);
        }
    }
}
