namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// The tree of a transport problem's basis: rows 0 … n − 1, columns n … n + m − 1 and a root, with flows in whole units on the arcs to the parents.
/// </summary>
/// <remarks>
/// Strongly feasible (Cunningham 1976): an arc without flow points to the root, so that a unit can be sent there from everywhere. The leaving arc is chosen so that it stays so;
/// as flows are whole numbers, no basis comes back and the method ends.
/// </remarks>
internal sealed class SpanningTree
{
    private readonly int _rows;
    private readonly int[] _parent, _child, _next, _previous, _depth;
    private readonly long[] _flow;
    private readonly bool[] _up;
    private readonly double[] _cost;
    private readonly List<int> _stack = [];

    /// <summary>The star: every row sends its supply to the root, the root sends every column its demand, at a price that no plan keeps.</summary>
    /// <param name="supplies">Positive units, n.</param>
    /// <param name="demands">Positive units, m, with the same sum.</param>
    /// <param name="dear">Cost of an arc to or from the root, more than any cost.</param>
    public SpanningTree(long[] supplies, long[] demands, double dear)
    {
        _rows = supplies.Length;
        int nodes = supplies.Length + demands.Length + 1;
        Root = nodes - 1;
        (_parent, _child, _next, _previous, _depth) = (new int[nodes], new int[nodes], new int[nodes], new int[nodes], new int[nodes]);
        (_flow, _up, _cost, Heights) = (new long[nodes], new bool[nodes], new double[nodes], new double[nodes]);
        Array.Fill(_child, -1);
        _parent[Root] = -1;
        for (int node = 0; node < Root; node++)
        {
            bool row = node < _rows;
            (_flow[node], _up[node], _cost[node]) = (row ? supplies[node] : demands[node - _rows], row, dear);
            Hang(node, Root);
            Lift(node);
        }
    }

    /// <summary>The artificial node.</summary>
    public int Root { get; }

    /// <summary>Potentials: u_i of row i, −v_j of column j; an arc of the tree from s to t costs the difference.</summary>
    public double[] Heights { get; }

    /// <summary>Calls back for every arc with flow between a row and a column.</summary>
    public void ForEachFlow(Action<int, int, long> take)
    {
        for (int node = 0; node < Root; node++)
        {
            if (_flow[node] == 0 || _parent[node] == Root) continue;
            (int from, int to) = _up[node] ? (node, _parent[node]) : (_parent[node], node);
            take(from, to - _rows, _flow[node]);
        }
    }

    /// <summary>Brings an arc into the tree; calls back for every node whose potential changed.</summary>
    /// <param name="row">Tail.</param>
    /// <param name="column">Head, as a column.</param>
    /// <param name="cost">Its cost.</param>
    /// <param name="changed">Called with nodes.</param>
    public void Pivot(int row, int column, double cost, Action<int> changed)
    {
        int head = _rows + column, join = Join(row, head);
        long most = long.MaxValue;
        int leaving = -1;
        bool rowSide = true;
        for (int node = row; node != join; node = _parent[node])
        {
            if (_up[node] && _flow[node] < most) (most, leaving, rowSide) = (_flow[node], node, true);
        }

        for (int node = head; node != join; node = _parent[node])
        {
            if (!_up[node] && _flow[node] <= most) (most, leaving, rowSide) = (_flow[node], node, false);
        }

        for (int node = row; node != join; node = _parent[node])
            _flow[node] += _up[node] ? -most : most;
        for (int node = head; node != join; node = _parent[node])
            _flow[node] += _up[node] ? most : -most;

        // The part that is cut off hangs on the new arc: the path from its end to the cut turns around.
        (int current, int parent) = rowSide ? (row, head) : (head, row);
        (long flow, bool up, double price) = (most, rowSide, cost);
        int top = current;
        while (true)
        {
            int old = _parent[current];
            (long oldFlow, bool oldUp, double oldCost) = (_flow[current], _up[current], _cost[current]);
            Unhang(current);
            (_flow[current], _up[current], _cost[current]) = (flow, up, price);
            Hang(current, parent);
            if (current == leaving) break;
            (parent, current) = (current, old);
            (flow, up, price) = (oldFlow, !oldUp, oldCost);
        }

        _stack.Add(top);
        while (_stack.Count > 0)
        {
            int node = _stack[^1];
            _stack.RemoveAt(_stack.Count - 1);
            Lift(node);
            changed(node);
            for (int child = _child[node]; child >= 0; child = _next[child])
                _stack.Add(child);
        }
    }

    private int Join(int a, int b)
    {
        while (a != b)
        {
            if (_depth[a] >= _depth[b]) a = _parent[a];
            else b = _parent[b];
        }

        return a;
    }

    private void Lift(int node)
    {
        int parent = _parent[node];
        _depth[node] = _depth[parent] + 1;
        Heights[node] = _up[node] ? Heights[parent] + _cost[node] : Heights[parent] - _cost[node];
    }

    private void Hang(int node, int parent)
    {
        int first = _child[parent];
        (_parent[node], _next[node], _previous[node], _child[parent]) = (parent, first, -1, node);
        if (first >= 0) _previous[first] = node;
    }

    private void Unhang(int node)
    {
        if (_previous[node] >= 0) _next[_previous[node]] = _next[node];
        else _child[_parent[node]] = _next[node];
        if (_next[node] >= 0) _previous[_next[node]] = _previous[node];
    }
}
