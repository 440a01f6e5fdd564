namespace Simulator.Numerics.OptimalTransport;

/// <summary>A binary heap of numbered keys for shortest paths: nothing is ever removed from the middle, outdated entries are popped and ignored.</summary>
internal sealed class SearchHeap
{
    private (double Key, int Id)[] _entries = new (double, int)[256];
    private int _count;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds an entry.</summary>
    public void Push(double key, int id)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, 2 * _count);
        int place = _count++;
        while (place > 0)
        {
            int parent = (place - 1) >>> 1;
            if (_entries[parent].Key <= key) break;
            _entries[place] = _entries[parent];
            place = parent;
        }

        _entries[place] = (key, id);
    }

    /// <summary>Removes the entry with the least key.</summary>
    public bool TryPop(out double key, out int id)
    {
        (key, id) = (double.NaN, 0);
        if (_count == 0) return false;
        (key, id) = _entries[0];
        (double Key, int Id) last = _entries[--_count];
        int place = 0;
        for (int child = 1; child < _count; child = 2 * place + 1)
        {
            if (child + 1 < _count && _entries[child + 1].Key < _entries[child].Key) child++;
            if (!(_entries[child].Key < last.Key)) break;
            _entries[place] = _entries[child];
            place = child;
        }

        _entries[place] = last;
        return true;
    }
}
