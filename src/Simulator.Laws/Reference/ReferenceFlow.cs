using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Interpolation;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Laws.Reference;

/// <summary>
/// Φ_{t→1} for many points: closed form for Gaussians, quantile maps on the line, which are tabulated first because averages ask for millions of
/// values.
/// </summary>
/// <param name="flow">The flow.</param>
/// <param name="extent">Low and high end of the points of time t that must be on the table; null if there is to be none.</param>
internal sealed class ReferenceFlow(FlowMap flow, Func<int, (double Low, double High)>? extent)
{
    private const int TableSize = 2049;

    /// <summary>Points between those of the table at which it is tested.</summary>
    private const int Probes = 64;

    /// <summary>The table reaches this many standard deviations beyond every component.</summary>
    private const double Reach = 10;

    private readonly Dictionary<int, (UniformInterpolant Table, double Error)> _tables = [];

    /// <summary>The flow itself.</summary>
    public FlowMap Exact => flow;

    /// <summary>The flow of a target, or null where there is none that is fast enough.</summary>
    /// <param name="target">The law of X_0.</param>
    /// <param name="schedule">The schedule.</param>
    public static ReferenceFlow? For(Target target, Schedule schedule) => target.Structure switch
    {
        LinearStructure linear => new ReferenceFlow(new LinearFlow(linear, schedule), null),
        LineStructure line => OnLine(new QuantileFlow(line, schedule)),
        _ => null,
    };

    /// <summary>Φ_{t→1} at points.</summary>
    /// <param name="t">1 … T.</param>
    /// <param name="points">Points at time t.</param>
    /// <param name="result">Receives the points at time 1.</param>
    public void ToStart(int t, PointBatch points, Span<double> result)
    {
        if (extent is null || t == 1) flow.Map(t, 1, points, result);
        else TableOf(t).Table.Evaluate(points.Data, result);
    }

    /// <summary>The largest difference between the table of time t and the flow, at points in between.</summary>
    /// <param name="t">1 … T.</param>
    public double ErrorOf(int t) => extent is null || t == 1 ? 0 : TableOf(t).Error;

    private static ReferenceFlow OnLine(QuantileFlow flow) => new(flow, t => flow.Law(t).Extent(Reach));

    private (UniformInterpolant Table, double Error) TableOf(int t)
    {
        if (_tables.TryGetValue(t, out (UniformInterpolant Table, double Error) known)) return known;
        (double low, double high) = extent!(t);
        double step = (high - low) / (TableSize - 1);
        double[] points = [.. Enumerable.Range(0, TableSize).Select(i => low + i * step)], values = new double[TableSize];
        flow.Map(t, 1, new PointBatch(points, 1), values);
        var table = new UniformInterpolant(low, step, values);

        // In the middle four fifths: at the rim, far out in the tails, nothing has weight.
        double[] probes = [.. Enumerable.Range(0, Probes).Select(i => low + step * (Math.Floor((0.1 + 0.8 * i / Probes) * TableSize) + 0.5))], exact = new double[Probes];
        flow.Map(t, 1, new PointBatch(probes, 1), exact);
        double error = probes.Select((x, i) => Math.Abs(table.Evaluate(x) - exact[i])).Max();
        return _tables[t] = (table, error);
    }
}
