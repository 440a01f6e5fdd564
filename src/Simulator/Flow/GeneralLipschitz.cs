using System.Collections.Immutable;
using System.Numerics.Tensors;
using MathNet.Numerics;
using MathNet.Numerics.RootFinding;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Schedules;

namespace Simulator.Flow;

/// <summary>
/// L_f of a law without special structure: the supremum of ‖∂Φ_{t→k}‖ over typical flow lines and pairs of times, by Jacobians along many lines, power iteration, and
/// ascent over the lines. A maximum found, so a lower bound of the supremum.
/// </summary>
/// <remarks>
/// A line is labelled by its start z at σ = ∞, where it is N(0, I): typical are those with ‖z‖ below the quantile of the χ law that leaves out a mass of 1e-6, and
/// the lines of random z are lines of q_t at every t.
/// </remarks>
/// <param name="denoiser">The posterior mean and its derivative.</param>
/// <param name="schedule">The schedule.</param>
/// <param name="options">Accuracy, threads, seed.</param>
internal sealed class GeneralLipschitz(ITangentDenoiser denoiser, Schedule schedule, FlowOptions options)
{
    /// <summary>Levels between which Jacobians are known; the best pair is then looked for among the times around it.</summary>
    private const int MostLevels = 17;

    /// <summary>Columns of Jacobians in all, and the fewest lines where these would be too few.</summary>
    private const int Columns = 2048, FewestLines = 48;

    /// <summary>Lines from which to climb, tries of each, rounds.</summary>
    private const int Climbers = 6, Tries = 8, Rounds = 12;

    /// <summary>Accuracy of derivatives: more than a maximum over samples deserves.</summary>
    private const double Accuracy = 1e-6;

    private readonly ProbabilityFlow _flow = new(denoiser, ProbabilityFlow.Tolerance(Math.Max(options.Tolerance, Accuracy)), options.Threads);
    private readonly int _dimension = denoiser.Dimension;
    private readonly double _radius = TypicalRadius(denoiser.Dimension);

    /// <summary>The constants.</summary>
    public LipschitzConstants Compute()
    {
        int d = _dimension, n = Math.Min(Math.Max(Columns / d, FewestLines), options.MostLines);
        ImmutableArray<int> times = Times(1, schedule.Steps, MostLevels);
        double[] noise = new double[n * d];
        RandomStream.Named(options.Seed, "lipschitz", "lines", "noise").FillNormal(noise);
        (FlowPropagators lines, Status status) = Follow(noise, times);
        if (status != Status.Ok) return Unknown(status);

        Stretch[] whole = LargestOf(lines, wholeWay: true), pairs = LargestOf(lines, wholeWay: false);
        double wholeWay = Climb(noise, whole, times, wholeWay: true), typical = Climb(noise, pairs, times, wholeWay: false);
        return new LipschitzConstants(
            null,
            $"none: no closed form; the typical figure is the largest found by ascent from {n} flow lines, a lower bound",
            Math.Max(0, Math.Max(typical, wholeWay)),
            wholeWay,
            SlopeLaw.Of(whole.Select(s => (s.Log, 1.0))));
    }

    /// <summary>At most so many times from first to last, both included, evenly spread over the indices.</summary>
    private static ImmutableArray<int> Times(int first, int last, int most)
    {
        int count = Math.Min(most, last - first + 1);
        return [.. Enumerable.Range(0, count).Select(i => last - (int)Math.Round((double)i * (last - first) / (count - 1))).Distinct()];
    }

    /// <summary>‖z‖ up to which a mass of 1 − 1e-6 lies.</summary>
    private static double TypicalRadius(int dimension)
    {
        // χ² within Gaussian reach of its mean: the root lies there for every d.
        double high = dimension + 12 * Math.Sqrt(2.0 * dimension) + 60;
        return Math.Sqrt(Brent.FindRoot(
            x => Math.Log(SpecialFunctions.GammaUpperRegularized(0.5 * dimension, 0.5 * x)) - Math.Log(LipschitzConstants.AtypicalMass), 1e-3, high, 1e-10, 200));
    }

    private static LipschitzConstants Unknown(Status status)
        => new(null, "none: flow lines could not be followed", double.NaN, double.NaN, SlopeLaw.Constant(double.NaN)) { Status = status };

    /// <summary>The lines of noise with their Jacobians between times.</summary>
    private (FlowPropagators Lines, Status Status) Follow(double[] noise, ImmutableArray<int> times)
    {
        Outcome<double[]> start = _flow.Map(NoiseLevel.Infinite, schedule[times[0]], new PointBatch(noise, _dimension));
        if (start.Status != Status.Ok) return (null!, start.Status);
        FlowPropagators lines = FlowPropagators.Along(_flow, [.. times.Select(t => schedule[t])], new PointBatch(start.Value, _dimension));
        return (lines, lines.Status);
    }

