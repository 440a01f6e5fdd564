namespace Simulator.Numerics;

/// <summary>Functions of a single point as functions of many.</summary>
public static class Pointwise
{
    /// <summary>Fills values one by one.</summary>
    /// <param name="x">Points.</param>
    /// <param name="y">Receives f at each point; at least as long.</param>
    /// <param name="f">The function.</param>
    public static void Fill(ReadOnlySpan<double> x, Span<double> y, Func<double, double> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        for (int i = 0; i < x.Length; i++)
            y[i] = f(x[i]);
    }
}
