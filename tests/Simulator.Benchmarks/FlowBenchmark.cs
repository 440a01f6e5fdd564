using System.Diagnostics;
using System.Globalization;
using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Numerics.Simd;
using Simulator.Schedules;

namespace Simulator.Benchmarks;

/// <summary>The probability flow of a mixture with full covariances, from pure noise to X_1: 10 000 points, d = 64, K = 16.</summary>
internal static class FlowBenchmark
{
    private const int Points = 10_000, Dimension = 64, Components = 16, Steps = 100;

    private const double Tolerance = 1e-8;

    /// <summary>One line a run: time, evaluations of the field, the rate of the operations that these need, and the error against a tolerance a thousand times smaller.</summary>
    /// <param name="cores">All cores.</param>
    public static IEnumerable<string> Lines(int cores)
    {
        var random = RandomStream.Named(1, "benchmark", "flow", "data");
        var denoiser = new MixtureDenoiser(RandomMixtures.Of(random, Dimension, Components));
        double[] noise = RandomMixtures.Normals(random, Points * Dimension);
        Schedule schedule = new TwoPhaseSchedule().Create(Steps);
        var few = new PointBatch(noise.AsSpan(0, 128 * Dimension), Dimension);
        double[] exact = new ProbabilityFlow(denoiser, ProbabilityFlow.Tolerance(1e-3 * Tolerance)).Map(NoiseLevel.Infinite, schedule[1], few).Value;
        foreach (int threads in cores == 1 ? (int[])[1] : [1, cores])
        {
            var flow = new ProbabilityFlow(denoiser, ProbabilityFlow.Tolerance(Tolerance), threads);
            long start = Stopwatch.GetTimestamp();
            Outcome<double[]> end = flow.Map(NoiseLevel.Infinite, schedule[1], new PointBatch(noise, Dimension));
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double evaluations = (double)end.Diagnostics.Evaluations / Points;

            // An evaluation takes every point into the eigenbasis of every component and back.
            double rate = evaluations * Points * Components * 4.0 * Dimension * Dimension / seconds / 1e9;
            double error = exact.Select((x, i) => Math.Abs(x - end.Value[i])).Max();
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"flow {Points} x {Dimension}, K = {Components}, tolerance {Tolerance:0e+0}, {threads} thread(s): {end.Status.Name()}, {seconds:0.00} s, {evaluations:0} evaluations a point, {rate:0.0} GFLOP/s, {100 * rate / MachinePeak.Gigaflops(threads):0} % of peak, largest error of 128 points {error:0.0e+0}");
        }
    }
}
