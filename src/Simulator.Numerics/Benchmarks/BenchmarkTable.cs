using System.Globalization;

namespace Simulator.Numerics.Benchmarks;

/// <summary>Results as lines of text.</summary>
public static class BenchmarkTable
{
    /// <summary>The heading.</summary>
    public static string Head { get; } = $"{"kernel",-34} {"threads",7} {"contender",-10} {"ms",10} {"GFLOP/s",8} {"of peak",8} {"ratio",6}";

    /// <summary>One result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="ours">Our seconds for the same work in the same run, or null: the ratio is theirs to ours, above 1 where we are faster.</param>
    public static string Line(KernelResult result, double? ours)
    {
        ArgumentNullException.ThrowIfNull(result);
        string rate = result.Gigaflops > 0 ? string.Create(CultureInfo.InvariantCulture, $"{result.Gigaflops,8:0.0} {result.FractionOfPeak,8:0 %}") : $"{"",17}";
        string ratio = ours is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{result.Seconds / seconds,6:0.00}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{result.Kernel,-34} {result.Threads,7} {result.Contender,-10} {1e3 * result.Seconds,10:0.000} {rate} {ratio}").TrimEnd();
    }

    /// <summary>Results with the ratio of every contender to the first of the same kernel and threads.</summary>
    /// <param name="results">The results, those of a kernel one after the other.</param>
    public static IEnumerable<string> Lines(IEnumerable<KernelResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        KernelResult? first = null;
        foreach (KernelResult result in results)
        {
            bool isFirst = first is null || first.Kernel != result.Kernel || first.Threads != result.Threads;
            if (isFirst) first = result;
            yield return Line(result, isFirst ? null : first!.Seconds);
        }
    }
}
