using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Statistics;

namespace Simulator.Experiments;

/// <summary>Places the points of curves over N(0, 1): evenly at first, then intervals are halved over which a curve rises too much to be drawn as a straight line.</summary>
/// <param name="solution">f_T with the flow beside it, d = 1.</param>
/// <param name="first">q_1.</param>
internal sealed class CurveSampler(ExactSolution solution, UnivariateMixture first)
{
    /// <summary>Curves reach to so many deviations; N(0, 1) has 6e-7 of its mass beyond.</summary>
    private const int Reach = 5;

    /// <summary>Intervals to a deviation before any is halved.</summary>
    private const int Base = 40;

    /// <summary>The most that a curve may rise over an interval, as parts of what all maps span, and of the highest point of a density.</summary>
    private const double LargestRise = 1.0 / 150, LargestDensityRise = 1.0 / 40;

    /// <summary>A jump is enclosed in an interval this many halvings below the base, 1.5e-9 wide.</summary>
    private const int Halvings = 24;

    /// <summary>More rows would make neither files nor figures better.</summary>
    private const int MostRows = 6000;

    /// <summary>The rows, z ascending.</summary>
    public ImmutableArray<CurveRow> Rows { get; private set; } = [];

    /// <summary>Whether some intervals should have been halved and were not, because there would be too many.</summary>
    public bool IsCoarse { get; private set; }

    /// <summary>The worst status of the flow lines.</summary>
    public Status Followed { get; private set; } = Status.Ok;

    /// <summary>Whether f_T is increasing, as far as its numerical error lets one say.</summary>
    public bool IsIncreasing => Rows.All(r => !(r.Slope <= -r.SlopeError)) && Rows.Zip(Rows.Skip(1)).All(p => !(p.Second.F < p.First.F));

    /// <summary>Makes the rows; the density is what the place z adds to that of f_T(Z), φ(z)/|f_T'(z)|, all of it for an increasing f_T.</summary>
    /// <param name="cancellation">Stops the work.</param>
    public void Run(CancellationToken cancellation)
    {
        Rows = [.. At([.. Enumerable.Range(-Reach * Base, 2 * Reach * Base + 1).Select(i => (double)i / Base)])];
        for (int level = 0; level < Halvings; level++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] middles = Middles();
            IsCoarse = Rows.Length + middles.Length > MostRows;
            if (middles.Length == 0 || IsCoarse) return;
            Rows = [.. Rows.Concat(At(middles)).OrderBy(r => r.Z)];
        }
    }

    private double[] Middles()
    {
        double least = Math.ScaleB(1.5 / Base, -Halvings), rise = LargestRise * Span();
        double learned = IsIncreasing ? LargestDensityRise * Rows.Max(r => r.Density ?? 0) : double.PositiveInfinity;
        double target = LargestDensityRise * Rows.Max(r => r.TargetDensity);
        return [.. Rows.Zip(Rows.Skip(1)).Where(p => p.Second.Z - p.First.Z > least && IsSteep(p.First, p.Second)).Select(p => 0.5 * (p.First.Z + p.Second.Z))];

        // Comparisons with NaN are false: where a map is not known nothing is halved.
        bool IsSteep(CurveRow a, CurveRow b) => Math.Abs(b.F - a.F) > rise || Math.Abs(b.Flow - a.Flow) > rise || Math.Abs(b.Limit - a.Limit) > rise
            || Math.Abs(b.TargetDensity - a.TargetDensity) > target || Math.Abs((b.Density - a.Density) ?? 0) > learned;
    }

    /// <summary>What all maps span together.</summary>
    private double Span()
    {
        double[] values = [.. Rows.SelectMany(r => new[] { r.F, r.Flow, r.Limit }).Where(double.IsFinite)];
        return values.Length == 0 ? double.PositiveInfinity : values.Max() - values.Min();
    }

    private IEnumerable<CurveRow> At(double[] z)
    {
        double[] f = new double[z.Length], flow = new double[z.Length], limit = new double[z.Length];
        var points = new PointBatch(z, 1);
        solution.Function.Evaluate(points, f);
        Followed = Followed.Worst(solution.Flow.Map(solution.Flow.Schedule.Steps, 1, points, flow)).Worst(solution.Flow.MapNoise(1, points, limit));
        Measured[] slopes = LineSlopes.At(solution, z);
        return Enumerable.Range(0, z.Length).Select(i => new CurveRow(
            z[i], f[i], slopes[i].Value, slopes[i].Error, flow[i], limit[i],
            Part(z[i], slopes[i].Value), first.Pdf(limit[i]), first.Pdf(f[i])));
    }

    private static double? Part(double z, double slope) => double.IsFinite(slope) && Normal.Pdf(z) / Math.Abs(slope) is var part && double.IsFinite(part) ? part : null;
}