    /// <summary>
    /// Climbs from the best lines: every round tries neighbours of each, one along the direction that is stretched most and the others at random, at distances that grow with success
    /// and shrink without; a try counts by how much it stretches that one direction, which is never more than the norm.
    /// </summary>
    private double Climb(double[] noise, Stretch[] stretches, ImmutableArray<int> times, bool wholeWay)
    {
        int d = _dimension;
        int[] best = [.. Enumerable.Range(0, stretches.Length).OrderByDescending(i => stretches[i].Log).ThenBy(i => i).Take(Climbers)];
        double[] places = [.. best.SelectMany(i => noise[(i * d)..((i + 1) * d)])], reaches = new double[best.Length];
        Stretch[] heights = [.. best.Select(i => stretches[i])];
        Array.Fill(reaches, 0.3);
        RandomStream random = RandomStream.Named(options.Seed, "lipschitz", wholeWay ? "whole way" : "all pairs", "ascent");
        for (int round = 0; round < Rounds; round++)
        {
            double[] tried = Neighbours(places, heights, reaches, random);
            double[] logs = StretchOf(tried, heights, times);
            for (int i = 0; i < best.Length; i++)
            {
                int first = i * Tries, at = Enumerable.Range(first, Tries).MaxBy(k => logs[k]);
                reaches[i] *= logs[at] > heights[i].Log ? 1.5 : 0.5;
                if (!(logs[at] > heights[i].Log)) continue;
                tried.AsSpan(at * d, d).CopyTo(places.AsSpan(i * d));
                heights[i] = heights[i] with { Log = logs[at] };
            }
        }

        // With the places known: the best pair of all times around the best pair of few.
        (FlowPropagators lines, Status status) = Follow(places, times);
        if (status != Status.Ok) return heights.Max(h => h.Log);
        heights = LargestOf(lines, wholeWay);
        int top = Enumerable.Range(0, best.Length).MaxBy(i => heights[i].Log);
        if (wholeWay) return heights[top].Log;
        (FlowPropagators closer, Status followed) = Follow(places[(top * d)..((top + 1) * d)], Around(times, heights[top]));
        return followed == Status.Ok ? Math.Max(heights[top].Log, closer.Largest(0, wholeWay: false).Log) : heights[top].Log;
    }

    /// <summary>The pair of times between which each line is stretched most.</summary>
    private Stretch[] LargestOf(FlowPropagators lines, bool wholeWay)
    {
        var largest = new Stretch[lines.Lines];
        Workers.Run(options.Threads, largest.Length, i => largest[i] = lines.Largest(i, wholeWay));
        return largest;
    }

    /// <summary>The times next to both ends of a pair, as many as may be.</summary>
    private static ImmutableArray<int> Around(ImmutableArray<int> times, Stretch pair)
    {
        int Time(int index) => times[Math.Clamp(index, 0, times.Length - 1)];
        int[] near = [.. Times(Time(pair.From + 1), Time(pair.From - 1), MostLevels), .. Times(Time(pair.To + 1), Time(pair.To - 1), MostLevels)];
        return [.. near.Distinct().OrderDescending()];
    }

    private double[] Neighbours(double[] places, Stretch[] heights, double[] reaches, RandomStream random)
    {
        int d = _dimension;
        double[] tried = new double[places.Length * Tries];
        for (int i = 0; i < heights.Length; i++)
        {
            for (int k = 0; k < Tries; k++)
            {
                Span<double> place = tried.AsSpan((i * Tries + k) * d, d);
                if (k < 2) heights[i].Direction.CopyTo(place);
                else random.FillNormal(place);
                double factor = (k == 0 ? -1 : 1) * reaches[i] / TensorPrimitives.Norm<double>(place);
                TensorPrimitives.MultiplyAdd(place, factor, places.AsSpan(i * d, d), place);
                double norm = TensorPrimitives.Norm<double>(place);
                if (norm > _radius) TensorPrimitives.Multiply(place, _radius / norm, place);
            }
        }

        return tried;
    }

    /// <summary>log ‖∂Φ v‖ at tried places, with the pair of times and the direction v of the place they are tries of; NaN where a line is lost.</summary>
    private double[] StretchOf(double[] tried, Stretch[] heights, ImmutableArray<int> times)
    {
        int d = _dimension;
        var logs = new double[tried.Length / d];
        Workers.Run(options.Threads, heights.Length, i =>
        {
            NoiseLevel from = schedule[times[heights[i].From]], to = schedule[times[heights[i].To]];
            Outcome<double[]> start = _flow.Map(NoiseLevel.Infinite, from, new PointBatch(tried.AsSpan(i * Tries * d, Tries * d), d));
            Outcome<double[]> end = start.Status == Status.Ok
                ? _flow.Map(from, to, new PointBatch(start.Value, d), [.. Enumerable.Repeat(heights[i].Direction, Tries).SelectMany(v => v)])
                : start;
            for (int k = 0; k < Tries; k++)
                logs[i * Tries + k] = end.Status == Status.Ok ? Math.Log(TensorPrimitives.Norm<double>(end.Value.AsSpan((2 * k + 1) * d, d))) : double.NaN;
        });
        return logs;
    }
}
