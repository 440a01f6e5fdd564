namespace Simulator.Sweeps;

/// <summary>Axes that go step by step with each other, as zipped ones do.</summary>
public static class ZippedAxes
{
    /// <summary>Whether two axes change, and each value of one comes with one value of the other: they tell nothing apart that one of them does not.</summary>
    /// <typeparam name="T">What lies on the axes.</typeparam>
    /// <param name="all">What lies on the axes.</param>
    /// <param name="first">The value on the one.</param>
    /// <param name="second">The value on the other.</param>
    public static bool GoTogether<T>(IReadOnlyCollection<T> all, Func<T, object> first, Func<T, object> second)
    {
        ArgumentNullException.ThrowIfNull(all);
        int a = all.Select(first).Distinct().Count(), b = all.Select(second).Distinct().Count();
        return a > 1 && a == b && all.Select(v => (first(v), second(v))).Distinct().Count() == a;
    }
}
