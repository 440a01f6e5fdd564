using Simulator.Numerics.Optimisation;
using Simulator.Schedules;

namespace Simulator.Flow;

/// <summary>
/// The flow lines of a law, labelled by their end v at t = 1, with <em>heights</em> along them: the logarithm of a slope of Φ_{t→k}
/// is what a height rises by from k to t.
/// </summary>
internal interface IFlowLines
{
    /// <summary>How many heights there are: one on the line; two, radial and tangential, for radii.</summary>
    int HeightCount { get; }

    /// <summary>Heights along a flow line.</summary>
    /// <param name="v">The end of the line.</param>
    /// <param name="times">Ascending times.</param>
    /// <param name="heights">Receives heights, <see cref="HeightCount"/> × times.</param>
    void Follow(double v, ReadOnlySpan<int> times, Span<double> heights);
}

/// <summary>
/// The largest slope over flow lines and pairs of times: sampled at given ends and some forty times, refined around every peak of the samples
/// that may be the highest, and there over all times.
/// </summary>
/// <param name="schedule">The schedule.</param>
/// <param name="lines">The flow lines.</param>
internal sealed class FlowLineSearch(Schedule schedule, IFlowLines lines)
{
    /// <summary>Times at which a flow line is looked at, besides 1 and T; heights are smooth in log σ_t.</summary>
    private const int TimeCount = 40;

    /// <summary>How many of the highest peaks are followed to the last step t, and at how many times on the way.</summary>
    private const int FollowedPeaks = 3, LocalTimes = 9;

    private readonly int[] _times = Times(schedule);

    /// <summary>Largest logarithm of a slope of any Φ_{t→k}, T ≥ t ≥ k ≥ 1, at least 0.</summary>
    /// <param name="ends">Ends of flow lines to begin with, ascending.</param>
    public double Largest(double[] ends)
    {
        double best = 0;
        foreach (Peak peak in Peaks(ends, v => RiseOver(v, _times).Value).Take(FollowedPeaks))
            best = Math.Max(best, Follow(peak));
        return best;
    }

    /// <summary>Largest logarithm of a slope of Φ_{T→1}; may be negative.</summary>
    /// <param name="ends">Ends of flow lines to begin with, ascending.</param>
    public double LargestWholeWay(double[] ends) => Peaks(ends, WholeWay).First().Value;

    /// <summary>Logarithm of the slope of Φ_{T→1} on a flow line.</summary>
    /// <param name="v">The end of the line.</param>
    public double WholeWay(double v) => Rise(v, 1, schedule.Steps);

    /// <summary>1, T and times in between, evenly spread over log σ.</summary>
    private static int[] Times(Schedule schedule)
    {
        int steps = schedule.Steps;
        if (steps <= TimeCount) return [.. Enumerable.Range(1, steps)];
        double low = schedule[1].LogSigma, high = schedule[steps].LogSigma;
        var times = new List<int> { 1 };
        for (int t = 2; t < steps; t++)
        {
            double due = low + (high - low) * times.Count / (TimeCount + 1);
            if (schedule[t].LogSigma >= due) times.Add(t);
        }

        times.Add(steps);
        return [.. times];
    }

    /// <summary>
    /// The peaks of a function over samples, refined between their neighbours, highest first. A peak is passed over when even rising as steeply as
    /// around it, it would not get to the highest one.
    /// </summary>
    private static IEnumerable<Peak> Peaks(double[] ends, Func<double, double> value)
    {
        double[] values = Array.ConvertAll(ends, v => value(v));
        double At(int i) => values[Math.Clamp(i, 0, values.Length - 1)];
        double Gap(int i) => i < 0 || i + 1 >= ends.Length ? 0 : ends[i + 1] - ends[i];
        double Steepness(int i) => Gap(i) > 0 ? Math.Abs(At(i + 1) - At(i)) / Gap(i) : 0;

        var peaks = new List<Peak>();
        double best = double.NegativeInfinity;
        foreach (int i in Enumerable.Range(0, ends.Length).Where(i => At(i) >= At(i - 1) && At(i) >= At(i + 1)).OrderByDescending(i => values[i]))
        {
            double steepest = Enumerable.Range(i - 2, 4).Max(Steepness);
            if (peaks.Count > 0 && values[i] + steepest * Math.Max(Gap(i - 1), Gap(i)) <= best) continue;
            double low = ends[Math.Max(i - 1, 0)], high = ends[Math.Min(i + 1, ends.Length - 1)];
            (double point, double refined) = low < high ? GoldenSection.Maximum(value, low, high, maximumEvaluations: 32) : (ends[i], values[i]);
            peaks.Add(refined > values[i] ? new Peak(point, low, high, refined) : new Peak(ends[i], low, high, values[i]));
            best = Math.Max(best, peaks[^1].Value);
        }

        return peaks.OrderByDescending(p => p.Value);
    }

    /// <summary>Climbs in turn over the pair of times, ever closer around the best one, and over the flow line.</summary>
    private double Follow(Peak peak)
    {
        (double value, int low, int high) = RiseOver(peak.Point, _times);
        double point = peak.Point;
        for (int reach = LongestGap(); ; reach = Math.Max(1, reach / 4))
        {
            double before = value;
            (double found, int k, int t) = RiseOver(point, [.. Around(low, reach).Union(Around(high, reach)).Order()]);
            if (found > value) (value, low, high) = (found, k, t);
            (double at, found) = GoldenSection.Maximum(v => Rise(v, low, high), peak.Low, peak.High);
            if (found > value) (value, point) = (found, at);
            if (reach == 1 && !(value > before)) return value;
        }
    }

    private int LongestGap() => _times.Zip(_times.Skip(1), (a, b) => b - a).Max();

    /// <summary>At most <see cref="LocalTimes"/> times around one, itself among them.</summary>
    private int[] Around(int time, int reach)
    {
        const int Half = LocalTimes / 2;
        return [.. Enumerable.Range(-Half, LocalTimes).Select(i => Math.Clamp(time + reach * i / Half, 1, schedule.Steps)).Distinct()];
    }

    /// <summary>What a height rises by on the line that ends at v, between the best pair k ≤ t of given ascending times.</summary>
    private (double Value, int Low, int High) RiseOver(double v, int[] times)
    {
        double[] heights = new double[lines.HeightCount * times.Length];
        lines.Follow(v, times, heights);
        (double Value, int Low, int High) best = (0, times[0], times[0]);
        for (int j = 0; j < lines.HeightCount; j++)
        {
            double least = double.PositiveInfinity;
            int from = 0;
            for (int i = 0; i < times.Length; i++)
            {
                double height = heights[j * times.Length + i];
                if (height < least) (least, from) = (height, times[i]);
                if (height - least > best.Value) best = (height - least, from, times[i]);
            }
        }

        return best;
    }

    private double Rise(double v, int k, int t)
    {
        if (k == t) return 0;
        double[] heights = new double[2 * lines.HeightCount];
        lines.Follow(v, [k, t], heights);
        return Enumerable.Range(0, lines.HeightCount).Max(j => heights[2 * j + 1] - heights[2 * j]);
    }

    /// <summary>A peak: where, between which samples, how high.</summary>
    private readonly record struct Peak(double Point, double Low, double High, double Value);
}
