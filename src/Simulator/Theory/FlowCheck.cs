using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Theory;

/// <summary>
/// Link (b) of the proof: Φ carries q_T to q_1, and Φ_{k→1} ∘ Φ_{T→k} = Φ_{T→1}. The flow that everything else uses (closed forms, quantile maps) is held
/// against the differential equation (16), which shares no formula with it.
/// </summary>
/// <param name="Difference">The largest difference, relative to 1 + ‖Φ(x)‖ and to the slope of Φ at x where that exceeds 1.</param>
/// <param name="Tolerance">What numerical integration leaves.</param>
/// <param name="Reason">Why there is no comparison, else null.</param>
public sealed record FlowCheck(double Difference, double Tolerance, string? Reason)
{
    /// <summary>Tolerance of the comparison.</summary>
    private const double Allowed = 1e-8;

    /// <summary>Standard normal quantiles of the points at time T.</summary>
    private static readonly double[] Scores = [-2.1, -1.2, -0.4, 0.3, 1.1, 2.3];

    /// <summary>Checks every distinct block of a structure.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="schedule">The schedule.</param>
    public static FlowCheck Of(Structure structure, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(schedule);
        switch (structure)
        {
            case BlocksStructure blocks:
                return blocks.Blocks.DistinctBy(b => b.Key).Select(b => Of(b.Block, schedule)).MaxBy(c => c.Reason is null ? c.Difference : double.PositiveInfinity)!;
            case RotatedStructure rotated:
                return Of(rotated.Inner, schedule);
            case LineStructure line:
                return OfLine(line, schedule);
            case LinearStructure linear:
                return OfLinear(linear, schedule);
            case RadialStructure radial:
                return OfRadial(radial, schedule);
            default:
                return new FlowCheck(0, Allowed, "no flow in closed form");
        }
    }

    private static FlowCheck OfLine(LineStructure line, Schedule schedule)
    {
        var flow = new QuantileFlow(line, schedule);
        UnivariateMixture first = flow.Law(1), last = flow.Law(schedule.Steps);
        MixtureTarget target = MixtureTarget.OnLine([.. line.Law.Weights], [.. line.Law.Means], [.. line.Law.StandardDeviations]);
        double[] points = [.. Scores.Select(z => last.FromNormalScore(z))];
        return Compare(flow, new MixtureDenoiser(target), points, (x, y) => Math.Exp(last.LogPdf(x[0]) - first.LogPdf(y[0])));
    }

    private static FlowCheck OfLinear(LinearStructure linear, Schedule schedule)
    {
        var flow = new LinearFlow(linear, schedule);
        double whole = Math.Exp(flow.Lipschitz().LogWholeWay);
        int d = linear.Dimension;
        double[] points = [.. Enumerable.Range(0, 2 * d).Select(i => schedule[schedule.Steps].Signal * linear.Mean[i % d] + Scores[i % Scores.Length])];
        return Compare(flow, new MixtureDenoiser(new GaussianTarget(linear.Mean, linear.Covariance)), points, (_, _) => whole);
    }

    private static FlowCheck OfRadial(RadialStructure radial, Schedule schedule)
    {
        var flow = new RadialFlow(radial, schedule);
        RadialMixture first = flow.Law(1), last = flow.Law(schedule.Steps);
        int d = radial.Dimension;
        double[] points = new double[Scores.Length * d];
        for (int i = 0; i < Scores.Length; i++)
            points[i * d] = last.Quantile((i + 0.5) / Scores.Length);
        return Compare(flow, new RadialDenoiser(radial), points, (x, y) =>
        {
            double r = Radii.Norm(x), rho = Radii.Norm(y);
            return Math.Max(rho / r, Math.Exp(last.LogPdf(r) - first.LogPdf(rho)));
        });
    }

    private delegate double SlopeAt(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    private static FlowCheck Compare(FlowMap flow, IDenoiser denoiser, double[] points, SlopeAt slopeAt)
    {
        int steps = flow.Schedule.Steps, d = flow.Dimension, middle = (steps + 1) / 2;
        var batch = new PointBatch(points, d);
        double[] whole = new double[points.Length], half = new double[points.Length], twice = new double[points.Length];
        flow.Map(steps, 1, batch, whole);
        flow.Map(steps, middle, batch, half);
        flow.Map(middle, 1, new PointBatch(half, d), twice);
        Outcome<double[]> equation = new ProbabilityFlow(denoiser).Map(flow.Schedule[steps], flow.Schedule[1], batch);
        if (equation.Status != Status.Ok) return new FlowCheck(0, Allowed, "the differential equation of the flow did not reach its tolerance");
        double largest = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            ReadOnlySpan<double> y = whole.AsSpan(i * d, d);
            double scale = Math.Max(1, slopeAt(batch[i], y)) * (1 + Radii.Norm(y));
            largest = Math.Max(largest, Math.Max(Distance(y, twice.AsSpan(i * d, d)), Distance(y, equation.Value.AsSpan(i * d, d))) / scale);
        }

        return new FlowCheck(largest, Allowed, null);
    }

    private static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return Math.Sqrt(sum);
    }
}
