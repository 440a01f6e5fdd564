using System.Collections.Concurrent;

namespace Simulator.Numerics;

/// <summary>
/// What several computations need, made once: whoever asks first makes it, others who ask meanwhile wait. Only the latest results are kept. What is shared must depend on its key alone, so that sharing changes no number.
/// </summary>
/// <param name="most">How many results are kept.</param>
public sealed class SharedWork(int most)
{
    private readonly ConcurrentDictionary<object, Lazy<object>> _made = new();
    private readonly ConcurrentQueue<object> _order = new();

    /// <summary>The result of a key.</summary>
    /// <typeparam name="T">Its type, the same for equal keys.</typeparam>
    /// <param name="key">A value with equality.</param>
    /// <param name="make">Makes it; may ask for other keys.</param>
    public T Of<T>(object key, Func<T> make)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        var mine = new Lazy<object>(() => make());
        Lazy<object> found = _made.GetOrAdd(key, mine);
        if (ReferenceEquals(found, mine))
        {
            _order.Enqueue(key);
            while (_made.Count > most && _order.TryDequeue(out object? oldest))
                _made.TryRemove(oldest, out _);
        }

        return (T)found.Value;
    }
}
