using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Numerics.Simd;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Benchmarks;

/// <summary>A ridge regression on random Fourier features beside NumPy, and where the time of the learner's steps goes: d = 16, K = 8 full covariances, 1024 features, 50 000 pairs a step.</summary>
internal static class RegressionBenchmark
{
    private const int Samples = 50_000, Dimension = 16, Features = 1024, Components = 8, Steps = 200, Rounds = 5, BatchRows = 4096, Tile = 256;

    /// <summary>Runs and prints everything.</summary>
    /// <param name="python">The Python that is asked for NumPy.</param>
    /// <param name="cores">All cores.</param>
    public static int Run(string python, int cores)
    {
        double ours = double.PositiveInfinity, peer = double.PositiveInfinity, gram = 0;
        Fit(cores);

        // In turn, so that what disturbs the machine disturbs both; the best of each counts.
        for (int round = 0; round < Rounds; round++)
        {
            (double seconds, double gramSeconds) = Fit(cores);
            if (seconds < ours) (ours, gram) = (seconds, gramSeconds);
            peer = Math.Min(peer, Peer(python));
        }

        double rate = (double)Samples * (Features + Dimension) * (Features + Dimension) / gram / 1e9;
        Print($"one fit ({Samples} x {Features}, {cores} threads): {ours:0.000} s, Gram matrix {gram:0.000} s ({rate:0.0} GFLOP/s, {100 * rate / MachinePeak.Gigaflops(cores):0} % of peak); NumPy {peer:0.000} s: {peer / ours:0.0} times ours");
        Learn(0, Steps, cores);
        Learn(2000, Steps, cores);
        return 0;
    }

    /// <summary>What the peer does: features at N points, normal equations, solution.</summary>
    private static (double Seconds, double Gram) Fit(int threads)
    {
        var random = RandomStream.Named(1, "benchmark", "regression", "fit");
        double[] points = RandomMixtures.Normals(random, Samples * Dimension), frequencies = RandomMixtures.Normals(random, Dimension * Features), phases = RandomMixtures.Normals(random, Features);
        var map = new FourierFeatures(new double[Dimension], frequencies, phases);
        int width = Features + Dimension;
        double[] design = new double[BatchRows * width];
        long start = Stopwatch.GetTimestamp(), gram = 0;
        var equations = new NormalEquations(Features, Dimension, new SimdBackend(threads));
        for (int first = 0; first < Samples; first += BatchRows)
        {
            int rows = Math.Min(BatchRows, Samples - first), top = first;
            Workers.Run(threads, (rows + Tile - 1) / Tile, tile =>
            {
                int at = tile * Tile, count = Math.Min(Tile, rows - at);
                ReadOnlySpan<double> from = points.AsSpan((top + at) * Dimension, count * Dimension);
                var view = new MatrixView(design.AsSpan(at * width, count * width), count, width);
                map.Values(new PointBatch(from, Dimension), view.Block(0, 0, count, Features));
                for (int i = 0; i < count; i++)
                {
                    for (int j = 0; j < Dimension; j++)
                        view[i, Features + j] = Math.Sin(from[i * Dimension + j]);
                }
            });
            long before = Stopwatch.GetTimestamp();
            equations.Add(new ReadOnlyMatrixView(design.AsSpan(0, rows * width), rows, width));
            gram += Stopwatch.GetTimestamp() - before;
        }

        double[] penalties = new double[Features];
        Array.Fill(penalties, 1e-3);
        equations.Solve(penalties);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (double)gram / Stopwatch.Frequency);
    }

    /// <summary>The learner itself: the first steps, or all.</summary>
    private static void Learn(int heldOut, int last, int threads)
    {
        MixtureTarget target = RandomMixtures.Of(RandomStream.Named(1, "benchmark", "regression", "target"), Dimension, Components);
        var settings = new Regression(new FunctionClass(FeatureKind.Fourier, Features, FunctionClass.StandardBandwidths), Samples, HeldOut: heldOut);
        var recursion = new RegressionRecursion(DataLaw.Of(target.Structure)!, new TwoPhaseSchedule().Create(Steps), settings, 1, threads);
        long start = Stopwatch.GetTimestamp();
        while (recursion.Time < last)
            recursion.Advance();
        int taken = last - 1;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, step = seconds / taken;
        int width = recursion.Features + Dimension * (heldOut > 0 ? 2 : 1);
        double gram = recursion.Times.Seconds(RegressionTimes.Part.Gram) / taken, rate = (double)Samples * width * width / gram / 1e9;
        Print($"{taken} of {Steps - 1} steps, {heldOut} held out, {threads} threads: {seconds:0.0} s, {step:0.000} s a step; Gram matrix {rate:0.0} GFLOP/s, {100 * rate / MachinePeak.Gigaflops(threads):0} % of peak");
        foreach (RegressionTimes.Part part in Enum.GetValues<RegressionTimes.Part>())
        {
            bool shared = part is RegressionTimes.Part.Draw or RegressionTimes.Part.Features or RegressionTimes.Part.Labels or RegressionTimes.Part.Means;
            double wall = recursion.Times.Seconds(part) / taken / (shared ? threads : 1);
            Print($"  {part,-8} {wall:0.000} s a step, {100 * wall / step:0} %");
        }
    }

    private static double Peer(string python)
    {
        try
        {
            using var peer = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers", "ridge.py")]) { RedirectStandardOutput = true })!;
            string? line = peer.StandardOutput.ReadLine();
            peer.WaitForExit();
            if (line is null || peer.ExitCode != 0)
            {
                Console.Error.WriteLine($"NumPy peer: {python} ended with {peer.ExitCode} (is NumPy with SciPy installed there?)");
                return double.NaN;
            }

            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("seconds").GetDouble();
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine($"NumPy peer: there is no {python}");
            return double.NaN;
        }
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
