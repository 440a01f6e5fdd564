namespace Simulator.Numerics.OptimalTransport;

/// <content>The auction that brings prices near to optimal ones.</content>
internal sealed unsafe partial class AssignmentSolver<V>
{
    /// <summary>The least increment, in units of the mean difference between the two cheapest columns of a row.</summary>
    private const double LeastIncrement = 1;

    /// <summary>By how much increments grow when an auction does not end, and shrink when it does.</summary>
    private const double Step = 4;

    private const int MostSteps = 40;

    /// <summary>Bids a row after which an auction counts as not ending: on the way up, and on the way down.</summary>
    private const int BidsUp = 8, BidsDown = 32;

    /// <summary>
    /// Auctions (Bertsekas 1988): rows bid for their cheapest column and lower its price by an increment more than it takes. The increment grows until an auction ends
    /// soon, and shrinks from there. Only the prices are kept: they are within an increment of optimal ones, so that afterwards paths are short.
    /// </summary>
    private long Balance()
    {
        long bids = 0;
        double unit = 0;
        for (int row = 0; row < _n; row++)
        {
            double gap = _lists.Cheapest(row).Gap;
            if (gap < double.PositiveInfinity) unit += gap / _n;
        }

        if (unit == 0) return 0;
        double increment = LeastIncrement;
        for (int step = 0; step < MostSteps && !Auction(increment * unit, BidsUp, ref bids); step++)
            increment *= Step;
        while ((increment /= Step) >= LeastIncrement)
            Auction(increment * unit, BidsDown, ref bids);
        Array.Fill(_rowOf, -1);
        Array.Fill(_columnOf, -1);
        return bids;
    }

    /// <summary>An auction that begins with the pairs that are within the increment of the cheapest ones; false when it was given up.</summary>
    private bool Auction(double increment, int bidsPerRow, ref long bids)
    {
        var free = new Queue<int>();
        for (int row = 0; row < _n; row++)
        {
            int column = _columnOf[row];
            if (column >= 0)
            {
                CheapColumn best = _lists.Cheapest(row).Best;
                if (_matchedCost[row] - _v[column] <= best.Cost - _v[best.Column] + increment) continue;
                _rowOf[column] = -1;
                _columnOf[row] = -1;
            }

            free.Enqueue(row);
        }

        for (long most = bids + (long)bidsPerRow * _n; free.Count > 0 && bids < most; bids++)
        {
            int row = free.Dequeue();
            (CheapColumn best, _, double gap) = _lists.Cheapest(row);
            if (gap < double.PositiveInfinity) _v[best.Column] -= gap + increment;
            int outbid = _rowOf[best.Column];
            if (outbid >= 0)
            {
                free.Enqueue(outbid);
                _columnOf[outbid] = -1;
            }

            Assign(row, best.Column, best.Cost);
        }

        return free.Count == 0;
    }
}
